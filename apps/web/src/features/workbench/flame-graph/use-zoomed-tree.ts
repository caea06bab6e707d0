'use client';

import { useEffect, useRef, useState } from 'react';
import type { WireFlameNode } from '../../../worker/protocol.ts';
import { type FlamePath, longestPrefix } from './flame-path.ts';
import { refineZoom } from './refine-zoom.ts';

export interface ZoomedTree {
  readonly root: WireFlameNode;
  /** As much of the wanted zoom as this tree has. */
  readonly zoom: FlamePath;
}

/** The library's own animation after a click has to end before its frames may be exchanged for finer ones. */
const ANIMATION_MS = 220;

/**
 * The newest tree with the finer frames of the zoom grafted in. Without a zoom there is nothing to wait for; with one,
 * the old picture stays until the new one is complete, so that a drag does not flicker between zoomed and whole.
 */
export function useZoomedTree(
  root: WireFlameNode | undefined,
  zoom: FlamePath,
  fetchSubtree: (path: FlamePath) => Promise<WireFlameNode | undefined>,
): ZoomedTree | undefined {
  const [tree, setTree] = useState<ZoomedTree & { readonly from: WireFlameNode }>();
  const zoomKey = JSON.stringify(zoom);
  const latest = useRef(tree);
  latest.current = tree;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for the zoom
  useEffect(() => {
    if (root === undefined) return;
    let isCurrent = true;
    const before = latest.current;
    const isSameData = before?.from === root;
    // A tree that was refined for an earlier zoom is still right, and knows more.
    const base = isSameData ? before.root : root;
    const show = (refined: WireFlameNode) => {
      if (isCurrent) setTree({ from: root, root: refined, zoom: longestPrefix(refined, zoom) });
    };
    const prefix = longestPrefix(base, zoom);
    if (zoom.length === 0 || (isSameData && prefix.length === zoom.length)) show(base);
    if (zoom.length > 0) {
      refineZoom(base, zoom, fetchSubtree).then(
        (refined) => {
          if (refined === base) show(base);
          else if (isSameData) setTimeout(() => show(refined), ANIMATION_MS);
          else show(refined);
        },
        // Without the finer frames the coarse ones are still right.
        () => show(base),
      );
    }
    return () => {
      isCurrent = false;
    };
  }, [root, zoomKey, fetchSubtree]);
  return tree;
}
