import type { Profile } from '../tables/profile.ts';
import { NONE } from '../tables/profile.ts';
import type { TimeRange } from '../tables/sample-range.ts';
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

/**
 * O(call nodes + samples of the ranges). `reuse`: a tree of the same call nodes that nobody reads any more; its columns are written over,
 * as a drag asks for many trees a second and each is some megabytes.
 */
export function deriveCallTree(
  profile: Profile,
  callNodes: CallNodeTable,
  { mask, ranges, measure }: CallTreeSelection,
  reuse?: CallTree,
): CallTree {
  const { weight, length } = profile.samples;
  const { sampleNode, prefix } = callNodes;
  const self = reuse === undefined ? new Float64Array(callNodes.length) : reuse.self.fill(0);
  let sum = 0;
  let samples = 0;
  const indexRanges =
    ranges === undefined
      ? [{ first: 0, end: length }]
      : mergeRanges(ranges).map((range) => sampleRange(profile, range.startNs, range.endNs));
  for (const { first, end } of indexRanges) {
    for (let i = first; i < end; i++) {
      if (mask[i] === 0) continue;
      const adds = measure === 'samples' ? 1 : weight[i];
      self[sampleNode[i]] += adds;
      sum += adds;
      samples++;
    }
  }
  const total = reuse === undefined ? new Float64Array(callNodes.length) : reuse.total;
  total.set(self);
  for (let node = callNodes.length - 1; node >= 0; node--) {
    const value = total[node];
    if (value !== 0 && prefix[node] !== NONE) total[prefix[node]] += value;
  }
  return { self, total, sum, samples };
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
