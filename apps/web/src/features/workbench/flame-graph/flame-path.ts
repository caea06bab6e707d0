import type { WireFlameNode } from '../../../worker/protocol.ts';

/**
 * A frame of the flame graph is named by the steps that lead to it from below the root: comm, root frame, … A step is
 * the frame's name; where siblings share a name (`[unknown]` in two libraries), name, tab, mapping.
 */
export type FlamePath = readonly string[];

const SEPARATOR = '\t';

export function stepOf(node: WireFlameNode, siblings: readonly WireFlameNode[] | undefined): string {
  const isAmbiguous = siblings?.some((other) => other !== node && other.n === node.n) ?? false;
  return isAmbiguous ? `${node.n}${SEPARATOR}${node.m ?? ''}` : node.n;
}

export function childOfStep(parent: WireFlameNode, step: string): WireFlameNode | undefined {
  return parent.c?.find((child) => child.n === step) ?? parent.c?.find((child) => exactStep(child) === step);
}

export function stepName(step: string): string {
  const tab = step.lastIndexOf(SEPARATOR);
  return tab < 0 ? step : step.slice(0, tab);
}

/** The same way with every step's mapping, so that the worker goes exactly where the picture goes. */
export function exactPath(root: WireFlameNode, path: FlamePath): FlamePath {
  let node: WireFlameNode | undefined = root;
  return path.map((step) => {
    node = node === undefined ? undefined : childOfStep(node, step);
    return node === undefined ? step : exactStep(node);
  });
}

export function exactStep(node: WireFlameNode): string {
  return `${node.n}${SEPARATOR}${node.m ?? ''}`;
}

export function nodeOfPath(root: WireFlameNode, path: FlamePath): WireFlameNode | undefined {
  let node: WireFlameNode | undefined = root;
  for (const step of path) {
    node = childOfStep(node, step);
    if (node === undefined) return undefined;
  }
  return node;
}

/** As much of the path as this tree has. */
export function longestPrefix(root: WireFlameNode, path: FlamePath): FlamePath {
  let node: WireFlameNode | undefined = root;
  for (const [index, step] of path.entries()) {
    node = childOfStep(node, step);
    if (node === undefined) return path.slice(0, index);
  }
  return path;
}

export function samePath(a: FlamePath, b: FlamePath): boolean {
  return a.length === b.length && a.every((step, index) => step === b[index]);
}
