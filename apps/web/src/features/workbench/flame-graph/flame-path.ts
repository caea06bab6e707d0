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
  const named = parent.c?.filter((child) => child.n === step) ?? [];
  if (named.length > 0) return named[0];
  const tab = step.lastIndexOf(SEPARATOR);
  if (tab < 0) return undefined;
  const name = step.slice(0, tab);
  const mapping = step.slice(tab + 1);
  const candidates = parent.c?.filter((child) => child.n === name) ?? [];
  return candidates.find((child) => (child.m ?? '') === mapping);
}

export function stepName(step: string): string {
  const tab = step.lastIndexOf(SEPARATOR);
  return tab < 0 ? step : step.slice(0, tab);
}

/** True where the names alone lead to the same frame: only then can it be asked for by name. */
export function isPlainPath(path: FlamePath): boolean {
  return path.every((step) => !step.includes(SEPARATOR));
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
