import type { EventIndex, Profile } from '../tables/profile.ts';

/** The timed samples of one event on one CPU, by time. */
export interface CpuSamples {
  readonly cpu: number;
  readonly indexes: Int32Array;
}

export interface CollectedSamples {
  readonly samples: number;
  /** Of all CPUs, by time. */
  readonly indexes: Int32Array;
  /** CPUs ascending. */
  readonly cpus: readonly CpuSamples[];
}

/** Linux knows at most 8,192 CPUs; a larger number is no CPU's. */
const MOST_CPUS = 65_536;

/** Undefined where a timed sample of the event has no CPU. A counting sort by CPU. */
export function collectCpuSamples(profile: Profile, event: EventIndex): CollectedSamples | undefined {
  const { samples } = profile;
  const indexes = new Int32Array(samples.length);
  const counts = new Int32Array(MOST_CPUS);
  let found = 0;
  for (let i = 0; i < samples.length; i++) {
    if (samples.event[i] !== event || Number.isNaN(samples.timeNs[i])) continue;
    const cpu = samples.cpu[i];
    if (cpu < 0 || cpu >= MOST_CPUS) return undefined;
    counts[cpu]++;
    indexes[found++] = i;
  }
  const byCpu = new Int32Array(found);
  const next = new Int32Array(MOST_CPUS);
  const cpus: CpuSamples[] = [];
  let start = 0;
  for (let cpu = 0; cpu < MOST_CPUS; cpu++) {
    if (counts[cpu] === 0) continue;
    next[cpu] = start;
    cpus.push({ cpu, indexes: byCpu.subarray(start, start + counts[cpu]) });
    start += counts[cpu];
  }
  for (let k = 0; k < found; k++) byCpu[next[samples.cpu[indexes[k]]]++] = indexes[k];
  return { samples: found, indexes: indexes.subarray(0, found), cpus };
}
