import { describe, expect, it } from 'vitest';
import { layoutHeatMap } from './layout.ts';
import { type Grid, gridOfLayout, rangesOfCells, rectsOfRanges } from './selection-shape.ts';

const second = 1e9;
const grid: Grid = { columns: 10, rows: 50, periodNs: second, columnsPerCell: 1, rowsPerCell: 1 };
const at = (column: number, row: number) => ({ column, row });

describe('a run of cells', () => {
  it('is one half-open range over whole columns', () => {
    expect(rangesOfCells(grid, at(2, 10), at(4, 4), 'run')).toEqual([{ startNs: 2.2e9, endNs: 4.1e9 }]);
  });

  it('is the same whichever end came first', () => {
    expect(rangesOfCells(grid, at(4, 4), at(2, 10), 'run')).toEqual(rangesOfCells(grid, at(2, 10), at(4, 4), 'run'));
    expect(rangesOfCells(grid, at(3, 9), at(3, 2), 'run')).toEqual([{ startNs: 3.04e9, endNs: 3.2e9 }]);
  });

  it('of one cell is that cell', () => {
    expect(rangesOfCells(grid, at(0, 0), at(0, 0), 'run')).toEqual([{ startNs: 0, endNs: 0.02e9 }]);
  });

  it('takes all bins of cells that stand for several, and no column that is not there', () => {
    const coarse: Grid = { ...grid, columnsPerCell: 4, rowsPerCell: 3 };
    expect(rangesOfCells(coarse, at(2, 16), at(2, 16), 'run')).toEqual([{ startNs: 8.96e9, endNs: 10e9 }]);
  });
});

describe('a rectangle of cells', () => {
  it('is the same rows in every column', () => {
    expect(rangesOfCells(grid, at(4, 11), at(2, 10), 'rectangle')).toEqual([
      { startNs: 2.2e9, endNs: 2.24e9 },
      { startNs: 3.2e9, endNs: 3.24e9 },
      { startNs: 4.2e9, endNs: 4.24e9 },
    ]);
  });

  it('of full height is one range', () => {
    expect(rangesOfCells(grid, at(2, 0), at(4, 49), 'rectangle')).toEqual([{ startNs: 2e9, endNs: 5e9 }]);
  });

  it('in one column is what a run would be', () => {
    expect(rangesOfCells(grid, at(2, 3), at(2, 8), 'rectangle')).toEqual(
      rangesOfCells(grid, at(2, 3), at(2, 8), 'run'),
    );
  });
});

describe('the rectangles of ranges', () => {
  const layout = layoutHeatMap({
    columns: 10,
    rows: 50,
    periodNs: second,
    flip: false,
    width: 448,
    height: 328,
    pixelRatio: 1,
  });
  const { plot } = layout;
  const y = (row: number): number => plot.top + plot.height - row * 6;

  it('cut a run at its first and last column', () => {
    expect(layout.columns.edges[1]).toBe(40);
    expect(rectsOfRanges(layout, rangesOfCells(gridOfLayout(layout), at(2, 10), at(5, 4), 'run'))).toEqual([
      { left: plot.left + 80, right: plot.left + 120, top: plot.top, bottom: y(10) },
      { left: plot.left + 120, right: plot.left + 200, top: plot.top, bottom: plot.top + plot.height },
      { left: plot.left + 200, right: plot.left + 240, top: y(5), bottom: plot.top + plot.height },
    ]);
  });

  it('join a stripe over columns into one', () => {
    expect(rectsOfRanges(layout, rangesOfCells(gridOfLayout(layout), at(2, 10), at(7, 11), 'rectangle'))).toEqual([
      { left: plot.left + 80, right: plot.left + 320, top: y(12), bottom: y(10) },
    ]);
  });

  it('stay on the plot, and show even a nanosecond', () => {
    expect(rectsOfRanges(layout, [{ startNs: 9.5e9, endNs: 30e9 }])).toEqual([
      { left: plot.left + 360, right: plot.left + 400, top: plot.top, bottom: y(25) },
    ]);
    expect(rectsOfRanges(layout, [{ startNs: 2e9, endNs: 2e9 + 1 }])).toEqual([
      { left: plot.left + 80, right: plot.left + 120, top: y(0) - 1, bottom: y(0) },
    ]);
  });

  it('lie where ranges off the bins lie', () => {
    const [rect] = rectsOfRanges(layout, [{ startNs: 2.05e9, endNs: 2.25e9 }]);
    expect(rect).toMatchObject({ top: y(12.5), bottom: y(2.5) });
  });
});
