import type { Profile } from '../tables/profile.ts';
import { NONE } from '../tables/profile.ts';
import type { CallNodeTable } from './call-nodes.ts';
import type { CallTree } from './call-tree.ts';
import type { FlameGraphColumns, FlameGraphOptions } from './flame-graph-columns.ts';
import { buildFlameGraphColumns } from './flame-graph-columns.ts';

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

export interface FlameGraph {
  readonly root: FlameGraphNode;
  /** Nodes with samples that were left out, and the samples (or period) that end in them. */
  readonly prunedNodes: number;
  readonly prunedSelf: number;
}

/** A picture's worth of a call tree, as nodes. */
export function buildFlameGraph(
  profile: Profile,
  callNodes: CallNodeTable,
  tree: CallTree,
  options: FlameGraphOptions,
): FlameGraph {
  const columns = buildFlameGraphColumns(profile, callNodes, tree, options);
  return { root: flameGraphNodes(columns), prunedNodes: columns.prunedNodes, prunedSelf: columns.prunedSelf };
}

/** The columns as nested nodes. No recursion: stacks of 65,536 frames are legal. */
export function flameGraphNodes(columns: FlameGraphColumns): FlameGraphNode {
  const { childCount, length } = columns;
  const root = createNode(columns, 0);
  /** Callers whose children are still to come. */
  const open: Unfinished[] = childCount[0] === 0 ? [] : [{ children: openChildren(root, childCount[0]), filled: 0 }];
  for (let row = 1; row < length; row++) {
    let caller = open[open.length - 1];
    while (caller !== undefined && caller.filled === caller.children.length) {
      open.pop();
      caller = open[open.length - 1];
    }
    if (caller === undefined) throw new Error(`row ${row} of a flame graph has no caller`);
    const node = createNode(columns, row);
    caller.children[caller.filled++] = node;
    if (childCount[row] > 0) open.push({ children: openChildren(node, childCount[row]), filled: 0 });
  }
  return root;
}

interface Unfinished {
  readonly children: FlameGraphNode[];
  filled: number;
}

/** As long as they will be: a list grown by pushing would hold room for 17, and most nodes have one child. */
function openChildren(node: FlameGraphNode, count: number): FlameGraphNode[] {
  const children = new Array<FlameGraphNode>(count);
  node.c = children;
  return children;
}

/** All nodes of one shape, and whole numbers as such: there may be tens of thousands for every frame of a drag. */
function createNode({ names, name, mapping, kind, total, self }: FlameGraphColumns, row: number): FlameGraphNode {
  return {
    n: names[name[row]],
    v: asSmallInteger(total[row]),
    s: asSmallInteger(self[row]),
    k: kind[row],
    m: mapping[row] === NONE ? undefined : names[mapping[row]],
    c: undefined,
  };
}

/** The same number; below 2^31 in a form that engines keep inside of the object instead of in one of its own. */
function asSmallInteger(value: number): number {
  const whole = value | 0;
  return whole === value ? whole : value;
}
