import { describe, expect, it } from 'vitest';
import { type FocusableFrame, moveFocus } from './flame-focus.ts';

interface Named extends FocusableFrame {
  readonly name: string;
}
const frame = (name: string, parent: Named | null, x0: number, x1: number): Named => ({
  name,
  parent,
  depth: parent === null ? 0 : parent.depth + 1,
  x0,
  x1,
});

//  all
//  a     | b
//  c | d | e
const all = frame('all', null, 0, 1);
const a = frame('a', all, 0, 0.6);
const b = frame('b', all, 0.6, 1);
const c = frame('c', a, 0, 0.2);
const d = frame('d', a, 0.2, 0.6);
const e = frame('e', b, 0.6, 1);
const visible = [d, all, a, e, b, c];
const from = (focus: Named) => ({ focus, zoomed: all, visible });

describe('the keyboard in a flame graph', () => {
  it('goes to the widest callee and back to the caller', () => {
    expect(moveFocus('callee', from(a)).name).toBe('d');
    expect(moveFocus('caller', from(d)).name).toBe('a');
  });

  it('goes along a level, over the borders of parents', () => {
    expect(moveFocus('next', from(d)).name).toBe('e');
    expect(moveFocus('previous', from(d)).name).toBe('c');
  });

  it('stays where there is nothing further', () => {
    expect(moveFocus('previous', from(c)).name).toBe('c');
    expect(moveFocus('callee', from(e)).name).toBe('e');
    expect(moveFocus('caller', from(all)).name).toBe('all');
  });

  it('returns to the zoomed frame when its own is no longer drawn', () => {
    expect(moveFocus('next', { focus: frame('gone', a, 0, 0), zoomed: b, visible }).name).toBe('b');
  });
});
