import type { Profile } from '../tables/profile.ts';
import { NONE } from '../tables/profile.ts';
import { callNodeName, frameMapping } from './call-node-names.ts';
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
  /** Mapping, where perf printed one. Two siblings may differ in nothing else. */
  m?: string | undefined;
  /** Children, in order of name, mapping and kind. Absent where there are none left. */
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
    } else if (callerState !== 0) {
      state[node] = PRUNED;
      prunedNodes++;
      prunedSelf += self[node];
    }
  }

  const rootNode: FlameGraphNode =
    root === NONE
      ? { n: 'all', v: tree.sum, s: 0, k: CallNodeKind.root }
      : flameGraphNode(profile, callNodes, tree, root);
  const builtNodes = [rootNode];
  const builtFirstChild = [root === NONE ? callNodes.firstRoot : firstChild[root]];
  for (let built = 0; built < builtNodes.length; built++) {
    let children: FlameGraphNode[] | undefined;
    for (let node = builtFirstChild[built]; node !== NONE; node = nextSibling[node]) {
      if (state[node] !== KEPT) continue;
      const child = flameGraphNode(profile, callNodes, tree, node);
      if (children === undefined) children = [child];
      else children.push(child);
      builtNodes.push(child);
      builtFirstChild.push(firstChild[node]);
    }
    if (children !== undefined) builtNodes[built].c = children;
  }
  return { root: rootNode, prunedNodes, prunedSelf };
}

function flameGraphNode(profile: Profile, callNodes: CallNodeTable, tree: CallTree, node: number): FlameGraphNode {
  const frame = callNodes.frame[node];
  const flameNode: FlameGraphNode = {
    n: callNodeName(profile, callNodes, node),
    v: tree.total[node],
    s: tree.self[node],
    k: frame === NONE ? CallNodeKind.comm : profile.frames.kind[frame],
  };
  const mapping = frame === NONE ? undefined : frameMapping(profile, frame);
  if (mapping !== undefined) flameNode.m = mapping;
  return flameNode;
}
