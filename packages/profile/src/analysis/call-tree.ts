import type { Profile } from '../tables/profile.ts';
import { NONE } from '../tables/profile.ts';
import type { SampleRange, TimeRange } from '../tables/sample-range.ts';
import { sampleRange } from '../tables/sample-range.ts';
import type { CallNodeTable } from './call-nodes.ts';

/** What a sample adds: 1, or its period (in the event's unit). */
export type CallTreeMeasure = 'samples' | 'period';

/** Sums over the call nodes of one selection. Conservation: Σ self = `sum` = Σ total of the comm nodes. */
export interface CallTree {
  /** Per call node: what its samples add that end there. */
  readonly self: Float64Array;
  /** Per call node: self, and that of all below it. */
  readonly total: Float64Array;
  readonly sum: number;
  readonly samples: number;
}

export interface CallTreeSelection {
  /** One byte a sample, 1 = taken (`deriveSampleMask`). */
  readonly mask: Uint8Array;
  /** Half-open ranges of time; a sample in two of them counts once. Undefined takes every sample, those without a time too. */
  readonly ranges: readonly TimeRange[] | undefined;
  readonly measure: CallTreeMeasure;
}

/** O(call nodes + samples of the ranges). `createCallTreeSeries` is the same for many selections in a row. */
export function deriveCallTree(
  profile: Profile,
  callNodes: CallNodeTable,
  { mask, ranges, measure }: CallTreeSelection,
): CallTree {
  const { weight } = profile.samples;
  const { sampleNode } = callNodes;
  const self = new Float64Array(callNodes.length);
  let sum = 0;
  let samples = 0;
  for (const { first, end } of sampleRangesOf(profile, ranges)) {
    for (let i = first; i < end; i++) {
      if (mask[i] === 0) continue;
      const adds = measure === 'samples' ? 1 : weight[i];
      self[sampleNode[i]] += adds;
      sum += adds;
      samples++;
    }
  }
  const total = self.slice();
  sumUp(total, callNodes.prefix);
  return { self, total, sum, samples };
}

/** Selves become totals: callers stand before their callees, so one backward pass does. */
export function sumUp(total: Float64Array, prefix: Int32Array): void {
  for (let node = total.length - 1; node >= 0; node--) {
    const value = total[node];
    if (value !== 0 && prefix[node] !== NONE) total[prefix[node]] += value;
  }
}

/** In order; none meets another. */
export function sampleRangesOf(profile: Profile, ranges: readonly TimeRange[] | undefined): SampleRange[] {
  if (ranges === undefined) return [{ first: 0, end: profile.samples.length }];
  return mergeRanges(ranges).map((range) => sampleRange(profile, range.startNs, range.endNs));
}

/** The same times as ranges that are in order, not empty, and do not meet. */
export function mergeRanges(ranges: readonly TimeRange[]): TimeRange[] {
  const merged: { startNs: number; endNs: number }[] = [];
  for (const { startNs, endNs } of [...ranges].sort((a, b) => a.startNs - b.startNs)) {
    if (!(startNs < endNs)) continue;
    const last = merged.at(-1);
    if (last !== undefined && startNs <= last.endNs) last.endNs = Math.max(last.endNs, endNs);
    else merged.push({ startNs, endNs });
  }
  return merged;
}
