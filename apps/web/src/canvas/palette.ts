import { type Oklab, oklabOfRgb, type Rgb, rgbOfHex, rgbOfOklab } from './colour-space.ts';
import type { PaletteName, ThemeName } from './heat-map-options.ts';

/**
 * The colours of the cells: 256 steps from "nothing" (the plot's own background) to "most" (furthest from it), in both
 * themes; lightness moves in one direction only, so that a grey print and most eyes keep the order.
 * Chosen by measurement: docs of the palettes' authors and OKLab path lengths under simulated colour blindness (palette.test.ts).
 */

/** Evenly spaced samples of the published maps, dark to light. */
const PUBLISHED: Record<PaletteName, readonly string[]> = {
  // matplotlib's inferno (Smith, van der Walt; CC0), 0…1 in tenths.
  inferno: [
    '#000004',
    '#160b39',
    '#420a68',
    '#6a176e',
    '#932667',
    '#bc3754',
    '#dd513a',
    '#f37819',
    '#fca50a',
    '#f6d746',
    '#fcffa4',
  ],
  // Nuñez, Anderton, Renslow: "Optimizing colormaps with consideration for color vision deficiency", PLOS ONE 2018.
  cividis: [
    '#00204d',
    '#00306f',
    '#2a406c',
    '#48526b',
    '#5e626e',
    '#727374',
    '#878479',
    '#9e9677',
    '#b6a971',
    '#d0be67',
    '#ead357',
    '#ffea46',
  ],
  // ColorBrewer's YlOrRd of nine classes, turned round (Brewer; Apache-2.0): the colours FlameScope made familiar.
  ylorrd: ['#800026', '#bd0026', '#e31a1c', '#fc4e2a', '#fd8d3c', '#feb24c', '#fed976', '#ffeda0', '#ffffcc'],
};

/** Part of the published map in use, dark to light. The ends that drown in the background or dazzle are left out. */
const USED: Record<PaletteName, Record<ThemeName, readonly [from: number, to: number]>> = {
  inferno: { dark: [0.06, 0.95], light: [0.05, 0.99] },
  cividis: { dark: [0.02, 1], light: [0, 1] },
  ylorrd: { dark: [0, 1], light: [0, 1] },
};

/** What an empty cell is painted with: step 0 of every ramp. */
export const PLOT_BACKGROUND: Record<ThemeName, string> = { light: '#fffefa', dark: '#0e0e11' };

export const PALETTE_STEPS = 256;

/** Half a bin of evidence must not look like none: a value above zero is at least this step. */
export const LEAST_VISIBLE_STEP = 28;

/** Share of the ramp over which it comes out of the background. */
const FADE_IN = 0.05;

/** 256 × RGBA, ready for ImageData. */
export function paletteLookup(name: PaletteName, theme: ThemeName): Uint8ClampedArray {
  const stops = PUBLISHED[name].map((hex) => oklabOfRgb(rgbOfHex(hex)));
  const background = oklabOfRgb(rgbOfHex(PLOT_BACKGROUND[theme]));
  const [from, to] = USED[name][theme];
  const colours = new Uint8ClampedArray(PALETTE_STEPS * 4);
  for (let step = 0; step < PALETTE_STEPS; step++) {
    const share = step / (PALETTE_STEPS - 1);
    const along = Math.max(0, (share - FADE_IN) / (1 - FADE_IN));
    const place = theme === 'dark' ? from + (to - from) * along : to - (to - from) * along;
    const pure = between(stops, place);
    const colour = share < FADE_IN ? mix(background, pure, share / FADE_IN) : pure;
    colours.set([...rgbOfOklab(colour), 255], step * 4);
  }
  return colours;
}

/** The same, a 32-bit word a colour as a little-endian machine lays out RGBA; `Uint32Array` views of ImageData take it. */
export function paletteWords(name: PaletteName, theme: ThemeName): Uint32Array {
  const colours = paletteLookup(name, theme);
  return Uint32Array.from({ length: PALETTE_STEPS }, (_, step) =>
    wordOfRgb([colours[step * 4] ?? 0, colours[step * 4 + 1] ?? 0, colours[step * 4 + 2] ?? 0]),
  );
}

export function wordOfRgb(rgb: Rgb): number {
  return ((255 << 24) | (rgb[2] << 16) | (rgb[1] << 8) | rgb[0]) >>> 0;
}

function between(stops: readonly Oklab[], place: number): Oklab {
  const at = Math.max(0, Math.min(1, place)) * (stops.length - 1);
  const low = Math.min(stops.length - 2, Math.floor(at));
  const from = stops[low];
  const to = stops[low + 1];
  if (from === undefined || to === undefined) throw new Error(`a palette needs two stops, this has ${stops.length}`);
  return mix(from, to, at - low);
}

function mix(from: Oklab, to: Oklab, share: number): Oklab {
  return [
    from[0] + (to[0] - from[0]) * share,
    from[1] + (to[1] - from[1]) * share,
    from[2] + (to[2] - from[2]) * share,
  ];
}
