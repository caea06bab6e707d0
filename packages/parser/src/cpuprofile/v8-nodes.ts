/**
 * The call tree of a V8 profile: node id → stack. Nodes name their children (`.cpuprofile`), or their parent (chunks of a trace),
 * or stand inside of one another (before Chrome 58); a tree of any depth is walked without recursion.
 */
import { NONE } from '@subsecond/profile';
import { fieldOf, listOf, numberOf } from '../json/read-json.ts';
import { addFrame, addStack, type ProfileBuilder } from '../tables/profile-builder.ts';
import { readV8Function } from './v8-frames.ts';

export interface V8Nodes {
  readonly parentOf: Map<number, number>;
  readonly nodeOf: Map<number, unknown>;
  /** Filled as stacks are asked for: NONE for a root, which is where a thread's name stands. */
  readonly stackOf: Map<number, number>;
}

export function createV8Nodes(): V8Nodes {
  return { parentOf: new Map(), nodeOf: new Map(), stackOf: new Map() };
}

/** Returns how many entries were no nodes. */
export function addV8Nodes(nodes: V8Nodes, list: readonly unknown[]): number {
  let damaged = 0;
  for (const node of list) {
    const id = numberOf(node, 'id');
    if (id === undefined) {
      damaged++;
      continue;
    }
    nodes.nodeOf.set(id, node);
    const parent = numberOf(node, 'parent');
    if (parent !== undefined) nodes.parentOf.set(id, parent);
    for (const child of listOf(node, 'children') ?? []) if (typeof child === 'number') nodes.parentOf.set(child, id);
  }
  return damaged;
}

/** The old shape: `head` with its children inside of it. */
export function addNestedNodes(nodes: V8Nodes, head: unknown): number {
  let damaged = 0;
  const open: { node: unknown; parent: number | undefined }[] = [{ node: head, parent: undefined }];
  for (let entry = open.pop(); entry !== undefined; entry = open.pop()) {
    const id = numberOf(entry.node, 'id');
    if (id === undefined) {
      damaged++;
      continue;
    }
    nodes.nodeOf.set(id, entry.node);
    if (entry.parent !== undefined) nodes.parentOf.set(id, entry.parent);
    for (const child of listOf(entry.node, 'children') ?? []) open.push({ node: child, parent: id });
  }
  return damaged;
}

/** Undefined for an id that no node has, and where a node is among its own callers. */
export function stackOfNode(builder: ProfileBuilder, nodes: V8Nodes, id: number): number | undefined {
  const known = nodes.stackOf.get(id);
  if (known !== undefined) return known;
  const path: number[] = [];
  const onPath = new Set<number>();
  let stack: number = NONE;
  for (let at: number | undefined = id; at !== undefined; at = nodes.parentOf.get(at)) {
    const found = nodes.stackOf.get(at);
    if (found !== undefined) {
      stack = found;
      break;
    }
    if (!nodes.nodeOf.has(at) || onPath.has(at)) return undefined;
    onPath.add(at);
    path.push(at);
  }
  for (let i = path.length - 1; i >= 0; i--) {
    const { symbol, mapping, kind } = readV8Function(nodes.nodeOf.get(path[i]));
    const isRoot = symbol === '(root)' && !nodes.parentOf.has(path[i]);
    if (!isRoot) stack = addStack(builder, stack, addFrame(builder, symbol, mapping, kind));
    nodes.stackOf.set(path[i], stack);
  }
  return stack;
}

/** Old V8 without a list of samples leaves only how often each node was hit. */
export function hitCounts(nodes: V8Nodes): Map<number, number> {
  const hits = new Map<number, number>();
  for (const [id, node] of nodes.nodeOf) {
    const count = fieldOf(node, 'hitCount');
    if (typeof count === 'number' && Number.isInteger(count) && count > 0) hits.set(id, count);
  }
  return hits;
}
