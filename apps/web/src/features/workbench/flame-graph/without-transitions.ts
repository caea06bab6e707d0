import { select, selection } from 'd3-selection';

/**
 * d3-flame-graph sets widths, places and labels through transitions even where their duration is zero: thousands of
 * timers, and a second pass of style, layout and paint in the next frame. While a selection is dragged that is half of
 * the cost. Inside of `draw` a transition is therefore the selection itself: what it would set later is set at once.
 *
 * `transition` is put on d3's shared prototype by d3-transition; it is replaced for this synchronous call alone.
 */
export function withoutTransitions(draw: () => void): void {
  const prototype: { transition?: unknown } = selection.prototype;
  const { transition } = prototype;
  prototype.transition = immediately;
  try {
    draw();
  } finally {
    prototype.transition = transition;
  }
}

/** Has `attr`, `text` and the rest from the selection that it stands for. */
function immediately(this: object): object {
  const stand: object = Object.create(this);
  const itself = () => stand;
  return Object.assign(stand, { duration: itself, ease: itself, delay: itself });
}

/** Stops the transition that an earlier zoom may have left on an element, and drops what it has not set yet. */
export function interrupt(element: Element): void {
  const stopped: object = select(element);
  if ('interrupt' in stopped && typeof stopped.interrupt === 'function') stopped.interrupt();
}
