import type { WireFlameNode } from '../../../worker/protocol.ts';
import { childOfStep, exactPath, type FlamePath, longestPrefix, nodeOfPath } from './flame-path.ts';
import { hasPrunedBelow } from './flame-picture.ts';

/**
 * A flame graph comes without the frames that are too small to be seen at its full width. Where a zoom leads to one of
 * them, or makes room for some below the zoomed frame, their subtree is fetched and grafted in. A path may lead through
 * several prunings (a zoom inside a zoom, reopened from a link): then it takes several steps.
 *
 * Resolves to the same object where nothing was missing.
 */
export async function refineZoom(
  root: WireFlameNode,
  zoom: FlamePath,
  fetchSubtree: (path: FlamePath) => Promise<WireFlameNode | undefined>,
): Promise<WireFlameNode> {
  let refined = root;
  for (let known = longestPrefix(refined, zoom); known.length > 0; ) {
    const node = nodeOfPath(refined, known);
    if (node === undefined || !hasPrunedBelow(node)) return refined;
    const subtree = await fetchSubtree(exactPath(refined, known));
    if (subtree === undefined) return refined;
    refined = graft(refined, known, subtree);
    const further = longestPrefix(refined, zoom);
    if (further.length === known.length) return refined;
    known = further;
  }
  return refined;
}

/** A new tree in which what stood at the path has the subtree's children. Nothing that was given is written to. */
export function graft(root: WireFlameNode, path: FlamePath, subtree: WireFlameNode): WireFlameNode {
  const [step, ...rest] = path;
  if (step === undefined) return { ...root, c: subtree.c };
  const child = childOfStep(root, step);
  if (child === undefined) return root;
  return { ...root, c: root.c?.map((other) => (other === child ? graft(child, rest, subtree) : other)) };
}
