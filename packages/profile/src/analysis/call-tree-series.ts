import type { Profile } from '../tables/profile.ts';
import type { SampleRange } from '../tables/sample-range.ts';
import type { CallNodeTable } from './call-nodes.ts';
import type { CallTree, CallTreeMeasure, CallTreeSelection } from './call-tree.ts';
import { sampleRangesOf, sumUp } from './call-tree.ts';

/**
 * Call trees of one selection after another, as a drag asks for them. Exactly `deriveCallTree`, but its columns are written over, each
 * being some megabytes, and where only the ranges changed, only the samples that entered or left are looked at:
 *
 *   before       ├──────────────┤
 *   after            ├──────────────┤
 *                left           entered
 *
 * Counts of samples are whole numbers, which can be taken back exactly; periods may be fractions, and are added up anew.
 */
export interface CallTreeSeries {
  /** Valid until the next one is asked for. */
  next(selection: CallTreeSelection): CallTree;
}

export function createCallTreeSeries(profile: Profile, callNodes: CallNodeTable): CallTreeSeries {
  const { weight } = profile.samples;
  const { sampleNode } = callNodes;
  const self = new Float64Array(callNodes.length);
  const total = new Float64Array(callNodes.length);
  let before: { mask: Uint8Array; measure: CallTreeMeasure; ranges: readonly SampleRange[] } | undefined;
  let sum = 0;
  let samples = 0;

  function addEach(mask: Uint8Array, ranges: readonly SampleRange[], adds: 1 | -1): void {
    for (const { first, end } of ranges) {
      for (let i = first; i < end; i++) {
        if (mask[i] === 0) continue;
        self[sampleNode[i]] += adds;
        samples += adds;
      }
    }
  }

  function addPeriods(mask: Uint8Array, ranges: readonly SampleRange[]): void {
    for (const { first, end } of ranges) {
      for (let i = first; i < end; i++) {
        if (mask[i] === 0) continue;
        self[sampleNode[i]] += weight[i];
        sum += weight[i];
        samples++;
      }
    }
  }

  return {
    next({ mask, ranges, measure }) {
      const wanted = sampleRangesOf(profile, ranges);
      const known = before?.mask === mask && before.measure === 'samples' && measure === 'samples' ? before.ranges : [];
      const entered = subtractRanges(wanted, known);
      const left = subtractRanges(known, wanted);
      if (measure === 'samples' && sizeOf(entered) + sizeOf(left) < sizeOf(wanted)) {
        addEach(mask, left, -1);
        addEach(mask, entered, 1);
        sum = samples;
      } else {
        self.fill(0);
        sum = 0;
        samples = 0;
        if (measure === 'samples') addEach(mask, wanted, 1);
        else addPeriods(mask, wanted);
        if (measure === 'samples') sum = samples;
      }
      before = { mask, measure, ranges: wanted };
      total.set(self);
      sumUp(total, callNodes.prefix);
      return { self, total, sum, samples };
    },
  };
}

/** What of `ranges` is in none of `others`. Both in order, and none meets another of its list. */
function subtractRanges(ranges: readonly SampleRange[], others: readonly SampleRange[]): SampleRange[] {
  const rest: SampleRange[] = [];
  let next = 0;
  for (const { first, end } of ranges) {
    let from = first;
    while (next < others.length && others[next].end <= from) next++;
    for (let k = next; k < others.length && others[k].first < end; k++) {
      if (others[k].first > from) rest.push({ first: from, end: others[k].first });
      from = Math.max(from, others[k].end);
    }
    if (from < end) rest.push({ first: from, end });
  }
  return rest;
}

function sizeOf(ranges: readonly SampleRange[]): number {
  return ranges.reduce((sum, { first, end }) => sum + end - first, 0);
}
