import type { WireFlameNode } from '../../../worker/protocol.ts';
import { childOfStep, type FlamePath } from './flame-path.ts';

/**
 * The tree that d3-flame-graph is given. It is a copy, because the library writes into it; and it already carries the
 * marks that the library sets when it zooms (`fade` on the callers of the zoomed frame, `hide` on what stands beside
 * them), so that a zoom from a link, a zoom by a click, and a zoom that outlives a change of the selection are one thing.
 */
export interface PictureNode extends WireFlameNode {
  c?: PictureNode[] | undefined;
  fade?: boolean;
  hide?: boolean;
  /** Of the worker's node that this was copied from. */
  readonly source: WireFlameNode;
}

export function copyPicture(root: WireFlameNode, zoom: FlamePath): PictureNode {
  const picture = copyTree(root);
  let node = picture;
  for (const step of zoom) {
    const target = childOfStep(node.source, step);
    const zoomed = node.c?.find((child) => child.source === target);
    if (zoomed === undefined) break;
    node.fade = true;
    for (const sibling of node.c ?? []) sibling.hide = sibling !== zoomed;
    node = zoomed;
  }
  return picture;
}

/** Without recursion: a stack may be tens of thousands of frames deep. */
function copyTree(root: WireFlameNode): PictureNode {
  const copy: PictureNode = { ...root, c: undefined, source: root };
  const rest = [copy];
  for (let node = rest.pop(); node !== undefined; node = rest.pop()) {
    node.c = node.source.c?.map((child) => ({ ...child, c: undefined, source: child }));
    if (node.c !== undefined) for (const child of node.c) rest.push(child);
  }
  return copy;
}

/** Whether something below was too small to be sent: a node's total is more than its self and what its children show. */
export function hasPrunedBelow(root: WireFlameNode): boolean {
  const rest = [root];
  for (let node = rest.pop(); node !== undefined; node = rest.pop()) {
    let shown = node.s;
    if (node.c !== undefined) {
      for (const child of node.c) {
        shown += child.v;
        rest.push(child);
      }
    }
    // Weights are sums of whole numbers up to 2^53; half a sample of slack covers none of them being lost.
    if (node.v - shown >= 0.5) return true;
  }
  return false;
}
