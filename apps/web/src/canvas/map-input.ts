import type { GridCell } from './layout.ts';
import { gestureOfKey } from './map-keys.ts';
import type { GestureContext, GestureEvent } from './selection-gesture.ts';

/** From DOM events to gesture events; decides nothing about what they mean. Returns its release. */
export interface MapInputTarget {
  /** undefined while there is nothing to point at. */
  readonly context: () => GestureContext | undefined;
  readonly flip: () => boolean;
  /** Of a point in the viewport, CSS pixels; `clamp` gives the nearest cell for points outside. */
  readonly cellAt: (clientX: number, clientY: number, clamp: boolean) => GridCell | undefined;
  readonly dispatch: (event: GestureEvent) => void;
  readonly onFocus: (hasFocus: boolean) => void;
}

/** CSS pixels that a hand may tremble before a click is a drag; a finger is less sure. */
const DRAG_THRESHOLD = { mouse: 4, touch: 8 };

export function listenToInput(surface: HTMLElement, target: MapInputTarget): () => void {
  const listening = new AbortController();
  const { signal } = listening;
  let pressed: { pointerId: number; x: number; y: number; threshold: number; beyond: boolean } | undefined;
  const isAlternate = (event: { shiftKey: boolean; altKey: boolean }): boolean => event.shiftKey || event.altKey;

  surface.addEventListener(
    'pointerdown',
    (event) => {
      if (event.button !== 0 || pressed !== undefined) return;
      const cell = target.cellAt(event.clientX, event.clientY, false);
      if (cell === undefined) return;
      const threshold = event.pointerType === 'mouse' ? DRAG_THRESHOLD.mouse : DRAG_THRESHOLD.touch;
      pressed = { pointerId: event.pointerId, x: event.clientX, y: event.clientY, threshold, beyond: false };
      surface.setPointerCapture(event.pointerId);
      target.dispatch({ kind: 'press', cell });
    },
    { signal },
  );
  surface.addEventListener(
    'pointermove',
    (event) => {
      const isOurs = pressed !== undefined && pressed.pointerId === event.pointerId;
      if (pressed !== undefined && !isOurs) return;
      const cell = target.cellAt(event.clientX, event.clientY, isOurs);
      if (pressed === undefined || cell === undefined) {
        target.dispatch({ kind: 'hover', cell });
        return;
      }
      pressed.beyond ||= Math.hypot(event.clientX - pressed.x, event.clientY - pressed.y) > pressed.threshold;
      target.dispatch({ kind: 'drag', cell, beyondThreshold: pressed.beyond, alternate: isAlternate(event) });
    },
    { signal },
  );
  surface.addEventListener(
    'pointerup',
    (event) => {
      if (pressed?.pointerId !== event.pointerId) return;
      pressed = undefined;
      const cell = target.cellAt(event.clientX, event.clientY, true);
      if (cell !== undefined) target.dispatch({ kind: 'lift', cell, alternate: isAlternate(event) });
      if (event.pointerType === 'touch') target.dispatch({ kind: 'hover', cell: undefined });
    },
    { signal },
  );
  surface.addEventListener(
    'pointercancel',
    (event) => {
      if (pressed?.pointerId !== event.pointerId) return;
      pressed = undefined;
      target.dispatch({ kind: 'cancel' });
    },
    { signal },
  );
  surface.addEventListener(
    'pointerleave',
    () => pressed === undefined && target.dispatch({ kind: 'hover', cell: undefined }),
    { signal },
  );

  surface.addEventListener(
    'keydown',
    (event) => {
      if (event.key === 'Shift' || event.key === 'Alt') {
        if (pressed !== undefined) target.dispatch({ kind: 'alternate', alternate: true });
        return;
      }
      const context = target.context();
      if (context === undefined) return;
      const gesture = gestureOfKey(event, context, target.flip());
      if (gesture === undefined) return;
      event.preventDefault();
      target.dispatch(gesture);
    },
    { signal },
  );
  surface.addEventListener(
    'keyup',
    (event) => {
      if (event.key === 'Shift') target.dispatch({ kind: 'settle' });
      if ((event.key === 'Shift' || event.key === 'Alt') && pressed !== undefined)
        target.dispatch({ kind: 'alternate', alternate: isAlternate(event) });
    },
    { signal },
  );
  // A ring only for the keyboard: a click focuses too, and would leave a cursor where nobody steers one.
  surface.addEventListener('focus', () => target.onFocus(surface.matches(':focus-visible')), { signal });
  surface.addEventListener(
    'blur',
    () => {
      target.dispatch({ kind: 'settle' });
      target.onFocus(false);
    },
    { signal },
  );
  return () => listening.abort();
}
