import type { FrameTable, Profile } from '../tables/profile.ts';
import { NONE } from '../tables/profile.ts';
import { compareNames } from './call-node-names.ts';

/** Call nodes in the order in which the samples brought them. */
export interface GrownNodes {
  readonly length: number;
  readonly prefix: Int32Array;
  readonly frame: Int32Array;
  readonly comm: Int32Array;
  readonly depth: Int32Array;
}

export interface OrderedNodes extends GrownNodes {
  readonly end: Int32Array;
  readonly repeats: Uint8Array;
  /** Place of each grown node in the new order. */
  readonly placeOf: Int32Array;
}

/**
 * Puts call nodes in the order they are drawn in: a caller, then all of its first callee's nodes, then the second's. Siblings stand by
 * name, then mapping, then kind, then creation. Names are ranked once per string, and nodes sorted by rank with one counting sort, so
 * that no flame graph has to compare a name again. O(nodes + strings · log strings), no recursion.
 */
export function orderCallNodes(profile: Profile, grown: GrownNodes, comms: readonly string[]): OrderedNodes {
  const { length } = grown;
  const { firstRoot, firstChild, nextSibling } = linkSiblings(grown, rankNodes(profile, grown, comms));
  const prefix = new Int32Array(length);
  const frame = new Int32Array(length);
  const comm = new Int32Array(length);
  const depth = new Int32Array(length);
  const end = new Int32Array(length);
  const repeats = new Uint8Array(length);
  const placeOf = new Int32Array(length);
  // How often each frame stands on the path at hand: a stack that recurs 65,536 deep costs no more than any other.
  const onPath = new Int32Array(profile.frames.length);
  let place = 0;
  for (let node = firstRoot; node !== NONE; ) {
    const caller = grown.prefix[node];
    const called = grown.frame[node];
    placeOf[node] = place;
    prefix[place] = caller === NONE ? NONE : placeOf[caller];
    frame[place] = called;
    comm[place] = grown.comm[node];
    depth[place] = grown.depth[node];
    if (called !== NONE && onPath[called]++ > 0) repeats[place] = 1;
    place++;
    if (firstChild[node] !== NONE) {
      node = firstChild[node];
      continue;
    }
    for (;;) {
      end[placeOf[node]] = place;
      if (grown.frame[node] !== NONE) onPath[grown.frame[node]]--;
      if (nextSibling[node] !== NONE) {
        node = nextSibling[node];
        break;
      }
      node = grown.prefix[node];
      if (node === NONE) break;
    }
  }
  return { length, prefix, frame, comm, depth, end, repeats, placeOf };
}

/** The nodes' numbers in order of name, mapping, kind and creation, siblings or not. */
function rankNodes(profile: Profile, { length, frame, comm }: GrownNodes, comms: readonly string[]): Int32Array {
  const frameRank = rankFrames(profile);
  const commRank = ranksOf(comms.length, (a, b) => compareNames(comms[a], comms[b]));
  // Frames after comms: the two never are siblings.
  const next = new Int32Array(comms.length + profile.frames.length + 1);
  const rankOf = (node: number): number =>
    frame[node] === NONE ? commRank[comm[node]] : comms.length + frameRank[frame[node]];
  for (let node = 0; node < length; node++) next[rankOf(node) + 1]++;
  for (let rank = 1; rank < next.length; rank++) next[rank] += next[rank - 1];
  const ranked = new Int32Array(length);
  for (let node = 0; node < length; node++) ranked[next[rankOf(node)]++] = node;
  return ranked;
}

function linkSiblings(
  { length, prefix }: GrownNodes,
  ranked: Int32Array,
): { firstRoot: number; firstChild: Int32Array; nextSibling: Int32Array } {
  const firstChild = new Int32Array(length).fill(NONE);
  const nextSibling = new Int32Array(length).fill(NONE);
  let firstRoot = NONE;
  for (let k = length - 1; k >= 0; k--) {
    const node = ranked[k];
    const caller = prefix[node];
    if (caller === NONE) {
      nextSibling[node] = firstRoot;
      firstRoot = node;
    } else {
      nextSibling[node] = firstChild[caller];
      firstChild[caller] = node;
    }
  }
  return { firstRoot, firstChild, nextSibling };
}

function rankFrames({ frames, strings }: Profile): Int32Array {
  const stringRank = ranksOf(strings.length, (a, b) => compareNames(strings[a], strings[b]));
  const mappingRank = (frame: number): number =>
    frames.mapping[frame] === NONE ? NONE : stringRank[frames.mapping[frame]];
  return ranksOf(
    frames.length,
    (a, b) =>
      stringRank[frames.symbol[a]] - stringRank[frames.symbol[b]] ||
      mappingRank(a) - mappingRank(b) ||
      compareKinds(frames, a, b),
  );
}

function compareKinds({ kind }: FrameTable, a: number, b: number): number {
  return kind[a] - kind[b];
}

/** Rank of each of 0 … length − 1 in the order of `compare`; what compares equal has one rank. */
function ranksOf(length: number, compare: (a: number, b: number) => number): Int32Array {
  const order = new Int32Array(length);
  for (let i = 0; i < length; i++) order[i] = i;
  order.sort(compare);
  const ranks = new Int32Array(length);
  for (let k = 1; k < length; k++) ranks[order[k]] = compare(order[k - 1], order[k]) === 0 ? ranks[order[k - 1]] : k;
  return ranks;
}
