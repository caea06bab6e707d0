import { binRangeNs, mergeRanges } from '@subsecond/profile';
import type { SelectionMode, TimeRange } from './heat-map-options.ts';
import { type GridCell, type HeatMapLayout, type PixelRect, rectOfBins } from './layout.ts';

/**
 * Between cells and time. From A to B (in either direction):
 *
 *   run                        rectangle
 *   · █ █ █ ·                  · · · · ·
 *   · █ █ █ ·   one range,     A █ █ █ ·   one range a column,
 *   A █ █ B ·   in time order  █ █ █ B ·   the same rows in each
 *   · █ █ · ·                  · · · · ·
 *   (0 at the bottom)
 */
export interface Grid {
  readonly columns: number;
  readonly rows: number;
  readonly periodNs: number;
  /** Bins per drawn cell. */
  readonly columnsPerCell: number;
  readonly rowsPerCell: number;
}

export function gridOfLayout(layout: HeatMapLayout): Grid {
  return {
    columns: layout.columns.bins,
    rows: layout.rows.bins,
    periodNs: layout.periodNs,
    columnsPerCell: layout.columns.group,
    rowsPerCell: layout.rows.group,
  };
}

/** Bins a drawn cell stands for, half-open. */
export function binsOfCell(
  grid: Grid,
  cell: GridCell,
): { firstColumn: number; endColumn: number; firstRow: number; endRow: number } {
  const firstColumn = cell.column * grid.columnsPerCell;
  const firstRow = cell.row * grid.rowsPerCell;
  return {
    firstColumn,
    endColumn: Math.min(grid.columns, firstColumn + grid.columnsPerCell),
    firstRow,
    endRow: Math.min(grid.rows, firstRow + grid.rowsPerCell),
  };
}

export function rangesOfCells(grid: Grid, from: GridCell, to: GridCell, mode: SelectionMode): TimeRange[] {
  if (mode === 'run') {
    const inOrder = from.column < to.column || (from.column === to.column && from.row <= to.row);
    const first = binsOfCell(grid, inOrder ? from : to);
    const last = binsOfCell(grid, inOrder ? to : from);
    return [
      {
        startNs: binRangeNs(grid.periodNs, grid.rows, first.firstColumn, first.firstRow).startNs,
        endNs: binRangeNs(grid.periodNs, grid.rows, last.endColumn - 1, last.endRow - 1).endNs,
      },
    ];
  }
  const low = binsOfCell(grid, { column: Math.min(from.column, to.column), row: Math.min(from.row, to.row) });
  const high = binsOfCell(grid, { column: Math.max(from.column, to.column), row: Math.max(from.row, to.row) });
  const ranges: TimeRange[] = [];
  for (let column = low.firstColumn; column < high.endColumn; column++) {
    ranges.push({
      startNs: binRangeNs(grid.periodNs, grid.rows, column, low.firstRow).startNs,
      endNs: binRangeNs(grid.periodNs, grid.rows, column, high.endRow - 1).endNs,
    });
  }
  return mergeRanges(ranges);
}

/** A stretch of columns with the same times in each. */
interface Block {
  firstColumn: number;
  endColumn: number;
  fromNs: number;
  toNs: number;
}

/** What the ranges cover on the canvas, as few rectangles as possible; ranges need not lie on bin boundaries. */
export function rectsOfRanges(layout: HeatMapLayout, ranges: readonly TimeRange[]): PixelRect[] {
  const { periodNs } = layout;
  const columns = layout.columns.bins;
  const blocks: Block[] = [];
  const add = (firstColumn: number, endColumn: number, fromNs: number, toNs: number): void => {
    const end = Math.min(endColumn, columns);
    if (firstColumn >= end || firstColumn < 0 || toNs <= fromNs) return;
    const last = blocks.at(-1);
    if (last !== undefined && last.endColumn === firstColumn && isSame(last.fromNs, fromNs) && isSame(last.toNs, toNs))
      last.endColumn = end;
    else blocks.push({ firstColumn, endColumn: end, fromNs, toNs });
  };
  for (const { startNs, endNs } of mergeRanges(ranges)) {
    const first = Math.floor(startNs / periodNs);
    const fromNs = startNs - first * periodNs;
    const last = Math.ceil(endNs / periodNs) - 1;
    const toNs = endNs - last * periodNs;
    if (first === last) add(first, first + 1, fromNs, toNs);
    else {
      add(first, first + 1, fromNs, periodNs);
      add(first + 1, last, 0, periodNs);
      add(last, last + 1, 0, toNs);
    }
  }
  return blocks.map((block) => rectOfBins(layout, block.firstColumn, block.endColumn, block.fromNs, block.toNs));
}

/** Bin boundaries are rounded to whole ns in every column for itself. */
function isSame(a: number, b: number): boolean {
  return Math.abs(a - b) <= 1;
}
