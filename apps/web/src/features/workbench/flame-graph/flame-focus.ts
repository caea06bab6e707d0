/**
 * Where the keyboard goes in a flame graph: to the caller, to the widest callee, to the neighbour on the same level
 * (whoever its parent is), to the zoomed frame. Only frames that are drawn can be reached.
 */

export type FocusMove = 'caller' | 'callee' | 'previous' | 'next' | 'home' | 'stay';

export interface FocusableFrame {
  readonly depth: number;
  readonly x0: number;
  readonly x1: number;
  readonly parent: FocusableFrame | null;
}

export function moveFocus<F extends FocusableFrame>(
  move: FocusMove,
  at: { readonly focus: F; readonly zoomed: F; readonly visible: readonly F[] },
): F {
  const { focus, visible } = at;
  // After new data the focused frame may have become too narrow to be drawn.
  if (!visible.includes(focus)) return at.zoomed;
  switch (move) {
    case 'stay':
      return focus;
    case 'home':
      return at.zoomed;
    case 'caller':
      return visible.find((frame) => frame === focus.parent) ?? focus;
    case 'callee':
      return widest(visible.filter((frame) => frame.parent === focus)) ?? focus;
    case 'previous':
    case 'next': {
      const level = visible.filter((frame) => frame.depth === focus.depth).sort((a, b) => a.x0 - b.x0);
      return level[level.indexOf(focus) + (move === 'next' ? 1 : -1)] ?? focus;
    }
  }
}

function widest<F extends FocusableFrame>(frames: readonly F[]): F | undefined {
  return frames.reduce<F | undefined>(
    (best, frame) => (best === undefined || frame.x1 - frame.x0 > best.x1 - best.x0 ? frame : best),
    undefined,
  );
}
