import { BinState } from '@subsecond/profile';
import type { CellGrid } from './cell-grid.ts';
import { type ColourScale, stepOfValue } from './colour-scale.ts';
import { rgbOfHex } from './colour-space.ts';
import type { HeatMapLayout } from './layout.ts';
import { wordOfRgb } from './palette.ts';
import type { ThemeColours } from './theme-colours.ts';

/**
 * The plot as device pixels. Every pixel is written once, by integer cell edges: no seams, no smoothing, no rectangles to
 * batch. A row of cells is composed as one line of pixels and copied down; only hatched rows are composed line by line.
 * Measured against fillRect runs in README.md.
 */
export function paintCells(
  layout: HeatMapLayout,
  grid: CellGrid,
  scale: ColourScale,
  palette: Uint32Array,
  theme: ThemeColours,
): Uint32Array {
  const { width, height } = layout.plot;
  const pixels = new Uint32Array(width * height);
  const words = wordsOfTheme(theme, palette);
  const gridColumns = new Set(layout.xTicks.map((tick) => tick.position - layout.plot.left));
  const gridRows = new Set(layout.yTicks.map((tick) => tick.position - layout.plot.top));
  for (let row = 0; row < grid.rows; row++) {
    const near = layout.rows.edges[row] ?? 0;
    const far = layout.rows.edges[row + 1] ?? near;
    const top = layout.flip ? near : height - far;
    const bottom = layout.flip ? far : height - near;
    const isPatterned = rowHasPattern(grid, row);
    let composed = -1;
    for (let y = top; y < bottom; y++) {
      const hasGridLine = gridRows.has(y);
      if (composed >= 0 && !isPatterned && !hasGridLine) {
        pixels.copyWithin(y * width, composed * width, (composed + 1) * width);
        continue;
      }
      paintLine(pixels.subarray(y * width, (y + 1) * width), {
        layout,
        grid,
        scale,
        words,
        row,
        y,
        hasGridLine,
        gridColumns,
      });
      if (!hasGridLine) composed = y;
    }
  }
  return pixels;
}

interface Words {
  readonly palette: Uint32Array;
  readonly background: number;
  readonly grid: number;
  readonly noTick: number;
  readonly noDataGround: number;
  readonly noDataDot: number;
}

interface Line {
  readonly layout: HeatMapLayout;
  readonly grid: CellGrid;
  readonly scale: ColourScale;
  readonly words: Words;
  readonly row: number;
  readonly y: number;
  readonly hasGridLine: boolean;
  readonly gridColumns: ReadonlySet<number>;
}

function paintLine(pixels: Uint32Array, line: Line): void {
  const { layout, grid, scale, words, row, y } = line;
  const { edges } = layout.columns;
  for (let column = 0; column < grid.columns; column++) {
    const left = edges[column] ?? 0;
    const right = edges[column + 1] ?? left;
    const cell = column * grid.rows + row;
    const state = grid.state[cell];
    if (state === BinState.data) {
      const step = stepOfValue(scale, grid.values[cell] ?? 0);
      if (step > 0) fill(pixels, words.palette[step] ?? words.background, left, right);
      else {
        // The grid shines through where there is nothing, and never cuts data.
        fill(pixels, line.hasGridLine ? words.grid : words.background, left, right);
        if (line.gridColumns.has(left)) pixels[left] = words.grid;
      }
    } else if (state === BinState.noTick) hatch(pixels, left, right, y, layout.pixelRatio, words);
    else dot(pixels, left, right, y, layout.pixelRatio, words);
  }
}

/** For a few pixels the call of `Uint32Array.fill` costs more than they do. */
function fill(pixels: Uint32Array, word: number, left: number, right: number): void {
  if (right - left > 8) pixels.fill(word, left, right);
  else for (let x = left; x < right; x++) pixels[x] = word;
}

/** Diagonal lines, a CSS pixel wide and four apart. */
function hatch(pixels: Uint32Array, left: number, right: number, y: number, pixelRatio: number, words: Words): void {
  const width = Math.max(1, Math.round(pixelRatio));
  const every = 4 * width;
  for (let x = left; x < right; x++) pixels[x] = (x + y) % every < width ? words.noTick : words.background;
}

/** Dots of a CSS pixel on a grid of six: nothing was recorded here, neither work nor idleness. */
function dot(pixels: Uint32Array, left: number, right: number, y: number, pixelRatio: number, words: Words): void {
  const size = Math.max(1, Math.round(pixelRatio));
  const every = 6 * size;
  const isDotRow = y % every < size;
  for (let x = left; x < right; x++) pixels[x] = isDotRow && x % every < size ? words.noDataDot : words.noDataGround;
}

function rowHasPattern(grid: CellGrid, row: number): boolean {
  for (let column = 0; column < grid.columns; column++)
    if (grid.state[column * grid.rows + row] !== BinState.data) return true;
  return false;
}

function wordsOfTheme(theme: ThemeColours, palette: Uint32Array): Words {
  const word = (hex: string): number => wordOfRgb(rgbOfHex(hex));
  return {
    palette,
    background: word(theme.background),
    grid: word(theme.grid),
    noTick: word(theme.noTick),
    noDataGround: word(theme.noDataGround),
    noDataDot: word(theme.noDataDot),
  };
}
