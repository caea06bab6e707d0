import type { FrameTable, Profile } from '../tables/profile.ts';
import { NONE } from '../tables/profile.ts';
import { compareNames } from './call-node-names.ts';

/** The parts of a call node table that linking reads. */
export interface UnlinkedNodes {
  readonly length: number;
  readonly prefix: Int32Array;
  readonly frame: Int32Array;
  readonly comm: Int32Array;
}

export interface CallNodeLinks {
  readonly firstRoot: number;
  readonly firstChild: Int32Array;
  readonly nextSibling: Int32Array;
}

/**
 * Links children in the order they are drawn in: by name, then mapping, then kind, then creation. Names are ranked once per string, and
 * nodes sorted by rank with one counting sort, so that no flame graph has to compare a name again. O(nodes + strings · log strings).
 */
export function linkCallNodes(profile: Profile, nodes: UnlinkedNodes, comms: readonly string[]): CallNodeLinks {
  const { length, prefix, frame, comm } = nodes;
  const frameRank = rankFrames(profile);
  const commRank = ranksOf(comms.length, (a, b) => compareNames(comms[a], comms[b]));
  // Frames after comms: the two never are siblings.
  const next = new Int32Array(comms.length + profile.frames.length + 1);
  const rankOf = (node: number): number =>
    frame[node] === NONE ? commRank[comm[node]] : comms.length + frameRank[frame[node]];
  for (let node = 0; node < length; node++) next[rankOf(node) + 1]++;
  for (let rank = 1; rank < next.length; rank++) next[rank] += next[rank - 1];
  const ordered = new Int32Array(length);
  for (let node = 0; node < length; node++) ordered[next[rankOf(node)]++] = node;

  const firstChild = new Int32Array(length).fill(NONE);
  const nextSibling = new Int32Array(length).fill(NONE);
  let firstRoot = NONE;
  for (let k = length - 1; k >= 0; k--) {
    const node = ordered[k];
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

/** Rank of each of 0 … length − 1 in the order of `compare`; what compares equal keeps its order. */
function ranksOf(length: number, compare: (a: number, b: number) => number): Int32Array {
  const order = new Int32Array(length);
  for (let i = 0; i < length; i++) order[i] = i;
  order.sort((a, b) => compare(a, b) || a - b);
  const ranks = new Int32Array(length);
  for (let rank = 0; rank < length; rank++) ranks[order[rank]] = rank;
  return ranks;
}

/**
 * Recursion: 1 for a node whose frame is among its callers. One walk over the tree that counts every frame on the path, so a stack that
 * recurs 65,536 deep costs no more than any other.
 */
export function findRepeats(
  { length, prefix, frame }: UnlinkedNodes,
  { firstRoot, firstChild, nextSibling }: CallNodeLinks,
  frames: number,
): Uint8Array {
  const repeats = new Uint8Array(length);
  const onPath = new Int32Array(frames);
  let node = firstRoot;
  while (node !== NONE) {
    if (frame[node] !== NONE && onPath[frame[node]]++ > 0) repeats[node] = 1;
    if (firstChild[node] !== NONE) {
      node = firstChild[node];
      continue;
    }
    for (;;) {
      if (frame[node] !== NONE) onPath[frame[node]]--;
      if (nextSibling[node] !== NONE) {
        node = nextSibling[node];
        break;
      }
      node = prefix[node];
      if (node === NONE) break;
    }
  }
  return repeats;
}
