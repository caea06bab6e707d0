import {
  buildFlameGraphColumns,
  type CallTree,
  callNodeOfPath,
  deriveFunctionTotals,
  mergeRanges,
  NONE,
  sampleRange,
  type TimeRange,
  type WeightUnit,
} from '@subsecond/profile';
import { functionRow } from './answer-functions.ts';
import { answerSearch } from './answer-search.ts';
import type { ProfileState } from './profile-state.ts';
import type { SelectRequest, SubtreeRequest, TreeMeasure, WireAnswerOfKind } from './protocol.ts';

/** Of a picture whose width nobody told: a third of a pixel on a wide screen. The API's. */
const PICTURE_SHARE = 1 / 8000;

/** Everything the page shows about a selection. `now` in ms, from any zero. */
export function answerSelect(
  state: ProfileState,
  request: SelectRequest,
  now: () => number,
): WireAnswerOfKind['select'] {
  const began = now();
  const { profile, callNodes } = state;
  const taken = state.mask(request.filter);
  const tree = state.tree(request);
  const packed = buildFlameGraphColumns(profile, callNodes, tree, { minShare: pictureShare(request.pictureWidth) });
  const totals = request.functions > 0 ? deriveFunctionTotals(profile, callNodes, tree) : undefined;
  const functions =
    totals === undefined
      ? []
      : Array.from(totals.frame.subarray(0, request.functions), (_, row) => functionRow(state, totals, row));
  return {
    ranges: request.ranges,
    measure: request.measure,
    unit: unitOf(state, request.filter.event, request.measure),
    samples: tree.samples,
    total: tree.sum,
    idleHidden: countIdleHidden(state, request, tree),
    share: taken.taken > 0 ? tree.samples / taken.taken : 0,
    packed,
    prunedNodes: packed.prunedNodes,
    prunedSelf: packed.prunedSelf,
    functions,
    functionCount: totals?.frame.length ?? 0,
    search:
      request.search === undefined || request.search === '' ? undefined : answerSearch(state, tree, request.search),
    milliseconds: now() - began,
  };
}

export function answerSubtree(state: ProfileState, request: SubtreeRequest): WireAnswerOfKind['subtree'] {
  const { profile, callNodes } = state;
  const tree = state.tree(request);
  const root = callNodeOfPath(profile, callNodes, request.path);
  if (root === NONE || tree.total[root] === 0) return { packed: undefined, prunedNodes: 0 };
  const minShare = pictureShare(request.pictureWidth);
  const packed = buildFlameGraphColumns(profile, callNodes, tree, { minShare, root });
  return { packed, prunedNodes: packed.prunedNodes };
}

/** Half a CSS pixel: nothing that is left out could be drawn. */
function pictureShare(pictureWidth: number | undefined): number {
  if (pictureWidth === undefined || !(pictureWidth >= 1)) return PICTURE_SHARE;
  return Math.max(PICTURE_SHARE, 1 / (2 * pictureWidth));
}

export function unitOf(state: ProfileState, event: number, measure: TreeMeasure): WeightUnit {
  return measure === 'samples' ? 'samples' : (state.profile.events[event]?.weightUnit ?? 'samples');
}

/** Inside the ranges: what the same filter with idle included would take, less what was taken. */
function countIdleHidden(state: ProfileState, request: SelectRequest, tree: CallTree): number {
  if (request.filter.idle === 'include') return 0;
  if (request.ranges === undefined) return state.mask(request.filter).idleHidden;
  const { mask } = state.mask({ ...request.filter, idle: 'include' });
  return countInRanges(state, mask, request.ranges) - tree.samples;
}

function countInRanges({ profile }: ProfileState, mask: Uint8Array, ranges: readonly TimeRange[]): number {
  let count = 0;
  for (const range of mergeRanges(ranges)) {
    const { first, end } = sampleRange(profile, range.startNs, range.endNs);
    for (let sample = first; sample < end; sample++) count += mask[sample] ?? 0;
  }
  return count;
}
