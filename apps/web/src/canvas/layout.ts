import { type AxisTick, axisTicks } from './axis-ticks.ts';
import { type AxisSpace, axisLength, cellAtPosition, fitAxis, positionOfBin } from './space.ts';

/**
 * Where everything stands, in device pixels from the canvas's top left corner. Drawing and hit-testing read the same
 * layout, so what is pointed at is what is lit.
 *
 *   ┌──────────────────────────────────────┐
 *   │ 800  ┌───────────── plot ──────────┐ │
 *   │ 400  │ cell edges are integers     │ │
 *   │ 0 ms └─────────────────────────────┘ │
 *   │      0 s       10        20          │
 *   └──────────────────────────────────────┘
 */
export interface HeatMapLayout {
  readonly pixelRatio: number;
  readonly width: number;
  readonly height: number;
  readonly plot: { readonly left: number; readonly top: number; readonly width: number; readonly height: number };
  readonly columns: AxisSpace;
  readonly rows: AxisSpace;
  readonly periodNs: number;
  readonly flip: boolean;
  /** `position` = device pixels from the canvas's left (x) or top (y). */
  readonly xTicks: readonly (AxisTick & { readonly position: number })[];
  readonly yTicks: readonly (AxisTick & { readonly position: number })[];
}

/** A drawn cell: indexes into `columns` and `rows` of the layout, not bins. */
export interface GridCell {
  readonly column: number;
  readonly row: number;
}

/** Device pixels from the canvas's top left corner; `right` and `bottom` are outside. */
export interface PixelRect {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** CSS pixels. The gutter holds '800' and '0 ms' at 11 px. */
const GUTTER_LEFT = 40;
const GUTTER_RIGHT = 8;
const GUTTER_TOP = 6;
const GUTTER_BOTTOM = 22;
/** A two-second recording shall not become two walls. */
const WIDEST_CELL = 160;
/** Room a label needs: '1200' and air. */
const X_TICK_EVERY = 64;
const Y_TICK_EVERY = 44;

export interface LayoutInput {
  readonly columns: number;
  readonly rows: number;
  readonly periodNs: number;
  readonly flip: boolean;
  /** Device pixels. */
  readonly width: number;
  readonly height: number;
  readonly pixelRatio: number;
}

export function layoutHeatMap(input: LayoutInput): HeatMapLayout {
  const { pixelRatio, width, height, flip, periodNs } = input;
  const left = Math.round(GUTTER_LEFT * pixelRatio);
  const top = Math.round(GUTTER_TOP * pixelRatio);
  const availableWidth = width - left - Math.round(GUTTER_RIGHT * pixelRatio);
  const availableHeight = height - top - Math.round(GUTTER_BOTTOM * pixelRatio);
  const least = Math.max(1, Math.floor(pixelRatio));
  const columns = fitAxis(input.columns, availableWidth, least, Math.round(WIDEST_CELL * pixelRatio));
  const rows = fitAxis(input.rows, availableHeight, 1, Number.POSITIVE_INFINITY);
  const plot = {
    left,
    top: top + Math.max(0, Math.floor(availableHeight) - axisLength(rows)),
    width: axisLength(columns),
    height: axisLength(rows),
  };

  const spanNs = input.columns * periodNs;
  const xTicks = axisTicks(spanNs, Math.floor(plot.width / pixelRatio / X_TICK_EVERY)).map((tick) => ({
    ...tick,
    position: plot.left + Math.round(positionOfBin(columns, tick.timeNs / periodNs)),
  }));
  const yTicks = axisTicks(periodNs, Math.floor(plot.height / pixelRatio / Y_TICK_EVERY)).map((tick) => {
    const along = Math.round(positionOfBin(rows, (tick.timeNs / periodNs) * input.rows));
    return { ...tick, position: flip ? plot.top + along : plot.top + plot.height - along };
  });
  return { pixelRatio, width, height, plot, columns, rows, periodNs, flip, xTicks, yTicks };
}

/** Between two places along the rows' axis (device pixels from where time starts), top and bottom on the canvas. */
function verticalSpan(layout: HeatMapLayout, from: number, to: number): { top: number; bottom: number } {
  const { plot, flip } = layout;
  return flip
    ? { top: plot.top + from, bottom: plot.top + to }
    : { top: plot.top + plot.height - to, bottom: plot.top + plot.height - from };
}

export function rectOfCell(layout: HeatMapLayout, cell: GridCell): PixelRect {
  const { columns, rows, plot } = layout;
  return {
    left: plot.left + (columns.edges[cell.column] ?? 0),
    right: plot.left + (columns.edges[cell.column + 1] ?? 0),
    ...verticalSpan(layout, rows.edges[cell.row] ?? 0, rows.edges[cell.row + 1] ?? 0),
  };
}

/** Whole columns `[firstColumn, endColumn)` (bins), between two times within the column; at least a pixel in each direction. */
export function rectOfBins(
  layout: HeatMapLayout,
  firstColumn: number,
  endColumn: number,
  fromNs: number,
  toNs: number,
): PixelRect {
  const { columns, rows, plot, periodNs } = layout;
  const left = Math.round(positionOfBin(columns, firstColumn));
  const right = Math.max(left + 1, Math.round(positionOfBin(columns, endColumn)));
  const from = Math.round(positionOfBin(rows, (fromNs / periodNs) * rows.bins));
  const to = Math.max(from + 1, Math.round(positionOfBin(rows, (toNs / periodNs) * rows.bins)));
  return { left: plot.left + left, right: plot.left + right, ...verticalSpan(layout, from, to) };
}

/** The cell under a point of the canvas (device pixels); undefined outside the plot, unless `clamp`. */
export function hitTest(layout: HeatMapLayout, x: number, y: number, clamp: boolean): GridCell | undefined {
  const { plot, columns, rows, flip } = layout;
  const inside = x >= plot.left && x < plot.left + plot.width && y >= plot.top && y < plot.top + plot.height;
  if (!inside && !clamp) return undefined;
  const along = flip ? y - plot.top : plot.top + plot.height - y - 0.5;
  return { column: cellAtPosition(columns, x - plot.left), row: cellAtPosition(rows, along) };
}
