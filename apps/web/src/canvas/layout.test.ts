import { describe, expect, it } from 'vitest';
import { axisTicks } from './axis-ticks.ts';
import { hitTest, layoutHeatMap, rectOfCell } from './layout.ts';
import { axisLength, cellAtPosition, fitAxis, positionOfBin } from './space.ts';

describe('an axis', () => {
  it('gives every cell the same whole width where little is left over', () => {
    const axis = fitAxis(120, 1340, 1, 1000);
    expect(new Set(widths(axis.edges))).toEqual(new Set([11]));
  });

  it('fills the room with cells that differ by a pixel where much would be left over', () => {
    const axis = fitAxis(360, 1000, 1, 1000);
    expect(axisLength(axis)).toBe(1000);
    expect(new Set(widths(axis.edges))).toEqual(new Set([2, 3]));
  });

  it('lets cells share bins where there are more bins than pixels', () => {
    const axis = fitAxis(3600, 1340, 1, 1000);
    expect(axis).toMatchObject({ group: 3, cells: 1200 });
    expect(Math.min(...widths(axis.edges))).toBeGreaterThanOrEqual(1);
  });

  it('leaves room instead of making walls of two columns', () => {
    expect(axisLength(fitAxis(2, 1340, 1, 160))).toBe(320);
  });

  it('never has a cell without a pixel, whatever the numbers', () => {
    for (const bins of [1, 2, 7, 50, 99, 121, 1000, 3601]) {
      for (const room of [1, 30, 299, 300, 338, 1340, 2680]) {
        const axis = fitAxis(bins, room, 1, 5000);
        expect(Math.min(...widths(axis.edges))).toBeGreaterThanOrEqual(1);
        expect(axisLength(axis)).toBeLessThanOrEqual(room);
        expect(axis.cells * axis.group).toBeGreaterThanOrEqual(bins);
        expect((axis.cells - 1) * axis.group).toBeLessThan(bins);
      }
    }
  });

  it('finds the cell whose pixels a position is in', () => {
    const axis = fitAxis(360, 1000, 1, 1000);
    for (let cell = 0; cell < axis.cells; cell++) {
      expect(cellAtPosition(axis, axis.edges[cell] ?? -1)).toBe(cell);
      expect(cellAtPosition(axis, (axis.edges[cell + 1] ?? 0) - 1)).toBe(cell);
    }
    expect(cellAtPosition(axis, -5)).toBe(0);
    expect(cellAtPosition(axis, 5000)).toBe(359);
  });

  it('places bins evenly inside of a cell they share, the last and smaller group too', () => {
    const axis = { bins: 5, group: 2, cells: 3, edges: Int32Array.of(0, 10, 20, 30) };
    expect([0, 1, 2, 3, 4, 4.5, 5].map((bin) => positionOfBin(axis, bin))).toEqual([0, 5, 10, 15, 20, 25, 30]);
  });
});

describe('the layout', () => {
  const sizes = [
    { width: 1414, height: 328, pixelRatio: 1 },
    { width: 704, height: 656, pixelRatio: 2 },
    { width: 1037, height: 411, pixelRatio: 1.25 },
  ];

  it('draws a cell exactly where it is hit, in every corner of it', () => {
    for (const size of sizes) {
      for (const flip of [false, true]) {
        const layout = layoutHeatMap({ columns: 121, rows: 50, periodNs: 1e9, flip, ...size });
        for (const cell of [
          { column: 0, row: 0 },
          { column: 60, row: 17 },
          { column: 120, row: 49 },
        ]) {
          const rect = rectOfCell(layout, cell);
          for (const x of [rect.left, rect.right - 1])
            for (const y of [rect.top, rect.bottom - 1]) expect(hitTest(layout, x, y, false)).toEqual(cell);
        }
      }
    }
  });

  it('covers the plot without a gap or an overlap', () => {
    const layout = layoutHeatMap({
      columns: 121,
      rows: 50,
      periodNs: 1e9,
      flip: false,
      width: 1414,
      height: 328,
      pixelRatio: 1,
    });
    let area = 0;
    for (let column = 0; column < 121; column++) {
      for (let row = 0; row < 50; row++) {
        const rect = rectOfCell(layout, { column, row });
        area += (rect.right - rect.left) * (rect.bottom - rect.top);
      }
    }
    expect(area).toBe(layout.plot.width * layout.plot.height);
  });

  it('puts time zero at the bottom, and at the top when flipped', () => {
    const input = { columns: 10, rows: 50, periodNs: 1e9, width: 448, height: 328, pixelRatio: 1 };
    const upright = layoutHeatMap({ ...input, flip: false });
    const flipped = layoutHeatMap({ ...input, flip: true });
    expect(rectOfCell(upright, { column: 0, row: 0 }).bottom).toBe(upright.plot.top + upright.plot.height);
    expect(rectOfCell(flipped, { column: 0, row: 0 }).top).toBe(flipped.plot.top);
    expect(upright.yTicks[0]?.position).toBe(upright.plot.top + upright.plot.height);
    expect(flipped.yTicks[0]?.position).toBe(flipped.plot.top);
  });

  it('hits nothing in the gutters unless asked for the nearest cell', () => {
    const layout = layoutHeatMap({
      columns: 10,
      rows: 50,
      periodNs: 1e9,
      flip: false,
      width: 448,
      height: 328,
      pixelRatio: 1,
    });
    expect(hitTest(layout, 3, 100, false)).toBeUndefined();
    expect(hitTest(layout, 3, 5000, true)).toEqual({ column: 0, row: 0 });
  });
});

describe('ticks', () => {
  const labels = (spanNs: number, most: number): string =>
    axisTicks(spanNs, most)
      .map((tick) => tick.label)
      .join(' ');

  it('count two minutes in tens of seconds', () => {
    expect(labels(121e9, 20)).toBe('0 s 10 20 30 40 50 60 70 80 90 100 110 120');
  });

  it('count a second in milliseconds', () => {
    expect(labels(1e9, 6)).toBe('0 ms 200 400 600 800');
  });

  it('count an hour in minutes', () => {
    expect(labels(3600e9, 8)).toBe('0 min 10 20 30 40 50');
  });

  it('count short recordings and frames of 16.7 ms in what fits', () => {
    expect(labels(2.5e9, 6)).toBe('0 s 0.5 1 1.5 2');
    expect(labels(16_666_667, 4)).toBe('0 ms 5 10 15');
    expect(labels(1e6, 5)).toBe('0 µs 200 400 600 800');
  });
});

function widths(edges: Int32Array): number[] {
  return Array.from(edges.subarray(1), (edge, cell) => edge - (edges[cell] ?? 0));
}
