import type { TimeRange } from '../tables/sample-range.ts';

/**
 * Bins: the cells of a heat map. Column = one period from time zero, row = slice of it, row 0 the earliest.
 *
 *        column 0              column 1
 *   0 ──────────── P ─────────────── 2P        position p in the column: 0 ≤ p < P, whole nanoseconds
 *   │row0│row1│row2│                            row = ⌊p · rows / P⌋, so row r starts at ⌈r · P / rows⌉
 *
 * All in whole nanoseconds below 2^53, so that no product or quotient is rounded: a time belongs to exactly one bin, and the
 * bin's range contains exactly the times that belong to it, whether or not the period is a multiple of the rows.
 */
export interface Bin {
  readonly column: number;
  readonly row: number;
}

/** The largest period times rows: the products above must stay exact. 2.5 hours at 1,000 rows. */
export const MAX_PERIOD_ROWS = Number.MAX_SAFE_INTEGER;

/** Throws a RangeError unless both are whole, at least 1, and `periodNs × rows` is at most 2^53 − 1. */
export function assertBinning(periodNs: number, rows: number): void {
  if (!Number.isSafeInteger(periodNs) || periodNs < 1)
    throw new RangeError(`a period of ${periodNs} ns; it must be a whole number of nanoseconds, at least 1`);
  if (!Number.isSafeInteger(rows) || rows < 1)
    throw new RangeError(`${rows} rows; it must be a whole number, at least 1`);
  if (periodNs * rows > MAX_PERIOD_ROWS - rows)
    throw new RangeError(`a period of ${periodNs} ns in ${rows} rows; choose a shorter period or fewer rows`);
}

/** The half-open time range of a bin. `row === rows` answers the start of the next column. Empty where rows are shorter than 1 ns. */
export function binRangeNs(periodNs: number, rows: number, column: number, row: number): TimeRange {
  const columnStartNs = column * periodNs;
  return {
    startNs: columnStartNs + rowStartNs(periodNs, rows, row),
    endNs: columnStartNs + rowStartNs(periodNs, rows, row + 1),
  };
}

/** The bin that contains a time. `timeNs` is a whole number, at least 0 and below 2^53. */
export function binOfTime(periodNs: number, rows: number, timeNs: number): Bin {
  const column = divideDown(timeNs, periodNs);
  return { column, row: divideDown((timeNs - column * periodNs) * rows, periodNs) };
}

/** ⌈row · period / rows⌉, from the column's start. */
export function rowStartNs(periodNs: number, rows: number, row: number): number {
  return divideDown(row * periodNs + rows - 1, rows);
}

/** The rows' starts from their column's start, and the period: row r is [edges[r], edges[r + 1]). */
export function rowEdges(periodNs: number, rows: number): Float64Array {
  return Float64Array.from({ length: rows + 1 }, (_, row) => rowStartNs(periodNs, rows, row));
}

/** ⌊a / b⌋ for whole 0 ≤ a < 2^53, b ≥ 1. The quotient of doubles can round up to the next whole number; the remainder tells. */
export function divideDown(a: number, b: number): number {
  const quotient = Math.floor(a / b);
  const rest = a - quotient * b;
  if (rest < 0) return quotient - 1;
  return rest >= b ? quotient + 1 : quotient;
}
