import type { SelectionMode } from './heat-map-options.ts';
import type { GridCell } from './layout.ts';

/**
 * What presses and keys mean, without a DOM. Cells are drawn cells (selection-shape.ts turns them into time).
 *
 *            press            drag beyond the threshold        lift
 *   rest ──────────▶ pressing ────────────────────────▶ dragging ────▶ rest (selected)
 *    ▲                  │ lift = a click
 *    │ second click     ▼
 *    └────────────── pending (start set; the preview follows pointer or cursor)
 *
 * Keys: arrows move the cursor; with Shift they extend from where it stood, or go on with
 * the selection that was just made; Enter does what a click at the cursor does.
 */
export type Gesture =
  /** `anchor`: where the standing selection began; Shift with arrows goes on extending it from there. */
  | { readonly kind: 'rest'; readonly anchor?: GridCell }
  | { readonly kind: 'pending'; readonly start: GridCell }
  | { readonly kind: 'pressing'; readonly anchor: GridCell; readonly pending: GridCell | undefined }
  | { readonly kind: 'dragging'; readonly anchor: GridCell; readonly current: GridCell; readonly mode: SelectionMode }
  | { readonly kind: 'extending'; readonly anchor: GridCell; readonly current: GridCell; readonly mode: SelectionMode };

export interface GestureState {
  readonly gesture: Gesture;
  /** The keyboard's cell; undefined until the first key. */
  readonly cursor: GridCell | undefined;
  /** The pointer's cell. */
  readonly hover: GridCell | undefined;
}

export const restingGesture: GestureState = { gesture: { kind: 'rest' }, cursor: undefined, hover: undefined };

/** `alternate`: Shift or Alt is held, the other mode is meant. */
export type GestureEvent =
  | { readonly kind: 'press'; readonly cell: GridCell }
  | { readonly kind: 'drag'; readonly cell: GridCell; readonly beyondThreshold: boolean; readonly alternate: boolean }
  | { readonly kind: 'lift'; readonly cell: GridCell; readonly alternate: boolean }
  | { readonly kind: 'hover'; readonly cell: GridCell | undefined }
  /** Shift or Alt went down or up while the pointer stood still. */
  | { readonly kind: 'alternate'; readonly alternate: boolean }
  /** The pointer was taken away by the system. */
  | { readonly kind: 'cancel' }
  | { readonly kind: 'escape' }
  | {
      readonly kind: 'move';
      readonly columns: number;
      readonly rows: number;
      readonly extend: boolean;
      readonly alternate: boolean;
    }
  | { readonly kind: 'mark'; readonly alternate: boolean }
  /** Shift was let go or focus left: an extension is finished. */
  | { readonly kind: 'settle' };

export type GestureEffect =
  | {
      readonly kind: 'select';
      readonly from: GridCell;
      readonly to: GridCell;
      readonly mode: SelectionMode;
      readonly final: boolean;
      readonly source: 'pointer' | 'keyboard';
    }
  | { readonly kind: 'clear'; readonly source: 'pointer' | 'keyboard' };

export interface GestureContext {
  /** Drawn cells. */
  readonly columns: number;
  readonly rows: number;
  readonly mode: SelectionMode;
}

export interface GestureStep {
  readonly state: GestureState;
  readonly effect: GestureEffect | undefined;
}

export function reduceGesture(state: GestureState, event: GestureEvent, context: GestureContext): GestureStep {
  const { gesture } = state;
  switch (event.kind) {
    case 'press':
      return quiet({
        ...state,
        hover: event.cell,
        gesture: {
          kind: 'pressing',
          anchor: event.cell,
          pending: gesture.kind === 'pending' ? gesture.start : undefined,
        },
      });
    case 'drag':
      return drag(state, event, context);
    case 'lift':
      return lift(state, event, context);
    case 'hover':
      return quiet({ ...state, hover: event.cell });
    case 'alternate': {
      if (gesture.kind !== 'dragging') return quiet(state);
      const mode = modeOf(context, event.alternate);
      if (mode === gesture.mode) return quiet(state);
      return selecting(
        { ...state, gesture: { ...gesture, mode } },
        gesture.anchor,
        gesture.current,
        mode,
        false,
        'pointer',
      );
    }
    case 'cancel':
      return quiet({ ...state, hover: undefined, gesture: gesture.kind === 'pending' ? gesture : { kind: 'rest' } });
    case 'escape':
      if (gesture.kind === 'pending') return quiet({ ...state, gesture: { kind: 'rest' } });
      if (gesture.kind === 'pressing' && gesture.pending !== undefined)
        return quiet({ ...state, gesture: { kind: 'rest' } });
      return { state: { ...state, gesture: { kind: 'rest' } }, effect: { kind: 'clear', source: 'keyboard' } };
    case 'move':
      return move(state, event, context);
    case 'mark':
      return mark(state, event.alternate, context);
    case 'settle':
      if (gesture.kind !== 'extending') return quiet(state);
      return selecting(
        { ...state, gesture: { kind: 'rest', anchor: gesture.anchor } },
        gesture.anchor,
        gesture.current,
        gesture.mode,
        true,
        'keyboard',
      );
    default:
      return assertUnreachable(event);
  }
}

/** The two cells to draw as the selection to be; undefined when the page's own selection is to be drawn. */
export function previewOf(
  state: GestureState,
  context: GestureContext,
): { from: GridCell; to: GridCell; mode: SelectionMode } | undefined {
  const { gesture } = state;
  switch (gesture.kind) {
    case 'dragging':
    case 'extending':
      return { from: gesture.anchor, to: gesture.current, mode: gesture.mode };
    case 'pending':
      return { from: gesture.start, to: state.hover ?? state.cursor ?? gesture.start, mode: context.mode };
    case 'pressing':
      return gesture.pending === undefined
        ? undefined
        : { from: gesture.pending, to: gesture.anchor, mode: context.mode };
    case 'rest':
      return undefined;
    default:
      return assertUnreachable(gesture);
  }
}

function drag(
  state: GestureState,
  event: Extract<GestureEvent, { kind: 'drag' }>,
  context: GestureContext,
): GestureStep {
  const { gesture } = state;
  if (gesture.kind !== 'pressing' && gesture.kind !== 'dragging') return quiet({ ...state, hover: event.cell });
  if (gesture.kind === 'pressing' && !event.beyondThreshold) return quiet({ ...state, hover: event.cell });
  const mode = modeOf(context, event.alternate);
  if (gesture.kind === 'dragging' && isSameCell(gesture.current, event.cell) && gesture.mode === mode)
    return quiet(state);
  const next: GestureState = {
    ...state,
    hover: event.cell,
    gesture: { kind: 'dragging', anchor: gesture.anchor, current: event.cell, mode },
  };
  return selecting(next, gesture.anchor, event.cell, mode, false, 'pointer');
}

function lift(
  state: GestureState,
  event: Extract<GestureEvent, { kind: 'lift' }>,
  context: GestureContext,
): GestureStep {
  const { gesture } = state;
  const mode = modeOf(context, event.alternate);
  if (gesture.kind === 'dragging') {
    const rested: GestureState = {
      ...state,
      hover: event.cell,
      cursor: event.cell,
      gesture: { kind: 'rest', anchor: gesture.anchor },
    };
    return selecting(rested, gesture.anchor, event.cell, mode, true, 'pointer');
  }
  if (gesture.kind !== 'pressing') return quiet(state);
  // A click counts where it was pressed: the hand may have trembled into the next cell.
  const clicked: GestureState = { ...state, cursor: gesture.anchor };
  if (gesture.pending === undefined) return quiet({ ...clicked, gesture: { kind: 'pending', start: gesture.anchor } });
  const rested: GestureState = { ...clicked, gesture: { kind: 'rest', anchor: gesture.pending } };
  return selecting(rested, gesture.pending, gesture.anchor, mode, true, 'pointer');
}

function move(
  state: GestureState,
  event: Extract<GestureEvent, { kind: 'move' }>,
  context: GestureContext,
): GestureStep {
  const { gesture } = state;
  if (gesture.kind === 'pressing' || gesture.kind === 'dragging') return quiet(state);
  // The first key of all only shows the cursor, where the pointer is or at the start.
  const from = state.cursor ?? state.hover;
  const cursor =
    from === undefined
      ? { column: 0, row: 0 }
      : {
          column: clamp(from.column + event.columns, context.columns),
          row: clamp(from.row + event.rows, context.rows),
        };
  if (!event.extend) {
    const moved: GestureState = { ...state, hover: undefined, cursor };
    if (gesture.kind === 'rest') return quiet({ ...moved, gesture: { kind: 'rest' } });
    if (gesture.kind !== 'extending') return quiet(moved);
    return selecting(
      { ...moved, gesture: { kind: 'rest' } },
      gesture.anchor,
      gesture.current,
      gesture.mode,
      true,
      'keyboard',
    );
  }
  const begun = gesture.kind === 'pending' ? gesture.start : gesture.anchor;
  const anchor = begun ?? from ?? cursor;
  const mode = modeOf(context, event.alternate);
  const extended: GestureState = {
    hover: undefined,
    cursor,
    gesture: { kind: 'extending', anchor, current: cursor, mode },
  };
  return selecting(extended, anchor, cursor, mode, false, 'keyboard');
}

function mark(state: GestureState, alternate: boolean, context: GestureContext): GestureStep {
  const { gesture } = state;
  const cursor = state.cursor ?? { column: 0, row: 0 };
  switch (gesture.kind) {
    case 'rest':
      return quiet({ ...state, hover: undefined, cursor, gesture: { kind: 'pending', start: cursor } });
    case 'pending':
      return selecting(
        { ...state, hover: undefined, cursor, gesture: { kind: 'rest', anchor: gesture.start } },
        gesture.start,
        cursor,
        modeOf(context, alternate),
        true,
        'keyboard',
      );
    case 'extending':
      return selecting(
        { ...state, gesture: { kind: 'rest' } },
        gesture.anchor,
        gesture.current,
        gesture.mode,
        true,
        'keyboard',
      );
    case 'pressing':
    case 'dragging':
      return quiet(state);
    default:
      return assertUnreachable(gesture);
  }
}

function quiet(state: GestureState): GestureStep {
  return { state, effect: undefined };
}

function selecting(
  state: GestureState,
  from: GridCell,
  to: GridCell,
  mode: SelectionMode,
  final: boolean,
  source: 'pointer' | 'keyboard',
): GestureStep {
  return { state, effect: { kind: 'select', from, to, mode, final, source } };
}

function modeOf(context: GestureContext, alternate: boolean): SelectionMode {
  if (!alternate) return context.mode;
  return context.mode === 'run' ? 'rectangle' : 'run';
}

function isSameCell(a: GridCell, b: GridCell): boolean {
  return a.column === b.column && a.row === b.row;
}

function clamp(index: number, count: number): number {
  return Math.max(0, Math.min(count - 1, index));
}

function assertUnreachable(value: never): never {
  throw new Error(`unreachable: ${JSON.stringify(value)}`);
}
