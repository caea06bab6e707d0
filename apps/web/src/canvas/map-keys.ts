import type { GestureContext, GestureEvent } from './selection-gesture.ts';

interface KeyPress {
  readonly key: string;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
}

const PAGE_COLUMNS = 10;

/** What a key means on the map; undefined = not ours, the browser shall have it. */
export function gestureOfKey(press: KeyPress, context: GestureContext, flip: boolean): GestureEvent | undefined {
  if (press.metaKey) return undefined;
  // Alt with left or right is the browser's history, unless Shift says that a selection is meant.
  if (press.altKey && !press.shiftKey && press.key !== 'Enter' && press.key !== ' ') return undefined;
  const move = (columns: number, rows: number): GestureEvent => ({
    kind: 'move',
    columns,
    rows,
    extend: press.shiftKey,
    alternate: press.altKey,
  });
  const later = flip ? -1 : 1;
  switch (press.key) {
    case 'ArrowLeft':
      return move(press.ctrlKey ? -PAGE_COLUMNS : -1, 0);
    case 'ArrowRight':
      return move(press.ctrlKey ? PAGE_COLUMNS : 1, 0);
    case 'ArrowUp':
      return move(0, (press.ctrlKey ? PAGE_COLUMNS : 1) * later);
    case 'ArrowDown':
      return move(0, (press.ctrlKey ? -PAGE_COLUMNS : -1) * later);
    case 'Home':
      return move(-context.columns, press.ctrlKey ? -context.rows : 0);
    case 'End':
      return move(context.columns, press.ctrlKey ? context.rows : 0);
    case 'PageUp':
      return move(-PAGE_COLUMNS, 0);
    case 'PageDown':
      return move(PAGE_COLUMNS, 0);
    case 'Enter':
    case ' ':
      return press.ctrlKey ? undefined : { kind: 'mark', alternate: press.altKey };
    case 'Escape':
      return { kind: 'escape' };
    default:
      return undefined;
  }
}
