import { selection } from 'd3-selection';
import { expect, it } from 'vitest';
import { withoutTransitions } from './without-transitions.ts';

it('sets at once what a transition would set later, and only while drawing', () => {
  const prototype: { transition?: unknown } = selection.prototype;
  prototype.transition = () => {
    throw new Error('a real transition');
  };
  const before = prototype.transition;
  const set: unknown[] = [];
  const fake = Object.assign(Object.create(selection.prototype), {
    attr: (name: string, value: unknown) => set.push([name, value]),
  });
  withoutTransitions(() => fake.transition().duration(200).ease(Math.sin).delay(5).attr('width', 7));
  expect(set).toEqual([['width', 7]]);
  expect(prototype.transition).toBe(before);
  expect(() =>
    withoutTransitions(() => {
      throw new Error('drawing failed');
    }),
  ).toThrow('drawing failed');
  expect(prototype.transition).toBe(before);
});
