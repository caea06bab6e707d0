import { BinState } from '@subsecond/profile';
import { describe, expect, it } from 'vitest';
import { gatherCells, startGathering } from './cell-grid.ts';
import { paintCells } from './cell-pixels.ts';
import { createColourScale, stepOfValue } from './colour-scale.ts';
import { rgbOfHex } from './colour-space.ts';
import { drawMap } from './draw-map.ts';
import { drawOverlay } from './draw-overlay.ts';
import type { HeatMapBins } from './heat-map-options.ts';
import { type HeatMapLayout, layoutHeatMap, rectOfCell } from './layout.ts';
import { paletteWords, wordOfRgb } from './palette.ts';
import { createRecordingRenderer, type DrawnThing } from './recording-renderer.ts';
import { THEME_COLOURS } from './theme-colours.ts';

/** Column by column, row 0 first: a digit is a value, 't' no tick, '.' no data. */
function mapOf(columns: readonly string[], measure: HeatMapBins['measure'] = 'samples'): HeatMapBins {
  const rows = columns[0]?.length ?? 0;
  const letters = [...columns.join('')];
  const values = Float64Array.from(letters, (letter) => (/\d/.test(letter) ? Number(letter) : 0));
  return {
    columns: columns.length,
    rows,
    periodNs: 1e9,
    measure,
    values,
    state: Uint8Array.from(letters, (letter) =>
      letter === 't' ? BinState.noTick : letter === '.' ? BinState.noData : BinState.data,
    ),
    counts: Uint32Array.from(values),
    ticks: undefined,
    max: Math.max(...values),
    samples: values.reduce((sum, value) => sum + value, 0),
  };
}

const palette = paletteWords('inferno', 'light');
const theme = THEME_COLOURS.light;

function layoutOf(map: HeatMapBins, width = 200, height = 128, flip = false): HeatMapLayout {
  return layoutHeatMap({
    columns: map.columns,
    rows: map.rows,
    periodNs: map.periodNs,
    flip,
    width,
    height,
    pixelRatio: 1,
  });
}

function colourAt(layout: HeatMapLayout, pixels: Uint32Array, column: number, row: number): Set<number> {
  const rect = rectOfCell(layout, { column, row });
  const seen = new Set<number>();
  for (let y = rect.top; y < rect.bottom; y++)
    for (let x = rect.left; x < rect.right; x++)
      seen.add(pixels[(y - layout.plot.top) * layout.plot.width + x - layout.plot.left] ?? -1);
  return seen;
}

describe('painted cells', () => {
  const map = mapOf(['0149', '9t.0', '4440']);
  const scale = createColourScale(map, 'linear', 1);

  it.each([false, true])('have one colour each, up to their last pixel, flipped %s', (flip) => {
    const layout = layoutOf(map, 200, 128, flip);
    const pixels = paintCells(layout, gatherCells(map, 1, 1), scale, palette, theme);
    expect(pixels).toHaveLength(layout.plot.width * layout.plot.height);
    expect(colourAt(layout, pixels, 0, 1)).toEqual(new Set([palette[stepOfValue(scale, 1)]]));
    expect(colourAt(layout, pixels, 0, 3)).toEqual(new Set([palette[stepOfValue(scale, 9)]]));
    expect(colourAt(layout, pixels, 2, 2)).toEqual(new Set([palette[stepOfValue(scale, 4)]]));
  });

  it('show no tick and no data neither as zero nor as each other', () => {
    const layout = layoutOf(map);
    const pixels = paintCells(layout, gatherCells(map, 1, 1), scale, palette, theme);
    const word = (hex: string): number => wordOfRgb(rgbOfHex(hex));
    expect(colourAt(layout, pixels, 1, 1)).toEqual(new Set([word(theme.noTick), word(theme.background)]));
    expect(colourAt(layout, pixels, 1, 2)).toEqual(new Set([word(theme.noDataGround), word(theme.noDataDot)]));
    for (const colour of colourAt(layout, pixels, 0, 0))
      expect([word(theme.background), word(theme.grid)]).toContain(colour);
  });

  it('leave no pixel unpainted, at any size', () => {
    for (const width of [61, 97, 200, 333]) {
      const layout = layoutOf(map, width, 77);
      const pixels = paintCells(
        layout,
        gatherCells(map, layout.columns.group, layout.rows.group),
        scale,
        palette,
        theme,
      );
      expect(pixels.includes(0)).toBe(false);
    }
  });
});

describe('cells that stand for several bins', () => {
  it('show the greatest, and know more than no tick or no data if any of them does', () => {
    const grid = gatherCells(mapOf(['02', '3.', 't.', '..', '1t']), 2, 1);
    expect([...grid.values]).toEqual([3, 2, 0, 0, 1, 0]);
    expect([...grid.state]).toEqual([
      BinState.data,
      BinState.data,
      BinState.noTick,
      BinState.noData,
      BinState.data,
      BinState.noTick,
    ]);
  });

  it('gather rows as well', () => {
    expect([...gatherCells(mapOf(['12345']), 1, 2).values]).toEqual([2, 4, 5]);
  });

  it('are the same when they are gathered in slices', () => {
    const map = mapOf(['0149', '9t.0', '4440', '1..2', '7005']);
    const gathering = startGathering(map, 2, 3);
    let slices = 1;
    while (!gathering.goOn(1)) slices++;
    expect(slices).toBe(5);
    expect(gathering.grid).toEqual(gatherCells(map, 2, 3));
  });
});

describe('the colour scale', () => {
  it('ends at the CPU count for CPUs busy, whatever was seen', () => {
    expect(createColourScale(mapOf(['12'], 'cpus'), 'sqrt', 32).top).toBe(32);
  });

  it('ends at four samples at least', () => {
    expect(createColourScale(mapOf(['0110']), 'sqrt', 1).top).toBe(4);
    expect(createColourScale(mapOf(['0919']), 'sqrt', 1).top).toBe(9);
  });

  it('gives only zero the background', () => {
    const scale = createColourScale(mapOf(['9']), 'linear', 1);
    expect(stepOfValue(scale, 0)).toBe(0);
    expect(stepOfValue(scale, 1e-9)).toBeGreaterThan(20);
    expect(stepOfValue(scale, 900)).toBe(255);
  });

  it('spreads small counts by the square root', () => {
    const map = mapOf(['9']);
    expect(stepOfValue(createColourScale(map, 'sqrt', 1), 2.25)).toBe(128);
    expect(stepOfValue(createColourScale(map, 'linear', 1), 2.25)).toBe(64);
  });
});

describe('the drawing', () => {
  const map = mapOf(['0149', '9t.0', '4440']);

  it('puts cells under axes, and labels where the ticks are', () => {
    const layout = layoutOf(map, 400, 200);
    const renderer = createRecordingRenderer();
    drawMap(renderer, {
      layout,
      map,
      grid: gatherCells(map, layout.columns.group, layout.rows.group),
      state: { theme: 'light', palette: 'inferno', scale: 'sqrt', cpuCount: 1 },
      fontFamily: 'Inter',
    });
    expect(renderer.drawn.map((thing) => thing.kind).slice(0, 2)).toEqual(['clear', 'pixels']);
    const texts = renderer.drawn.filter((thing) => thing.kind === 'text');
    expect(texts.map((thing) => thing.text)).toEqual([...layout.xTicks, ...layout.yTicks].map((tick) => tick.label));
  });

  it('outlines a selection by erasing its inside after the line', () => {
    const layout = layoutOf(map, 400, 200);
    const renderer = createRecordingRenderer();
    drawOverlay(renderer, {
      layout,
      theme: 'light',
      selection: [{ startNs: 0.5e9, endNs: 1.25e9 }],
      marks: [],
      pendingStart: undefined,
      hover: undefined,
      cursor: undefined,
    });
    const erased = renderer.drawn.filter((thing) => thing.kind === 'erase').map((thing) => thing.rect);
    const first = rectOfCell(layout, { column: 0, row: 2 });
    expect(erased).toEqual([{ ...first, top: layout.plot.top }, rectOfCell(layout, { column: 1, row: 0 })]);
    const lastLine = lastIndex(renderer.drawn, (thing) => thing.kind === 'fill' && thing.colour === theme.selection);
    expect(renderer.drawn.findIndex((thing) => thing.kind === 'erase')).toBeGreaterThan(lastLine);
  });

  it('dims nothing while nothing is selected', () => {
    const renderer = createRecordingRenderer();
    drawOverlay(renderer, {
      layout: layoutOf(map),
      theme: 'dark',
      selection: [],
      marks: [],
      pendingStart: undefined,
      hover: undefined,
      cursor: undefined,
    });
    expect(renderer.drawn).toEqual([{ kind: 'clear' }]);
  });
});

function lastIndex(drawn: readonly DrawnThing[], matches: (thing: DrawnThing) => boolean): number {
  return drawn.reduce((last, thing, index) => (matches(thing) ? index : last), -1);
}
