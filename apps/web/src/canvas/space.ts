/**
 * The three coordinate spaces of the map, one axis at a time:
 *
 *   profile space            drawn cells              device pixels
 *   bin 0 1 2 3 4 5 6   ──▶  [0 1 2][3 4 5][6]   ──▶  edges: 0, 9, 18, 27   (÷ devicePixelRatio = CSS pixels)
 *   (columns or rows)        `group` bins a cell      integers, so that no cell has a blurred side
 *
 * Positions are device pixels from the axis's own origin: the left of the plot for columns, and for rows the side where
 * time starts (the bottom, or the top when flipped; only layout.ts knows which).
 */
export interface AxisSpace {
  /** Bins along the axis. */
  readonly bins: number;
  /** Bins that share a drawn cell: 1 unless there are more bins than pixels. */
  readonly group: number;
  readonly cells: number;
  /** `cells + 1` ascending device pixels; cell i covers `[edges[i], edges[i + 1])`. */
  readonly edges: Int32Array;
}

/** Blank space we accept at the far end in exchange for cells that are all equally wide. */
const EVEN_CELLS_MAY_LEAVE = 0.07;

/** Fits `bins` into `available` device pixels; `least` and `most` are the sizes a cell may have. */
export function fitAxis(bins: number, available: number, least: number, most: number): AxisSpace {
  const room = Math.max(1, Math.floor(available));
  const group = Math.max(1, Math.ceil((bins * least) / room));
  const cells = Math.max(1, Math.ceil(bins / group));
  const even = Math.floor(room / cells);
  const edges = new Int32Array(cells + 1);
  const isEven = even >= 1 && (even >= most || room - even * cells <= room * EVEN_CELLS_MAY_LEAVE);
  const size = isEven ? Math.min(even, most) : room / cells;
  for (let cell = 0; cell <= cells; cell++) edges[cell] = Math.round(cell * size);
  return { bins, group, cells, edges };
}

export function axisLength(axis: AxisSpace): number {
  return axis.edges[axis.cells] ?? 0;
}

/** Where a bin boundary (or any place between two) lies; not rounded. */
export function positionOfBin(axis: AxisSpace, bin: number): number {
  if (bin <= 0) return 0;
  if (bin >= axis.bins) return axisLength(axis);
  const cell = Math.min(axis.cells - 1, Math.floor(bin / axis.group));
  const first = cell * axis.group;
  const inCell = Math.min(axis.group, axis.bins - first);
  const from = axis.edges[cell] ?? 0;
  const to = axis.edges[cell + 1] ?? from;
  return from + ((to - from) * (bin - first)) / inCell;
}

/** The drawn cell under a position; places outside belong to the cell at that end. */
export function cellAtPosition(axis: AxisSpace, position: number): number {
  let low = 0;
  let high = axis.cells - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((axis.edges[middle] ?? 0) <= position) low = middle;
    else high = middle - 1;
  }
  return low;
}
