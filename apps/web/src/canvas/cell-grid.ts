import { BinState } from '@subsecond/profile';
import type { HeatMapBins } from './heat-map-options.ts';

/**
 * Bins to drawn cells. Where a pixel has to stand for several bins it shows the greatest of them: a stripe one bin wide
 * must not fade away on a long recording (a mean would hide exactly what the map is for). The page says so
 * (`columnsPerCell`), and the tooltip gives the samples of all of them.
 */
export interface CellGrid {
  readonly columns: number;
  readonly rows: number;
  /** `[column * rows + row]`, drawn cells. */
  readonly values: Float64Array;
  readonly state: Uint8Array;
}

export function gatherCells(map: HeatMapBins, columnsPerCell: number, rowsPerCell: number): CellGrid {
  const gathering = startGathering(map, columnsPerCell, rowsPerCell);
  gathering.goOn(Number.POSITIVE_INFINITY);
  return gathering.grid;
}

/** The same in slices: millions of bins take longer than a frame may. */
export interface CellGathering {
  readonly map: HeatMapBins;
  readonly columnsPerCell: number;
  readonly rowsPerCell: number;
  /** Complete when `goOn` has answered true. */
  readonly grid: CellGrid;
  /** Takes some bins more, whole columns of them; true where none is left. */
  goOn(bins: number): boolean;
}

export function startGathering(map: HeatMapBins, columnsPerCell: number, rowsPerCell: number): CellGathering {
  if (columnsPerCell === 1 && rowsPerCell === 1) {
    const grid = { columns: map.columns, rows: map.rows, values: map.values, state: map.state };
    return { map, columnsPerCell, rowsPerCell, grid, goOn: () => true };
  }
  const columns = Math.ceil(map.columns / columnsPerCell);
  const rows = Math.ceil(map.rows / rowsPerCell);
  const grid = {
    columns,
    rows,
    values: new Float64Array(columns * rows),
    state: new Uint8Array(columns * rows).fill(BinState.noData),
  };
  let next = 0;
  return {
    map,
    columnsPerCell,
    rowsPerCell,
    grid,
    goOn(bins) {
      const end = Math.min(map.columns, next + Math.max(1, Math.ceil(bins / map.rows)));
      for (; next < end; next++) gatherColumn(map, next, Math.floor(next / columnsPerCell) * rows, rowsPerCell, grid);
      return next === map.columns;
    },
  };
}

function gatherColumn(
  map: HeatMapBins,
  column: number,
  firstCell: number,
  rowsPerCell: number,
  { values, state }: CellGrid,
): void {
  let cell = firstCell;
  const firstBin = column * map.rows;
  for (let row = 0, inCell = 0; row < map.rows; row++, inCell++) {
    if (inCell === rowsPerCell) {
      inCell = 0;
      cell++;
    }
    const value = map.values[firstBin + row] ?? 0;
    const binState = map.state[firstBin + row] ?? BinState.noData;
    // The states are ordered by how much they tell: data before no tick before no data.
    if (binState < (state[cell] ?? BinState.noData)) state[cell] = binState;
    if (binState === BinState.data && value > (values[cell] ?? 0)) values[cell] = value;
  }
}
