import type { Profile } from '../tables/profile.ts';
import { NONE } from '../tables/profile.ts';
import type { CallNodeTable } from './call-nodes.ts';
import type { CallTree } from './call-tree.ts';

/** `kind` of the two sorts of node that are no frame; frames have the numbers of `FrameKind`. */
export const CallNodeKind = { comm: 6, root: 7 } as const;

/**
 * A flame graph as columns: quick to build, handed from thread to thread for nothing, and turned into nodes where a library wants them
 * (`flameGraphNodes`).
 *
 *   nodes depth first, root at 0      name, mapping → names      childCount tells where a node's children end
 */
export interface FlameGraphColumns {
  readonly length: number;
  readonly names: readonly string[];
  readonly name: Int32Array<ArrayBuffer>;
  /** NONE where perf printed none. Two siblings may differ in nothing else. */
  readonly mapping: Int32Array<ArrayBuffer>;
  /** `FrameKind`, or `CallNodeKind`. */
  readonly kind: Uint8Array<ArrayBuffer>;
  /** Also of what was pruned below: total ≥ self + Σ total of the children. */
  readonly total: Float64Array<ArrayBuffer>;
  readonly self: Float64Array<ArrayBuffer>;
  readonly childCount: Int32Array<ArrayBuffer>;
  /** Nodes with samples that were left out, and the samples (or period) that end in them. */
  readonly prunedNodes: number;
  readonly prunedSelf: number;
}

export interface FlameGraphOptions {
  /** Nodes below this share of the root's total are left out: 1/8000 is a third of a pixel on a wide screen. 0 keeps all that have samples. */
  readonly minShare: number;
  /** The call node to show as root, instead of the invisible one above the comms. */
  readonly root?: number | undefined;
}

/**
 * A picture's worth of a call tree. Call nodes stand in drawing order, so it is one walk that skips what has no samples, and a second
 * over what is kept. O(nodes of what is kept + what is pruned), no recursion.
 */
export function buildFlameGraphColumns(
  profile: Profile,
  callNodes: CallNodeTable,
  tree: CallTree,
  { minShare, root = NONE }: FlameGraphOptions,
): FlameGraphColumns {
  const { end } = callNodes;
  const { self, total } = tree;
  const least = (root === NONE ? tree.sum : total[root]) * minShare;
  const last = root === NONE ? callNodes.length : end[root];
  let kept = new Int32Array(4096);
  kept[0] = root;
  let length = 1;
  let prunedNodes = 0;
  let prunedSelf = 0;
  for (let node = root + 1; node < last; ) {
    const value = total[node];
    if (value === 0) {
      node = end[node];
    } else if (value < least) {
      for (const after = end[node]; node < after; node++) {
        if (total[node] === 0) continue;
        prunedNodes++;
        prunedSelf += self[node];
      }
    } else {
      if (length === kept.length) kept = doubled(kept);
      kept[length++] = node++;
    }
  }
  return { ...fillColumns(profile, callNodes, tree, kept.subarray(0, length)), prunedNodes, prunedSelf };
}

/** `kept`: a node, or NONE for the invisible root, and what is kept below it, in order. */
function fillColumns(
  profile: Profile,
  callNodes: CallNodeTable,
  tree: CallTree,
  kept: Int32Array,
): Omit<FlameGraphColumns, 'prunedNodes' | 'prunedSelf'> {
  const { length } = kept;
  const { frames, strings } = profile;
  const name = new Int32Array(length);
  const mapping = new Int32Array(length);
  const kind = new Uint8Array(length);
  const total = new Float64Array(length);
  const self = new Float64Array(length);
  const childCount = new Int32Array(length);
  const names = new NameColumn(strings);
  const rootDepth = kept[0] === NONE ? NONE : callNodes.depth[kept[0]];
  // Row of the node at hand of every level, from the root down.
  let rowOfLevel = new Int32Array(256);
  for (let row = 0; row < length; row++) {
    const node = kept[row];
    if (node === NONE) {
      name[row] = names.add('all');
      mapping[row] = NONE;
      kind[row] = CallNodeKind.root;
      total[row] = tree.sum;
      continue;
    }
    const frame = callNodes.frame[node];
    if (frame === NONE) {
      name[row] = names.add(callNodes.comms[callNodes.comm[node]]);
      mapping[row] = NONE;
      kind[row] = CallNodeKind.comm;
    } else {
      name[row] = names.indexOf(frames.symbol[frame]);
      mapping[row] = frames.mapping[frame] === NONE ? NONE : names.indexOf(frames.mapping[frame]);
      kind[row] = frames.kind[frame];
    }
    total[row] = tree.total[node];
    self[row] = tree.self[node];
    const level = callNodes.depth[node] - rootDepth;
    if (level === rowOfLevel.length) rowOfLevel = doubled(rowOfLevel);
    rowOfLevel[level] = row;
    if (level > 0) childCount[rowOfLevel[level - 1]]++;
  }
  return { length, names: names.texts, name, mapping, kind, total, self, childCount };
}

/** The names that are used, each string of the profile once. */
class NameColumn {
  readonly texts: string[] = [];
  readonly #strings: readonly string[];
  /** Index in `texts` and one, 0 where it has none yet. */
  readonly #placeOf: Int32Array;

  constructor(strings: readonly string[]) {
    this.#strings = strings;
    this.#placeOf = new Int32Array(strings.length);
  }

  indexOf(string: number): number {
    const known = this.#placeOf[string];
    if (known > 0) return known - 1;
    this.#placeOf[string] = this.texts.push(this.#strings[string]);
    return this.texts.length - 1;
  }

  /** A name that is no string of the profile: comms, and the root's. */
  add(text: string): number {
    return this.texts.push(text) - 1;
  }
}

function doubled(column: Int32Array): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(column.length * 2);
  larger.set(column);
  return larger;
}
