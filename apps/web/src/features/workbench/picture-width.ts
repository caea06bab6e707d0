/** As wide as a window may get without asking for the flame graph again. */
const STEP = 640;

/** An upper bound of the flame graph's width, in CSS pixels: what is narrower than half a pixel of it need not be computed. */
export function pictureWidth(): number {
  return Math.ceil(window.innerWidth / STEP) * STEP;
}
