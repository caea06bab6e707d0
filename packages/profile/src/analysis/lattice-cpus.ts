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

/** Undefined where a timed sample of the event has no CPU. */
export function collectCpuSamples(profile: Profile, event: EventIndex): CollectedSamples | undefined {
  const { samples } = profile;
  const countOfCpu = new Map<number, number>();
  const indexes = new Int32Array(samples.length);
  let found = 0;
  for (let i = 0; i < samples.length; i++) {
    if (samples.event[i] !== event || Number.isNaN(samples.timeNs[i])) continue;
    const cpu = samples.cpu[i];
    if (cpu < 0) return undefined;
    countOfCpu.set(cpu, (countOfCpu.get(cpu) ?? 0) + 1);
    indexes[found++] = i;
  }
  const byCpu = new Map<number, { cpu: number; indexes: Int32Array; filled: number }>();
  for (const cpu of [...countOfCpu.keys()].sort((a, b) => a - b))
    byCpu.set(cpu, { cpu, indexes: new Int32Array(countOfCpu.get(cpu) ?? 0), filled: 0 });
  for (let k = 0; k < found; k++) {
    const list = byCpu.get(samples.cpu[indexes[k]]);
    if (list !== undefined) list.indexes[list.filled++] = indexes[k];
  }
  return { samples: found, indexes: indexes.subarray(0, found), cpus: [...byCpu.values()] };
}
