import type { Profile } from '../tables/profile.ts';
import { NONE } from '../tables/profile.ts';
import { callNodeName, compareNames, frameMapping } from './call-node-names.ts';
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
  /** Children, in order of name, mapping and call node. Absent where there are none left. */
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

/** A picture's worth of a call tree. O(call nodes + kept · log kept), no recursion. */
export function buildFlameGraph(profile: Profile, callNodes: CallNodeTable, tree: CallTree, { minShare, root = NONE }: FlameGraphOptions): FlameGraph {
  const { prefix, frame } = callNodes;
  const rootTotal = root === NONE ? tree.sum : tree.total[root];
  const least = rootTotal * minShare;
  // 0 = elsewhere or without samples, 1 = pruned, or below something pruned, 2 = kept
  const state = new Uint8Array(callNodes.length);
  const kept: number[] = [];
  let prunedNodes = 0;
  let prunedSelf = 0;
  for (let node = root === NONE ? 0 : root; node < callNodes.length; node++) {
    const value = tree.total[node];
    if (value === 0) continue;
    const caller = prefix[node];
    if (root !== NONE && node !== root && (caller < root || state[caller] === 0)) continue;
    const isKept = node === root || (value >= least && (caller === NONE || state[caller] === 2));
    state[node] = isKept ? 2 : 1;
    if (isKept) {
      kept.push(node);
    } else {
      prunedNodes++;
      prunedSelf += tree.self[node];
    }
  }

  const rootNode: FlameGraphNode = root === NONE ? { n: 'all', v: tree.sum, s: 0, k: CallNodeKind.root } : nodeOf(root);
  const built = new Map<number, FlameGraphNode>([[root, rootNode]]);
  for (const node of kept) {
    if (node === root) continue;
    const flameNode = nodeOf(node);
    built.set(node, flameNode);
    const caller = built.get(prefix[node]);
    if (caller === undefined) throw new Error(`call node ${node} was kept, its caller ${prefix[node]} was not`);
    if (caller.c === undefined) caller.c = [flameNode];
    else caller.c.push(flameNode);
  }
  for (const { c } of built.values()) c?.sort(compareFlameNodes);
  return { root: rootNode, prunedNodes, prunedSelf };

  function nodeOf(node: number): FlameGraphNode {
    const flameNode: FlameGraphNode = {
      n: callNodeName(profile, callNodes, node),
      v: tree.total[node],
      s: tree.self[node],
      k: frame[node] === NONE ? CallNodeKind.comm : profile.frames.kind[frame[node]],
    };
    const mapping = frame[node] === NONE ? undefined : frameMapping(profile, frame[node]);
    if (mapping !== undefined) flameNode.m = mapping;
    return flameNode;
  }
}

/** `Array.sort` is stable, and children were added in order of their call nodes. */
function compareFlameNodes(a: FlameGraphNode, b: FlameGraphNode): number {
  return compareNames(a.n, b.n) || compareNames(a.m ?? '', b.m ?? '') || a.k - b.k;
}
