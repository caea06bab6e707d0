import type { EventIndex, Profile, SampleTimeNs } from './profile.ts';

/** A half-open range of sample indexes. */
export interface SampleRange {
  readonly first: number;
  readonly end: number;
}

/** A half-open range of time, `[startNs, endNs)`, in nanoseconds since time zero. */
export interface TimeRange {
  readonly startNs: SampleTimeNs;
  readonly endNs: SampleTimeNs;
}

/** The samples of `[startNs, endNs)`, of all events, by binary search. Samples without a time are in no range, `[0, ∞)` included. */
export function sampleRange(profile: Profile, startNs: SampleTimeNs, endNs: SampleTimeNs): SampleRange {
  const first = firstSampleAt(profile.samples.timeNs, startNs);
  return { first, end: Math.max(first, firstSampleAt(profile.samples.timeNs, endNs)) };
}

/** Number of samples with a time; they stand first. */
export function timedSampleCount(profile: Profile): number {
  return firstSampleAt(profile.samples.timeNs, Number.POSITIVE_INFINITY);
}

/** Index of the first sample at or after `timeNs`. NaN, the absent time, compares as later than everything, which is where it stands. */
function firstSampleAt(times: Float64Array, timeNs: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (times[middle] < timeNs) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The event with most samples, the first of them on a tie; 0 where there is no sample. */
export function defaultEvent(profile: Profile): EventIndex {
  const counts = countEventSamples(profile);
  let best = 0;
  for (let event = 1; event < counts.length; event++) if (counts[event] > counts[best]) best = event;
  return best;
}

/** Samples of each event, idle and untimed ones included. */
export function countEventSamples(profile: Profile): Uint32Array {
  const counts = new Uint32Array(profile.events.length);
  const { event, length } = profile.samples;
  for (let i = 0; i < length; i++) counts[event[i]]++;
  return counts;
}

/** CPUs of the machine: those online by perf's header, else the distinct ones seen, at least 1. */
export function cpuCount(profile: Profile): number {
  const online = profile.header.cpusOnline;
  if (online !== undefined && online > 0) return online;
  const seen = new Set<number>();
  const { cpu, length } = profile.samples;
  for (let i = 0; i < length; i++) if (cpu[i] >= 0) seen.add(cpu[i]);
  return Math.max(1, seen.size);
}
