import { rgbOfHex } from './colour-space.ts';
import type { PaletteName, ThemeName } from './heat-map-options.ts';
import { LEAST_VISIBLE_STEP, PALETTE_STEPS, paletteWords, wordOfRgb } from './palette.ts';
import { THEME_COLOURS } from './theme-colours.ts';

/** 255 = no data, 0…254 = share of the maximum, square-root scaled; base64, column-major, row 0 the earliest. */
export interface ThumbnailBins {
  readonly columns: number;
  readonly rows: number;
  readonly bins: string;
}

const NO_DATA = 255;
const TOP = 254;

/** Sets the canvas's pixel size to columns × rows; style its CSS size with `image-rendering: pixelated`. */
export function drawThumbnail(
  canvas: HTMLCanvasElement,
  thumbnail: ThumbnailBins,
  theme: ThemeName,
  palette: PaletteName = 'inferno',
): void {
  const context = canvas.getContext('2d');
  if (context === null || thumbnail.columns < 1 || thumbnail.rows < 1) return;
  canvas.width = thumbnail.columns;
  canvas.height = thumbnail.rows;
  const image = context.createImageData(thumbnail.columns, thumbnail.rows);
  new Uint32Array(image.data.buffer).set(thumbnailPixels(thumbnail, theme, palette));
  context.putImageData(image, 0, 0);
}

/** Top row of the picture = latest row of the map. Missing bins (a text too short) are no data. */
export function thumbnailPixels(thumbnail: ThumbnailBins, theme: ThemeName, palette: PaletteName): Uint32Array {
  const { columns, rows } = thumbnail;
  const text = atob(thumbnail.bins);
  const words = paletteWords(palette, theme);
  const noData = wordOfRgb(rgbOfHex(THEME_COLOURS[theme].noDataGround));
  const pixels = new Uint32Array(columns * rows).fill(noData);
  for (let column = 0; column < columns; column++) {
    for (let row = 0; row < rows; row++) {
      const at = column * rows + row;
      const bin = at < text.length ? text.charCodeAt(at) : NO_DATA;
      if (bin === NO_DATA) continue;
      const step = bin === 0 ? 0 : Math.max(LEAST_VISIBLE_STEP, Math.round((bin / TOP) * (PALETTE_STEPS - 1)));
      pixels[(rows - 1 - row) * columns + column] = words[step] ?? noData;
    }
  }
  return pixels;
}
