import { BinState } from '@subsecond/profile';
import { describe, expect, it } from 'vitest';
import { cellText, describeCell, selectionText } from './describe-cell.ts';
import type { HeatMapBins } from './heat-map-options.ts';
import { heatMapLegend } from './legend.ts';
import { gestureOfKey } from './map-keys.ts';
import { LEAST_VISIBLE_STEP, paletteWords } from './palette.ts';
import { thumbnailPixels } from './thumbnail.ts';

const map: HeatMapBins = {
  columns: 3,
  rows: 2,
  periodNs: 1e9,
  measure: 'cpus',
  values: Float64Array.of(0, 1.5, 2, 0, 0, 0),
  state: Uint8Array.of(BinState.data, BinState.data, BinState.data, BinState.noTick, BinState.noData, BinState.noData),
  counts: Uint32Array.of(0, 30, 40, 0, 0, 0),
  ticks: Float32Array.of(50, 49, 50, 0, 0, 0),
  max: 2,
  samples: 70,
};
const grid = { columns: 3, rows: 2, periodNs: 1e9, columnsPerCell: 1, rowsPerCell: 1 };

describe('a described cell', () => {
  it('has its own time, value, samples and share', () => {
    const cell = describeCell(map, grid, { column: 0, row: 1 });
    expect(cell).toEqual({
      column: 0,
      row: 1,
      columnSpan: 1,
      rowSpan: 1,
      startNs: 0.5e9,
      endNs: 1e9,
      state: 'data',
      value: 1.5,
      samples: 30,
      share: 30 / 70,
      ticks: 49,
    });
    expect(cellText(map, cell, 'count')).toBe('0.5 to 1.0 s: 1.5 CPUs busy, 30 samples, 42.9 % of the map');
  });

  it('says no tick and no data instead of zero', () => {
    expect(cellText(map, describeCell(map, grid, { column: 1, row: 1 }), 'count')).toContain('no tick');
    expect(cellText(map, describeCell(map, grid, { column: 2, row: 0 }), 'count')).toContain('no data');
  });

  it('weighs in the unit of its event', () => {
    const weighed: HeatMapBins = { ...map, measure: 'period', ticks: undefined };
    const cell = { ...describeCell(weighed, grid, { column: 0, row: 1 }), value: 40_816_326 };
    expect(cellText(weighed, cell, 'ns')).toContain(': 40.82 ms in all, 30 samples');
    expect(cellText(weighed, cell, 'count')).toContain(': 40,816,326 counted, 30 samples');
  });

  it('adds up what it stands for', () => {
    const cell = describeCell(map, { ...grid, columnsPerCell: 2 }, { column: 0, row: 0 });
    expect(cell).toMatchObject({ columnSpan: 2, value: 2, samples: 40, ticks: 100 });
    expect(cellText(map, cell, 'count')).toMatch(/^greatest of 2 columns, /);
  });

  it('is followed by the selection in words', () => {
    expect(selectionText([], 1e7)).toBe('Selection cleared');
    expect(selectionText([{ startNs: 63.1e9, endNs: 63.9e9 }], 2e7)).toBe('Selected 63.10 to 63.90 s, 800 ms');
    expect(
      selectionText(
        [
          { startNs: 1e9, endNs: 1.02e9 },
          { startNs: 2e9, endNs: 2.02e9 },
        ],
        2e7,
      ),
    ).toBe('Selected 2 ranges from 1.00 to 2.02 s, 40 ms in all');
  });
});

describe('the legend', () => {
  const options = { theme: 'light', palette: 'inferno', scale: 'sqrt' } as const;

  it('ends at the CPUs of the machine', () => {
    expect(heatMapLegend({ ...options, map, cpuCount: 2 })).toMatchObject({ minLabel: '0', maxLabel: '2 CPUs busy' });
  });

  it('says when bins are greater than its end', () => {
    const values = new Float64Array(1000).fill(5);
    values[0] = 900;
    const long: HeatMapBins = { ...map, measure: 'samples', columns: 500, values, max: 900 };
    expect(heatMapLegend({ ...options, map: long, cpuCount: 2 }).maxLabel).toBe('≥ 5 samples');
  });
});

describe('the end of a scale of few samples', () => {
  it('names the greatest bin where that lies below', () => {
    const few: HeatMapBins = { ...map, measure: 'samples', values: new Float64Array(8).fill(1), max: 1 };
    const { maxLabel } = heatMapLegend({ theme: 'light', palette: 'inferno', scale: 'sqrt', map: few, cpuCount: 2 });
    expect(maxLabel).toBe('4 samples (greatest here: 1)');
  });
});

describe('thumbnails', () => {
  it('put the earliest row at the bottom, and tell zero, data and no data apart', () => {
    const pixels = thumbnailPixels(
      { columns: 2, rows: 2, bins: btoa(String.fromCharCode(0, 254, 1, 255)) },
      'light',
      'inferno',
    );
    const words = paletteWords('inferno', 'light');
    expect(pixels[2]).toBe(words[0]);
    expect(pixels[0]).toBe(words[255]);
    expect(pixels[3]).toBe(words[LEAST_VISIBLE_STEP]);
    expect([words[0], words[255]]).not.toContain(pixels[1]);
  });

  it('show bins that are missing as no data', () => {
    const pixels = thumbnailPixels({ columns: 2, rows: 1, bins: '' }, 'dark', 'inferno');
    expect(pixels[0]).toBe(pixels[1]);
  });
});

describe('keys', () => {
  const context = { columns: 10, rows: 5, mode: 'run' } as const;
  const plain = { shiftKey: false, altKey: false, ctrlKey: false, metaKey: false };

  it('move later in time upwards, and downwards when flipped', () => {
    expect(gestureOfKey({ ...plain, key: 'ArrowUp' }, context, false)).toMatchObject({ rows: 1 });
    expect(gestureOfKey({ ...plain, key: 'ArrowUp' }, context, true)).toMatchObject({ rows: -1 });
  });

  it('leave the browser what is its own', () => {
    expect(gestureOfKey({ ...plain, key: 'Tab' }, context, false)).toBeUndefined();
    expect(gestureOfKey({ ...plain, altKey: true, key: 'ArrowLeft' }, context, false)).toBeUndefined();
    expect(gestureOfKey({ ...plain, metaKey: true, key: 'ArrowLeft' }, context, false)).toBeUndefined();
    expect(gestureOfKey({ ...plain, key: 'f' }, context, false)).toBeUndefined();
  });

  it('go ten columns by the page and to the ends by Home and End', () => {
    expect(gestureOfKey({ ...plain, key: 'PageDown' }, context, false)).toMatchObject({ columns: 10, rows: 0 });
    expect(gestureOfKey({ ...plain, key: 'Home' }, context, false)).toMatchObject({ columns: -10 });
  });
});
