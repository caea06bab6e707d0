import type { Profile } from '../tables/profile.ts';
import { NONE } from '../tables/profile.ts';
import type { CallNodeTable } from './call-nodes.ts';
import type { CallTree } from './call-tree.ts';

/** `k` of the two kinds of node that are no frame; frames have the numbers of `FrameKind`. */
export const CallNodeKind = { comm: 6, root: 7 } as const;

/** A node as flame graph libraries and the HTTP API want it. */
export interface FlameGraphNode {
  /** Name. */
  n: string;
  /** Total. Also of what was pruned below it: v ≥ s + Σ v of c. */
  v: number;
  /** Self. */
  s: number;
  /** `FrameKind`, or `CallNodeKind`. */
  k: number;
  /** Mapping, undefined where perf printed none. Two siblings may differ in nothing else. */
  m?: string | undefined;
  /** Children, in order of name, mapping and kind. Undefined where there are none left. */
  c?: FlameGraphNode[] | undefined;
}

export interface FlameGraphOptions {
  /** Nodes below this share of the root's total are left out: 1/8000 is a third of a pixel on a wide screen. 0 keeps all that have samples. */
  readonly minShare: number;
  /** The call node to show as root, instead of the invisible one above the comms. */
  readonly root?: number | undefined;
}

export interface FlameGraph {
  readonly root: FlameGraphNode;
  /** Nodes with samples that were left out, and the samples (or period) that end in them. */
  readonly prunedNodes: number;
  readonly prunedSelf: number;
}

const PRUNED = 1;
const KEPT = 2;

/** A picture's worth of a call tree. O(call nodes + children of what is kept), no recursion. */
export function buildFlameGraph(
  profile: Profile,
  callNodes: CallNodeTable,
  tree: CallTree,
  { minShare, root = NONE }: FlameGraphOptions,
): FlameGraph {
  const { prefix, firstChild, nextSibling } = callNodes;
  const { self, total } = tree;
  const least = (root === NONE ? tree.sum : total[root]) * minShare;
  // 0 = elsewhere, or without samples
  const state = new Uint8Array(callNodes.length);
  let keptNodes = 0;
  let prunedNodes = 0;
  let prunedSelf = 0;
  if (root !== NONE) state[root] = KEPT;
  for (let node = root + 1; node < callNodes.length; node++) {
    const value = total[node];
    if (value === 0) continue;
    const caller = prefix[node];
    const callerState = caller === NONE ? (root === NONE ? KEPT : 0) : state[caller];
    if (callerState === KEPT && value >= least) {
      state[node] = KEPT;
      keptNodes++;
    } else if (callerState !== 0) {
      state[node] = PRUNED;
      prunedNodes++;
      prunedSelf += self[node];
    }
  }

  const rootNode =
    root === NONE
      ? createNode('all', tree.sum, 0, CallNodeKind.root, undefined)
      : nodeOf(profile, callNodes, tree, root);
  // Built nodes in order of level; each one's children are appended when its turn comes.
  const built = [rootNode];
  const builtFrom = new Int32Array(keptNodes + 1);
  builtFrom[0] = root;
  for (let k = 0; k < built.length; k++) {
    const from = builtFrom[k];
    let first = from === NONE ? callNodes.firstRoot : firstChild[from];
    while (first !== NONE && state[first] !== KEPT) first = nextSibling[first];
    if (first === NONE) continue;
    // Most nodes have one child; a list grown by pushing would hold room for 17.
    const children = [nodeOf(profile, callNodes, tree, first)];
    builtFrom[built.length] = first;
    built.push(children[0]);
    for (let node = nextSibling[first]; node !== NONE; node = nextSibling[node]) {
      if (state[node] !== KEPT) continue;
      const child = nodeOf(profile, callNodes, tree, node);
      builtFrom[built.length] = node;
      built.push(child);
      children.push(child);
    }
    built[k].c = children;
  }
  return { root: rootNode, prunedNodes, prunedSelf };
}

function nodeOf(profile: Profile, callNodes: CallNodeTable, { total, self }: CallTree, node: number): FlameGraphNode {
  const frame = callNodes.frame[node];
  if (frame === NONE)
    return createNode(callNodes.comms[callNodes.comm[node]], total[node], self[node], CallNodeKind.comm, undefined);
  const { frames, strings } = profile;
  const mapping = frames.mapping[frame];
  return createNode(
    strings[frames.symbol[frame]],
    total[node],
    self[node],
    frames.kind[frame],
    mapping === NONE ? undefined : strings[mapping],
  );
}

/** All nodes of one shape, and whole numbers as such: there may be tens of thousands for every frame of a drag. */
function createNode(n: string, v: number, s: number, k: number, m: string | undefined): FlameGraphNode {
  return { n, v: asSmallInteger(v), s: asSmallInteger(s), k, m, c: undefined };
}

/** The same number; below 2^31 in a form that engines keep inside of the object instead of in one of its own. */
function asSmallInteger(value: number): number {
  const whole = value | 0;
  return whole === value ? whole : value;
}
