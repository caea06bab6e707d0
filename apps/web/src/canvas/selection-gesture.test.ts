import { describe, expect, it } from 'vitest';
import {
  type GestureContext,
  type GestureEffect,
  type GestureEvent,
  type GestureState,
  previewOf,
  reduceGesture,
  restingGesture,
} from './selection-gesture.ts';

const context: GestureContext = { columns: 20, rows: 10, mode: 'run' };
const at = (column: number, row: number) => ({ column, row });

function play(
  events: readonly GestureEvent[],
  using: GestureContext = context,
  from: GestureState = restingGesture,
): { state: GestureState; effects: GestureEffect[] } {
  let state = from;
  const effects: GestureEffect[] = [];
  for (const event of events) {
    const step = reduceGesture(state, event, using);
    state = step.state;
    if (step.effect !== undefined) effects.push(step.effect);
  }
  return { state, effects };
}

const press = (column: number, row: number): GestureEvent => ({ kind: 'press', cell: at(column, row) });
const drag = (column: number, row: number, alternate = false): GestureEvent => ({
  kind: 'drag',
  cell: at(column, row),
  beyondThreshold: true,
  alternate,
});
const lift = (column: number, row: number, alternate = false): GestureEvent => ({
  kind: 'lift',
  cell: at(column, row),
  alternate,
});
const move = (columns: number, rows: number, extend = false, alternate = false): GestureEvent => ({
  kind: 'move',
  columns,
  rows,
  extend,
  alternate,
});
const mark: GestureEvent = { kind: 'mark', alternate: false };
const escapeKey: GestureEvent = { kind: 'escape' };
const hover = (column: number, row: number): GestureEvent => ({ kind: 'hover', cell: at(column, row) });

describe('a drag', () => {
  it('selects live from its first cell to the one under the pointer, and once for good at the end', () => {
    const { state, effects } = play([press(3, 2), drag(4, 2), drag(5, 7), lift(5, 7)]);
    expect(effects).toEqual([
      { kind: 'select', from: at(3, 2), to: at(4, 2), mode: 'run', final: false, source: 'pointer' },
      { kind: 'select', from: at(3, 2), to: at(5, 7), mode: 'run', final: false, source: 'pointer' },
      { kind: 'select', from: at(3, 2), to: at(5, 7), mode: 'run', final: true, source: 'pointer' },
    ]);
    expect(state.gesture).toEqual({ kind: 'rest', anchor: at(3, 2) });
  });

  it('says nothing while the pointer stays in a cell', () => {
    expect(play([press(3, 2), drag(4, 2), drag(4, 2), drag(4, 2)]).effects).toHaveLength(1);
  });

  it('is none while the pointer only trembles', () => {
    const { state, effects } = play([
      press(3, 2),
      { kind: 'drag', cell: at(3, 3), beyondThreshold: false, alternate: false },
    ]);
    expect(effects).toEqual([]);
    expect(state.gesture.kind).toBe('pressing');
  });

  it('takes rectangles with Shift or Alt, and changes its mind with the key', () => {
    const { effects } = play([
      press(3, 2),
      drag(5, 4, true),
      { kind: 'alternate', alternate: false },
      { kind: 'alternate', alternate: true },
      lift(5, 4, true),
    ]);
    expect(effects.map((effect) => effect.kind === 'select' && effect.mode)).toEqual([
      'rectangle',
      'run',
      'rectangle',
      'rectangle',
    ]);
  });

  it('takes runs with the key when rectangles are the mode', () => {
    const { effects } = play([press(3, 2), drag(5, 4), drag(6, 4, true)], { ...context, mode: 'rectangle' });
    expect(effects.map((effect) => effect.kind === 'select' && effect.mode)).toEqual(['rectangle', 'run']);
  });

  it('that the system takes away selects nothing for good', () => {
    const { state, effects } = play([press(3, 2), drag(5, 4), { kind: 'cancel' }]);
    expect(effects.some((effect) => effect.kind === 'select' && effect.final)).toBe(false);
    expect(state.gesture).toEqual({ kind: 'rest' });
  });

  it('starting while a start is pending forgets that start', () => {
    const { effects } = play([press(1, 1), lift(1, 1), press(3, 2), drag(5, 4), lift(5, 4)]);
    expect(effects.at(-1)).toMatchObject({ from: at(3, 2), to: at(5, 4), final: true });
  });
});

describe('two clicks', () => {
  it('set a start, show what would be selected under the pointer, and select', () => {
    const first = play([press(2, 3), lift(2, 3)]);
    expect(first.effects).toEqual([]);
    expect(first.state.gesture).toEqual({ kind: 'pending', start: at(2, 3) });
    const hovering = play([hover(6, 1)], context, first.state);
    expect(previewOf(hovering.state, context)).toEqual({ from: at(2, 3), to: at(6, 1), mode: 'run' });
    const second = play([press(6, 1), lift(6, 1)], context, hovering.state);
    expect(second.effects).toEqual([
      { kind: 'select', from: at(2, 3), to: at(6, 1), mode: 'run', final: true, source: 'pointer' },
    ]);
    expect(second.state.gesture).toEqual({ kind: 'rest', anchor: at(2, 3) });
  });

  it('on one cell select that cell', () => {
    expect(play([press(2, 3), lift(2, 3), press(2, 3), lift(2, 3)]).effects).toMatchObject([
      { from: at(2, 3), to: at(2, 3), final: true },
    ]);
  });

  it('count where they were pressed', () => {
    expect(play([press(2, 3), lift(2, 4)]).state.gesture).toEqual({ kind: 'pending', start: at(2, 3) });
  });

  it('can be one click and one Enter', () => {
    const { effects } = play([press(2, 3), lift(2, 3), move(4, 0), mark]);
    expect(effects).toMatchObject([{ from: at(2, 3), to: at(6, 3), final: true, source: 'keyboard' }]);
  });
});

describe('Escape', () => {
  it('clears the selection at rest', () => {
    expect(play([escapeKey]).effects).toEqual([{ kind: 'clear', source: 'keyboard' }]);
  });

  it('takes a pending start back and leaves the selection alone', () => {
    const { state, effects } = play([press(2, 3), lift(2, 3), escapeKey]);
    expect(effects).toEqual([]);
    expect(state.gesture).toEqual({ kind: 'rest' });
  });

  it('in mid-drag clears, and the rest of the drag does nothing', () => {
    const { effects } = play([press(2, 3), drag(4, 4), escapeKey, drag(5, 5), lift(5, 5)]);
    expect(effects.map((effect) => effect.kind)).toEqual(['select', 'clear']);
  });
});

describe('keys', () => {
  it('show the cursor first, then move it, and stop at the edges', () => {
    expect(play([move(1, 0)]).state.cursor).toEqual(at(0, 0));
    expect(play([move(1, 0), move(3, 2)]).state.cursor).toEqual(at(3, 2));
    expect(play([move(1, 0), move(-5, -5)]).state.cursor).toEqual(at(0, 0));
    expect(play([move(1, 0), move(100, 100)]).state.cursor).toEqual(at(19, 9));
  });

  it('start where the pointer is', () => {
    expect(play([hover(7, 7), move(1, 0)]).state).toMatchObject({ cursor: at(8, 7), hover: undefined });
  });

  it('extend with Shift from where the cursor stood, and settle when it is let go', () => {
    const { state, effects } = play([
      move(0, 0),
      move(4, 4),
      move(1, 0, true),
      move(1, 0, true),
      { kind: 'settle' },
      { kind: 'settle' },
    ]);
    expect(effects).toEqual([
      { kind: 'select', from: at(4, 4), to: at(5, 4), mode: 'run', final: false, source: 'keyboard' },
      { kind: 'select', from: at(4, 4), to: at(6, 4), mode: 'run', final: false, source: 'keyboard' },
      { kind: 'select', from: at(4, 4), to: at(6, 4), mode: 'run', final: true, source: 'keyboard' },
    ]);
    expect(state.gesture).toEqual({ kind: 'rest', anchor: at(4, 4) });
  });

  it('go on extending the same selection after Shift was let go', () => {
    const { effects } = play([move(0, 0), move(1, 0, true), { kind: 'settle' }, move(1, 0, true), { kind: 'settle' }]);
    expect(effects.at(-1)).toMatchObject({ from: at(0, 0), to: at(2, 0), final: true });
  });

  it('extend a dragged selection from the cell where the drag began', () => {
    const { effects } = play([press(3, 2), drag(5, 4), lift(5, 4), move(1, 0, true)]);
    expect(effects.at(-1)).toMatchObject({ from: at(3, 2), to: at(6, 4), source: 'keyboard' });
  });

  it('begin anew after a move without Shift, and after Escape', () => {
    const drawn = [press(3, 2), drag(5, 4), lift(5, 4)];
    expect(play([...drawn, move(1, 0), move(1, 0, true)]).effects.at(-1)).toMatchObject({ from: at(6, 4) });
    expect(play([...drawn, escapeKey, move(1, 0, true)]).effects.at(-1)).toMatchObject({ from: at(5, 4) });
  });

  it('settle an extension before they move on without Shift', () => {
    const { effects } = play([move(0, 0), move(1, 0, true), move(1, 0)]);
    expect(effects.map((effect) => effect.kind === 'select' && effect.final)).toEqual([false, true]);
  });

  it('extend the same rows with Alt', () => {
    expect(play([move(0, 0), move(3, 0, true, true)]).effects).toMatchObject([{ mode: 'rectangle' }]);
  });

  it('set start and end with Enter', () => {
    const { effects } = play([move(0, 0), mark, move(3, 1), mark]);
    expect(effects).toEqual([
      { kind: 'select', from: at(0, 0), to: at(3, 1), mode: 'run', final: true, source: 'keyboard' },
    ]);
  });

  it('wait while the pointer drags', () => {
    const { state } = play([press(2, 3), drag(4, 4), move(5, 5), mark]);
    expect(state.gesture.kind).toBe('dragging');
  });
});
