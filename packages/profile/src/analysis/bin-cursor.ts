import { assertBinning, rowEdges } from './bins.ts';

/**
 * Finds the bins of many times, fast where each is near the one before, as in samples ordered by time. Exactly `binOfTime`:
 * the bin is guessed by a multiplication and settled by comparing with the rows' whole-nanosecond edges.
 *
 * A loop over samples moves the cursor to the first of a bin, then takes samples until `endNs` without asking again.
 */
export class BinCursor {
  /** `column * rows + row` of the bin at hand. */
  bin = 0;
  /** Its range, half-open; empty before the first move. */
  startNs = 0;
  endNs = 0;
  readonly #periodNs: number;
  readonly #rows: number;
  readonly #rowsPerNs: number;
  /** Row r of a column is [edges[r], edges[r + 1]). */
  readonly #edges: Float64Array;
  #columnStartNs = 0;
  #firstBin = 0;

  constructor(periodNs: number, rows: number) {
    assertBinning(periodNs, rows);
    this.#periodNs = periodNs;
    this.#rows = rows;
    this.#rowsPerNs = rows / periodNs;
    this.#edges = rowEdges(periodNs, rows);
  }

  /** Goes to the bin that contains a whole time of at least 0, and answers it. */
  move(timeNs: number): number {
    let position = timeNs - this.#columnStartNs;
    if (position < 0 || position >= this.#periodNs) {
      const column = Math.floor(timeNs / this.#periodNs);
      this.#columnStartNs = column * this.#periodNs;
      this.#firstBin = column * this.#rows;
      position = timeNs - this.#columnStartNs;
      if (position < 0) {
        this.#columnStartNs -= this.#periodNs;
        this.#firstBin -= this.#rows;
        position += this.#periodNs;
      } else if (position >= this.#periodNs) {
        this.#columnStartNs += this.#periodNs;
        this.#firstBin += this.#rows;
        position -= this.#periodNs;
      }
    }
    const edges = this.#edges;
    let row = Math.min(this.#rows - 1, Math.floor(position * this.#rowsPerNs));
    while (position < edges[row]) row--;
    while (position >= edges[row + 1]) row++;
    this.startNs = this.#columnStartNs + edges[row];
    this.endNs = this.#columnStartNs + edges[row + 1];
    this.bin = this.#firstBin + row;
    return this.bin;
  }
}
