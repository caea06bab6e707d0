/** As wide as a window may get without asking for the flame graph again. */
const STEP = 640;

/** Narrower frames are not drawn while a selection is being dragged, in CSS pixels: less is drawn, more often. */
export const LIVE_MIN_FRAME_PIXELS = 3;

/**
 * An upper bound of the flame graph's width, in CSS pixels: what is narrower than half a pixel of it need not be computed. While a
 * selection is being dragged it is as if the picture were smaller, so that only what is drawn then is computed.
 */
export function pictureWidth(isLive: boolean): number {
  const width = Math.ceil(window.innerWidth / STEP) * STEP;
  return isLive ? width / (2 * LIVE_MIN_FRAME_PIXELS) : width;
}
