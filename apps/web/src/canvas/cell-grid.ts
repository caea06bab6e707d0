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
  if (columnsPerCell === 1 && rowsPerCell === 1)
    return { columns: map.columns, rows: map.rows, values: map.values, state: map.state };
  const columns = Math.ceil(map.columns / columnsPerCell);
  const rows = Math.ceil(map.rows / rowsPerCell);
  const values = new Float64Array(columns * rows);
  const state = new Uint8Array(columns * rows).fill(BinState.noData);
  for (let column = 0; column < map.columns; column++) {
    let cell = Math.floor(column / columnsPerCell) * rows;
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
  return { columns, rows, values, state };
}
