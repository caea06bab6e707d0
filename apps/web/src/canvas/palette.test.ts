import { describe, expect, it } from 'vitest';
import {
  channelOfLinear,
  linearOfChannel,
  type Oklab,
  oklabOfRgb,
  type Rgb,
  rgbOfHex,
  rgbOfOklab,
} from './colour-space.ts';
import type { PaletteName, ThemeName } from './heat-map-options.ts';
import {
  LEAST_VISIBLE_STEP,
  PALETTE_STEPS,
  PLOT_BACKGROUND,
  paletteLookup,
  paletteWords,
  wordOfRgb,
} from './palette.ts';
import { THEME_COLOURS } from './theme-colours.ts';

const palettes = (['inferno', 'cividis', 'ylorrd'] as const satisfies readonly PaletteName[]).flatMap((name) =>
  (['light', 'dark'] as const satisfies readonly ThemeName[]).map((theme) => ({
    name,
    theme,
    colours: coloursOf(name, theme),
  })),
);

/** Machado, Oliveira, Fernandes 2009, severity 1.0, on linear light. */
const EYES: Record<string, readonly (readonly [number, number, number])[]> = {
  normal: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protan: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deutan: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritan: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

describe.each(palettes)('$name on $theme', ({ theme, colours }) => {
  it('moves in lightness in one direction only', () => {
    const direction = theme === 'dark' ? 1 : -1;
    const lightness = colours.map((rgb) => oklabOfRgb(rgb)[0]);
    for (let step = 1; step < lightness.length; step++) {
      // Rounding to 8 bits may take back a hair.
      expect(direction * ((lightness[step] ?? 0) - (lightness[step - 1] ?? 0)), `step ${step}`).toBeGreaterThan(-0.004);
    }
    expect(Math.abs((lightness.at(-1) ?? 0) - (lightness[0] ?? 0))).toBeGreaterThan(0.6);
  });

  it.each(Object.keys(EYES))('keeps sixteen equal steps apart for %s eyes', (eye) => {
    const seen = Array.from({ length: 16 }, (_, i) =>
      oklabOfRgb(
        seenBy(
          eye,
          colours[Math.round(LEAST_VISIBLE_STEP + ((PALETTE_STEPS - 1 - LEAST_VISIBLE_STEP) * i) / 15)] ?? [0, 0, 0],
        ),
      ),
    );
    for (let i = 1; i < seen.length; i++)
      expect(distance(seen[i], seen[i - 1]), `between ${i - 1} and ${i}`).toBeGreaterThan(0.015);
    for (let i = 2; i < seen.length; i++)
      expect(distance(seen[i], seen[i - 2]), `between ${i - 2} and ${i}`).toBeGreaterThan(0.03);
  });

  it("begins as the plot's background, which is nearly the panel", () => {
    expect(colours[0]).toEqual(rgbOfHex(PLOT_BACKGROUND[theme]));
    expect(contrast(colours[0] ?? [0, 0, 0], rgbOfHex(THEME_COLOURS[theme].panel))).toBeLessThan(1.25);
  });

  it('shows the smallest bin against the background, and the greatest strongly', () => {
    const background = rgbOfHex(PLOT_BACKGROUND[theme]);
    expect(distance(oklabOfRgb(colours[LEAST_VISIBLE_STEP] ?? background), oklabOfRgb(background))).toBeGreaterThan(
      0.08,
    );
    expect(contrast(colours[PALETTE_STEPS - 1] ?? background, background)).toBeGreaterThan(9);
  });

  it.each(Object.keys(EYES))("has nowhere the selection's colour, for %s eyes", (eye) => {
    if (eye === 'tritan') return; // To tritan eyes cyan is a light grey; the white or black edge of the outline carries it there.
    const selection = oklabOfRgb(seenBy(eye, rgbOfHex(THEME_COLOURS[theme].selection)));
    const nearest = Math.min(...colours.map((rgb) => distance(oklabOfRgb(seenBy(eye, rgb)), selection)));
    expect(nearest).toBeGreaterThan(0.08);
  });
});

describe('colour spaces', () => {
  it('return every grey and primary from OKLab', () => {
    for (const rgb of [
      [0, 0, 0],
      [255, 255, 255],
      [128, 128, 128],
      [255, 0, 0],
      [0, 255, 0],
      [0, 0, 255],
      [0, 165, 199],
    ] as const)
      expect(rgbOfOklab(oklabOfRgb(rgb))).toEqual(rgb);
  });

  it('lay words out as ImageData reads them', () => {
    const words = Uint32Array.of(wordOfRgb([1, 2, 3]));
    expect([...new Uint8Array(words.buffer)]).toEqual([1, 2, 3, 255]);
    expect(new Uint8ClampedArray(paletteWords('inferno', 'dark').buffer)).toEqual(paletteLookup('inferno', 'dark'));
  });
});

function coloursOf(name: PaletteName, theme: ThemeName): Rgb[] {
  const lookup = paletteLookup(name, theme);
  return Array.from(
    { length: PALETTE_STEPS },
    (_, step): Rgb => [lookup[step * 4] ?? 0, lookup[step * 4 + 1] ?? 0, lookup[step * 4 + 2] ?? 0],
  );
}

function seenBy(eye: string, rgb: Rgb): Rgb {
  const light = rgb.map(linearOfChannel);
  const channel = (row: number): number => {
    const weights = EYES[eye]?.[row] ?? [0, 0, 0];
    return channelOfLinear(weights[0] * (light[0] ?? 0) + weights[1] * (light[1] ?? 0) + weights[2] * (light[2] ?? 0));
  };
  return [channel(0), channel(1), channel(2)];
}

function distance(a: Oklab | undefined, b: Oklab | undefined): number {
  if (a === undefined || b === undefined) return 0;
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

/** WCAG 2. */
function contrast(a: Rgb, b: Rgb): number {
  const luminance = (rgb: Rgb): number =>
    0.2126 * linearOfChannel(rgb[0]) + 0.7152 * linearOfChannel(rgb[1]) + 0.0722 * linearOfChannel(rgb[2]);
  const [low = 0, high = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}
