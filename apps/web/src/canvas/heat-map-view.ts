import { createCanvasRenderer } from './canvas-renderer.ts';
import { type CellGathering, startGathering } from './cell-grid.ts';
import { cellText, describeCell, selectionText } from './describe-cell.ts';
import { drawMap } from './draw-map.ts';
import { drawOverlay } from './draw-overlay.ts';
import {
  type HeatMapView,
  type HeatMapViewOptions,
  type HeatMapViewState,
  initialHeatMapViewState,
  type SelectionChange,
  type TimeRange,
} from './heat-map-options.ts';
import { type GridCell, type HeatMapLayout, hitTest, layoutHeatMap, rectOfCell } from './layout.ts';
import { createMapElements } from './map-elements.ts';
import { listenToInput } from './map-input.ts';
import {
  type GestureContext,
  type GestureEffect,
  type GestureEvent,
  type GestureState,
  previewOf,
  reduceGesture,
  restingGesture,
} from './selection-gesture.ts';
import { gridOfLayout, rangesOfCells } from './selection-shape.ts';
import { positionOfBin } from './space.ts';
import { THEME_COLOURS } from './theme-colours.ts';
import { type DeviceSize, watchDeviceSize } from './watch-size.ts';

/** More than a page can be behind, few enough to forget at once. */
const OWN_SELECTIONS_KEPT = 256;

/** Some milliseconds' worth. */
const BINS_A_FRAME = 250_000;

/**
 * The shell: owns elements, size and gestures, and decides when which canvas is drawn. Whatever happens between two
 * frames is drawn once; a drag touches the overlay alone.
 *
 * The container must have a size of its own: the map fills it and never grows it.
 */
export function createHeatMapView(container: HTMLElement, options: HeatMapViewOptions): HeatMapView {
  const view = container.ownerDocument.defaultView;
  if (view === null) throw new Error('createHeatMapView: the container is in no window');
  const helpId = `heat-map-help-${view.crypto.getRandomValues(new Uint32Array(1))[0] ?? 0}`;
  const elements = createMapElements(container, options.label, helpId);
  const base = createCanvasRenderer(elements.base);
  const overlay = createCanvasRenderer(elements.overlay);
  const fontFamily = options.fontFamily ?? (view.getComputedStyle(container).fontFamily || 'sans-serif');

  let state: HeatMapViewState = { ...initialHeatMapViewState, ...options.state };
  let size: DeviceSize = { width: 0, height: 0, pixelRatio: 1 };
  let layout: HeatMapLayout | undefined;
  let gesture: GestureState = restingGesture;
  const ownSelections = new Set<string>();
  let hasKeyboardFocus = false;
  let isReleased = false;
  let frame = 0;
  const dirty = { layout: true, base: true, overlay: true, hover: false };
  /** Kept for another palette or theme. */
  let gathering: CellGathering | undefined;
  /** The last of this frame's selections; reported once, just before the overlay is drawn. */
  let unreported: SelectionChange | undefined;
  let reportedHover: { cell: GridCell; source: 'pointer' | 'keyboard' } | undefined;

  function schedule(): void {
    if (frame === 0 && !isReleased && view !== null) frame = view.requestAnimationFrame(drawFrame);
  }

  function drawFrame(): void {
    frame = 0;
    if (isReleased || size.width === 0 || size.height === 0) return;
    if (dirty.layout) layOut();
    reportSelection();
    if (dirty.hover) reportHover();
    if (dirty.base) drawBase();
    if (dirty.overlay) {
      dirty.overlay = false;
      if (layout === undefined) overlay.clear();
      else drawOverlay(overlay, overlayPicture(layout));
    }
  }

  /** The old picture stays until the new one's cells are gathered, some bins a frame. */
  function drawBase(): void {
    const { map } = state;
    if (layout === undefined || map === undefined) {
      dirty.base = false;
      base.clear();
      return;
    }
    const { columns, rows } = layout;
    if (gathering?.map !== map || gathering.columnsPerCell !== columns.group || gathering.rowsPerCell !== rows.group)
      gathering = startGathering(map, columns.group, rows.group);
    if (!gathering.goOn(BINS_A_FRAME)) {
      schedule();
      return;
    }
    dirty.base = false;
    drawMap(base, { layout, map, grid: gathering.grid, state, fontFamily });
  }

  function layOut(): void {
    dirty.layout = false;
    dirty.base = true;
    dirty.overlay = true;
    const { map } = state;
    const before = layout;
    layout =
      map === undefined || map.columns === 0
        ? undefined
        : layoutHeatMap({ columns: map.columns, rows: map.rows, periodNs: map.periodNs, flip: state.flip, ...size });
    // Drawn cells of another layout mean other times: a gesture in them would lie.
    if (before !== undefined && (layout === undefined || !isSameGrid(before, layout))) {
      gesture = restingGesture;
      dirty.hover = true;
      options.onPendingStart?.(undefined);
    }
    const plot = layout?.plot ?? { left: 0, top: 0, width: 0, height: 0 };
    const css = (devicePixels: number): string => `${devicePixels / size.pixelRatio}px`;
    Object.assign(elements.surface.style, {
      left: css(plot.left),
      top: css(plot.top),
      width: css(plot.width),
      height: css(plot.height),
    });
    if (layout === undefined) return;
    options.onLayout?.({
      plot: toCss(plot, size.pixelRatio),
      columnsPerCell: layout.columns.group,
      rowsPerCell: layout.rows.group,
    });
  }

  function overlayPicture(current: HeatMapLayout): Parameters<typeof drawOverlay>[1] {
    const context = gestureContext();
    const preview = context === undefined ? undefined : previewOf(gesture, context);
    const selection: readonly TimeRange[] =
      preview === undefined
        ? state.selection
        : rangesOfCells(gridOfLayout(current), preview.from, preview.to, preview.mode);
    const isDragging = gesture.gesture.kind === 'dragging';
    return {
      layout: current,
      theme: state.theme,
      selection,
      marks: state.marks,
      pendingStart: gesture.gesture.kind === 'pending' ? gesture.gesture.start : undefined,
      hover: isDragging ? undefined : gesture.hover,
      cursor: hasKeyboardFocus && gesture.hover === undefined ? gesture.cursor : undefined,
    };
  }

  function gestureContext(): GestureContext | undefined {
    return layout === undefined
      ? undefined
      : { columns: layout.columns.cells, rows: layout.rows.cells, mode: state.selectionMode };
  }

  function dispatch(event: GestureEvent): void {
    const context = gestureContext();
    if (context === undefined || isReleased) return;
    const before = gesture;
    const step = reduceGesture(gesture, event, context);
    gesture = step.state;
    if (event.kind === 'move' || event.kind === 'mark') hasKeyboardFocus = true;
    if (pendingOf(before) !== pendingOf(gesture)) reportPending();
    dirty.overlay = true;
    dirty.hover = true;
    if (step.effect !== undefined) apply(step.effect);
    schedule();
  }

  function apply(effect: GestureEffect): void {
    if (layout === undefined || (effect.kind === 'clear' && state.selection.length === 0)) return;
    const ranges =
      effect.kind === 'clear' ? [] : rangesOfCells(gridOfLayout(layout), effect.from, effect.to, effect.mode);
    const final = effect.kind === 'clear' || effect.final;
    unreported = { ranges, final, source: effect.source };
    // The page hands back what it was told, and may be some keys behind.
    if (ownSelections.size > OWN_SELECTIONS_KEPT) ownSelections.clear();
    ownSelections.add(rangesKey(state.selection)).add(rangesKey(ranges));
    if (!final) return;
    // The page answers a final change in its own time; until then the map shows what was chosen.
    state = { ...state, selection: ranges };
    elements.announce(selectionText(ranges, layout.periodNs / layout.rows.bins));
    reportSelection();
  }

  function reportSelection(): void {
    const change = unreported;
    unreported = undefined;
    if (change !== undefined) options.onSelectionChange?.(change);
  }

  function reportPending(): void {
    const start = pendingOf(gesture);
    if (layout === undefined || state.map === undefined || start === undefined) options.onPendingStart?.(undefined);
    else options.onPendingStart?.(describeCell(state.map, gridOfLayout(layout), start).startNs);
  }

  function reportHover(): void {
    dirty.hover = false;
    const source = gesture.hover === undefined ? 'keyboard' : 'pointer';
    const at = gesture.hover ?? (hasKeyboardFocus ? gesture.cursor : undefined);
    if (
      at?.column === reportedHover?.cell.column &&
      at?.row === reportedHover?.cell.row &&
      source === reportedHover?.source
    )
      return;
    const { map } = state;
    if (at === undefined || layout === undefined || map === undefined) {
      if (reportedHover !== undefined) options.onHover?.(undefined);
      reportedHover = undefined;
      return;
    }
    reportedHover = { cell: at, source };
    const cell = describeCell(map, gridOfLayout(layout), at);
    const rect = rectOfCell(layout, at);
    options.onHover?.({
      cell,
      source,
      ...toCss(
        { left: rect.left, top: rect.top, width: rect.right - rect.left, height: rect.bottom - rect.top },
        size.pixelRatio,
      ),
    });
    if (source === 'keyboard') elements.announce(cellText(map, cell, state.weightUnit));
  }

  const releaseSize = watchDeviceSize(elements.root, (next) => {
    size = next;
    for (const [canvas, renderer] of [
      [elements.base, base],
      [elements.overlay, overlay],
    ] as const) {
      renderer.resize(size.width, size.height);
      Object.assign(canvas.style, {
        width: `${size.width / size.pixelRatio}px`,
        height: `${size.height / size.pixelRatio}px`,
      });
    }
    dirty.layout = true;
    // Drawn at once: a resized canvas is blank, and would flash for a frame.
    drawFrame();
  });
  const releaseInput = listenToInput(elements.surface, {
    context: gestureContext,
    flip: () => state.flip,
    cellAt(clientX, clientY, clamp) {
      if (layout === undefined) return undefined;
      const box = elements.base.getBoundingClientRect();
      return hitTest(layout, (clientX - box.left) * size.pixelRatio, (clientY - box.top) * size.pixelRatio, clamp);
    },
    dispatch,
    onFocus(hasFocus) {
      hasKeyboardFocus = hasFocus;
      dirty.overlay = true;
      dirty.hover = true;
      schedule();
    },
  });

  return {
    update(next) {
      const before = state;
      const isSelecting = gesture.gesture.kind === 'dragging' || gesture.gesture.kind === 'extending';
      state = { ...state, ...next, selection: isSelecting ? before.selection : (next.selection ?? before.selection) };
      // A selection from elsewhere (Clear, Back, the number fields) has no first cell that keys could extend from.
      if (gesture.gesture.kind === 'rest' && !ownSelections.has(rangesKey(state.selection)))
        gesture = { ...gesture, gesture: { kind: 'rest' } };
      if (state.map !== before.map || state.flip !== before.flip) {
        dirty.layout = true;
        reportedHover = undefined;
        dirty.hover = true;
      }
      if (
        state.theme !== before.theme ||
        state.palette !== before.palette ||
        state.scale !== before.scale ||
        state.cpuCount !== before.cpuCount
      )
        dirty.base = true;
      dirty.overlay = true;
      schedule();
    },
    focus() {
      elements.surface.focus();
    },
    cancelGesture() {
      gesture = { ...restingGesture, cursor: gesture.cursor };
      unreported = undefined;
      reportPending();
      dirty.overlay = true;
      schedule();
    },
    leftOfTime(timeNs) {
      if (layout === undefined) return undefined;
      const column = Math.floor(timeNs / layout.periodNs);
      return (
        (layout.plot.left + (positionOfBin(layout.columns, column) + positionOfBin(layout.columns, column + 1)) / 2) /
        size.pixelRatio
      );
    },
    toPng() {
      return pngOf([elements.base, elements.overlay], THEME_COLOURS[state.theme].panel);
    },
    release() {
      if (isReleased) return;
      isReleased = true;
      if (frame !== 0) view.cancelAnimationFrame(frame);
      releaseInput();
      releaseSize();
      elements.release();
    },
  };
}

function pendingOf(state: GestureState): GridCell | undefined {
  return state.gesture.kind === 'pending' ? state.gesture.start : undefined;
}

function isSameGrid(a: HeatMapLayout, b: HeatMapLayout): boolean {
  return (
    a.periodNs === b.periodNs &&
    a.rows.bins === b.rows.bins &&
    a.rows.group === b.rows.group &&
    a.columns.group === b.columns.group
  );
}

function toCss<Box extends { left: number; top: number; width: number; height: number }>(
  box: Box,
  pixelRatio: number,
): { left: number; top: number; width: number; height: number } {
  return {
    left: box.left / pixelRatio,
    top: box.top / pixelRatio,
    width: box.width / pixelRatio,
    height: box.height / pixelRatio,
  };
}

/** On the panel's colour: on a transparent ground the labels of one theme vanish on the paper of the other. */
async function pngOf(layers: readonly HTMLCanvasElement[], ground: string): Promise<Blob> {
  const first = layers[0];
  if (first === undefined) throw new Error('pngOf: no layer to export');
  const whole = first.ownerDocument.createElement('canvas');
  whole.width = first.width;
  whole.height = first.height;
  const context = whole.getContext('2d');
  if (context === null) throw new Error('pngOf: this browser gave no 2d context');
  context.fillStyle = ground;
  context.fillRect(0, 0, whole.width, whole.height);
  for (const layer of layers) context.drawImage(layer, 0, 0);
  return await new Promise((resolve, reject) =>
    whole.toBlob(
      (blob) => (blob === null ? reject(new Error('pngOf: the picture is too large for this browser')) : resolve(blob)),
      'image/png',
    ),
  );
}

function rangesKey(ranges: readonly TimeRange[]): string {
  return ranges.map((range) => `${range.startNs}-${range.endNs}`).join(',');
}
