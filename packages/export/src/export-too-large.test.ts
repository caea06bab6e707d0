import { profileFromText } from '@subsecond/profile/testing';
import { expect, it } from 'vitest';
import { assertFramesAtMost, ExportTooLargeError, stackDepths } from './export-too-large.ts';

const profile = profileFromText(`
  time  0.1  0.2  0.3
        a    a    x
        b    b
             c
`);

it('counts the frames of each stack', () => {
  expect([...profile.samples.stack.subarray(0, 3)].map((stack) => stackDepths(profile)[stack])).toEqual([2, 3, 1]);
});

it('refuses more frames than may be written, a stack as often as it is written', () => {
  const depths = stackDepths(profile);
  const stacks = [...profile.samples.stack, -1];
  expect(() => assertFramesAtMost(depths, stacks, 6)).not.toThrow();
  expect(() => assertFramesAtMost(depths, stacks, 5)).toThrow(ExportTooLargeError);
  expect(() => assertFramesAtMost(depths, [...stacks, ...stacks], 11)).toThrow('12 frames');
});
