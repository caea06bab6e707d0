import type { FlameGraphNode } from '@subsecond/profile';

/**
 * A flame graph on its way between the threads. A copy of nested objects costs both threads some 4 µs a node (measured:
 * 40 ms and more for a second of 32 CPUs); columns are handed over for nothing, and the page builds its own objects.
 *
 *   nodes in preorder, root first      name, mapping → names      childCount tells where a node's children end
 */
export interface PackedFlameGraph {
  readonly names: readonly string[];
  readonly name: Int32Array<ArrayBuffer>;
  /** NO_MAPPING where there is none. */
  readonly mapping: Int32Array<ArrayBuffer>;
  readonly kind: Uint8Array<ArrayBuffer>;
  readonly total: Float64Array<ArrayBuffer>;
  readonly self: Float64Array<ArrayBuffer>;
  readonly childCount: Int32Array<ArrayBuffer>;
}

const NO_MAPPING = -1;

/** No recursion in either direction: stacks of 65,536 frames are legal. */
export function packFlameGraph(root: FlameGraphNode): PackedFlameGraph {
  const nodes: FlameGraphNode[] = [];
  const ahead: FlameGraphNode[] = [root];
  for (let node = ahead.pop(); node !== undefined; node = ahead.pop()) {
    nodes.push(node);
    const children = node.c;
    if (children === undefined) continue;
    for (let i = children.length - 1; i >= 0; i--) {
      const child = children[i];
      if (child !== undefined) ahead.push(child);
    }
  }
  const indexOfName = new Map<string, number>();
  const indexOf = (name: string): number => {
    const known = indexOfName.get(name);
    if (known !== undefined) return known;
    indexOfName.set(name, indexOfName.size);
    return indexOfName.size - 1;
  };
  const packed = {
    name: new Int32Array(nodes.length),
    mapping: new Int32Array(nodes.length),
    kind: new Uint8Array(nodes.length),
    total: new Float64Array(nodes.length),
    self: new Float64Array(nodes.length),
    childCount: new Int32Array(nodes.length),
  };
  // A callee mostly stands in its caller's mapping: remembering the last one saves half of the look-ups.
  let mapping: string | undefined;
  let mappingIndex = NO_MAPPING;
  for (let i = 0; i < nodes.length; i++) {
    const node = nodes[i];
    if (node === undefined) continue;
    packed.name[i] = indexOf(node.n);
    if (node.m !== mapping) {
      mapping = node.m;
      mappingIndex = mapping === undefined ? NO_MAPPING : indexOf(mapping);
    }
    packed.mapping[i] = mappingIndex;
    packed.kind[i] = node.k;
    packed.total[i] = node.v;
    packed.self[i] = node.s;
    packed.childCount[i] = node.c?.length ?? 0;
  }
  return { ...packed, names: [...indexOfName.keys()] };
}

export function unpackFlameGraph(packed: PackedFlameGraph): FlameGraphNode {
  const root = nodeAt(packed, 0);
  /** Callers whose children are still to come, and how many. */
  const open: { node: FlameGraphNode; missing: number }[] = [{ node: root, missing: packed.childCount[0] ?? 0 }];
  for (let i = 1; i < packed.name.length; i++) {
    let caller = open.at(-1);
    while (caller?.missing === 0) {
      open.pop();
      caller = open.at(-1);
    }
    if (caller === undefined) throw new Error(`node ${i} of a packed flame graph has no caller`);
    const node = nodeAt(packed, i);
    caller.missing--;
    if (caller.node.c === undefined) caller.node.c = [node];
    else caller.node.c.push(node);
    const missing = packed.childCount[i] ?? 0;
    if (missing > 0) open.push({ node, missing });
  }
  return root;
}

export function buffersOfFlameGraph(packed: PackedFlameGraph): ArrayBuffer[] {
  return [packed.name, packed.mapping, packed.kind, packed.total, packed.self, packed.childCount].map(
    ({ buffer }) => buffer,
  );
}

function nodeAt(packed: PackedFlameGraph, i: number): FlameGraphNode {
  const node: FlameGraphNode = {
    n: packed.names[packed.name[i] ?? 0] ?? '',
    v: packed.total[i] ?? 0,
    s: packed.self[i] ?? 0,
    k: packed.kind[i] ?? 0,
  };
  const mapping = packed.mapping[i] ?? NO_MAPPING;
  if (mapping !== NO_MAPPING) node.m = packed.names[mapping];
  return node;
}
