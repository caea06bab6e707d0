import { countEventSamples, cpuCount, defaultEvent, timedSampleCount } from '@subsecond/profile';
import type { ProfileState } from './profile-state.ts';
import type { OpenedProfile } from './protocol.ts';

/** What the page learns of a profile when it is open: enough for every control and filter. */
export function describeOpenedProfile(profileId: string, state: ProfileState): OpenedProfile {
  const { profile, idle, lattices } = state;
  const { samples } = profile;
  const counts = countEventSamples(profile);
  const idleCounts = new Uint32Array(profile.events.length);
  const cpus = new Set<number>();
  for (let i = 0; i < samples.length; i++) {
    const event = samples.event[i] ?? 0;
    if (idle[i] === 1) idleCounts[event] = (idleCounts[event] ?? 0) + 1;
    const cpu = samples.cpu[i] ?? -1;
    if (cpu >= 0) cpus.add(cpu);
  }
  const timed = timedSampleCount(profile);
  const lastSampleNs = timed === 0 ? undefined : samples.timeNs[timed - 1];
  return {
    profileId,
    events: profile.events.map((event, index) => ({
      ...event,
      samples: counts[index] ?? 0,
      idleSamples: idleCounts[index] ?? 0,
      isLattice: lattices[index] !== undefined,
      intervalNs: lattices[index]?.intervalNs,
    })),
    defaultEvent: defaultEvent(profile),
    cpuCount: cpuCount(profile),
    cpus: [...cpus].sort((a, b) => a - b),
    comms: [...new Set(profile.threads.comm)].sort(),
    threads: Array.from(profile.threads.comm, (comm, thread) => {
      const pid = profile.threads.pid[thread] ?? -1;
      return { pid: pid < 0 ? undefined : pid, tid: profile.threads.tid[thread] ?? -1, comm };
    }),
    samples: samples.length,
    timedSamples: timed,
    firstSampleNs: timed === 0 ? undefined : samples.timeNs[0],
    lastSampleNs,
    spanEndNs: lastSampleNs === undefined ? undefined : lastSampleNs + profile.timeResolutionNs,
    timeZeroSeconds: profile.timeZeroSeconds,
  };
}
