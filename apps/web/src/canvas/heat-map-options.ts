import type { HeatMap, TimeRange } from '@subsecond/profile';

/**
 * What the heat map is told and what it tells back. All times are integer nanoseconds since the profile's time zero,
 * all ranges half-open. The view owns its canvases, its size and its gestures; it keeps no truth of its own: the page
 * stores what `onSelectionChange` says and hands it back with `update`.
 */
export type { TimeRange };

export type ThemeName = 'light' | 'dark';
export type PaletteName = 'inferno' | 'cividis' | 'ylorrd';
export type ColourScaleName = 'sqrt' | 'linear';
/** What the measure `period` counts: the event's own unit. */
export type WeightUnit = 'samples' | 'ns' | 'count' | 'bytes';

/**
 * `run`: everything between the two cells in time, over whole columns (one range, as in FlameScope).
 * `rectangle`: the same rows in every column between the two (one range a column: a horizontal stripe).
 */
export type SelectionMode = 'run' | 'rectangle';

/** Bins are `[column * rows + row]`, row 0 the earliest. */
export interface HeatMapBins extends HeatMap {
  /** The quantile of the values above zero at which a scale of counts ends, where it is known: a long map's takes 100 ms to find. */
  readonly high?: number | undefined;
}

export interface HeatMapViewState {
  /** undefined while the profile is loading: the panel is drawn empty. */
  readonly map: HeatMapBins | undefined;
  readonly theme: ThemeName;
  readonly palette: PaletteName;
  readonly scale: ColourScaleName;
  /** CPUs of the machine: top of the scale when the measure is `cpus`. */
  readonly cpuCount: number;
  readonly weightUnit: WeightUnit;
  /** true = row 0 (0 ms) at the top. */
  readonly flip: boolean;
  readonly selection: readonly TimeRange[];
  readonly selectionMode: SelectionMode;
  /** Outlined quietly, e.g. what a hovered note pinned. */
  readonly marks: readonly TimeRange[];
}

export const initialHeatMapViewState: HeatMapViewState = {
  map: undefined,
  theme: 'light',
  palette: 'inferno',
  scale: 'sqrt',
  cpuCount: 1,
  weightUnit: 'count',
  flip: false,
  selection: [],
  selectionMode: 'run',
  marks: [],
};

export type CellState = 'data' | 'no-tick' | 'no-data';

/** One cell as drawn. When cells would be narrower than a pixel it stands for several columns (or rows). */
export interface HeatMapCell {
  /** First column and row that it stands for, and how many. */
  readonly column: number;
  readonly row: number;
  readonly columnSpan: number;
  readonly rowSpan: number;
  /** Time of the first of its bins; with `columnSpan` 1 the cell is exactly `[startNs, endNs)`. */
  readonly startNs: number;
  readonly endNs: number;
  readonly state: CellState;
  /** In the map's measure; the greatest of its bins where it stands for several. */
  readonly value: number;
  /** Samples in it, and of all samples of the map, 0…1. */
  readonly samples: number;
  readonly share: number;
  /** Looks the sampler took at the CPUs here, where it is a lattice. */
  readonly ticks: number | undefined;
}

/** A hovered (or keyboard-cursor) cell, and where it is drawn: CSS pixels from the container's top left corner. */
export interface HeatMapHover {
  readonly cell: HeatMapCell;
  readonly source: 'pointer' | 'keyboard';
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export interface SelectionChange {
  /** Ordered, not overlapping; empty = cleared. */
  readonly ranges: readonly TimeRange[];
  /** false while dragging or extending (at most once a frame), true once at the end. */
  readonly final: boolean;
  readonly source: 'pointer' | 'keyboard';
}

/** CSS pixels from the container's top left corner. */
export interface HeatMapLayoutInfo {
  readonly plot: { readonly left: number; readonly top: number; readonly width: number; readonly height: number };
  /** More than 1 when a drawn cell stands for several: say so beside the map ("each cell is the maximum of 3 columns"). */
  readonly columnsPerCell: number;
  readonly rowsPerCell: number;
}

export interface HeatMapViewOptions {
  /** Accessible name: what this is a map of. */
  readonly label: string;
  readonly state?: Partial<HeatMapViewState>;
  readonly onSelectionChange?: (change: SelectionChange) => void;
  /** undefined when the pointer left. At most once a frame. */
  readonly onHover?: (hover: HeatMapHover | undefined) => void;
  /** A first click or Enter set the start, and a second is awaited; undefined when that is over. */
  readonly onPendingStart?: (startNs: number | undefined) => void;
  readonly onLayout?: (layout: HeatMapLayoutInfo) => void;
  /** CSS font-family of the axis labels; the container's own when absent. */
  readonly fontFamily?: string;
}

export interface HeatMapView {
  /** Merges; draws in the next frame. A selection given during a drag is ignored: the drag's own end reports it. */
  update(state: Partial<HeatMapViewState>): void;
  /** Sets focus on the map's keyboard region. */
  focus(): void;
  /** Drops a pending start or a running drag, without reporting a selection. */
  cancelGesture(): void;
  /** Centre of the column of this time, in CSS pixels from the container's left edge; undefined before the first map. */
  leftOfTime(timeNs: number): number | undefined;
  /** The map as it stands (axes, cells, selection) at device resolution. */
  toPng(): Promise<Blob>;
  /** Removes its elements and listeners; safe to call twice. */
  release(): void;
}
