import { FrameKind } from '@subsecond/profile';
import { expect, test } from 'vitest';
import { asciiBytes } from '../../../../test/support/encode-protobuf.ts';
import { foldReading } from '../../../../test/support/fold-reading.ts';
import { readProfile } from '../create-profile-reader.ts';
import { ParseError } from '../parse-result.ts';
import { areDifferential, looksFolded, splitFoldedLine } from './split-folded-line.ts';

test('the last number is the count, whatever the names hold', () => {
  expect(splitFoldedLine('a;worker 12;operator new(unsigned long) 7')).toEqual({
    stack: 'a;worker 12;operator new(unsigned long)',
    count: 7,
  });
  expect(splitFoldedLine('a;b 0.5')).toEqual({ stack: 'a;b', count: 0.5 });
  expect(splitFoldedLine('a;b')).toBeUndefined();
  expect(splitFoldedLine('12')).toBeUndefined();
});

test('a text of other lines is not taken for folded stacks', () => {
  expect(looksFolded('main;work 3\nmain;rest 4\n')).toBe(true);
  expect(looksFolded('name;count\nfor (i = 0; i < 10; i++) {\n  sum += i;\n}\nreturn 0\n')).toBe(false);
  expect(looksFolded('total 12\nfiles seven\n')).toBe(false);
  expect(looksFolded('name,count\nmain 12\n')).toBe(false);
  expect(looksFolded('started worker 3\nstarted worker 4\n')).toBe(false);
  expect(looksFolded('2026-11-21 22\n2026-11-22 23\n')).toBe(false);
  expect(looksFolded('total 12\nno count')).toBe(false);
});

test('samples without a stack are lines of a thread and a count: a text of nothing else is one', () => {
  for (const text of ['web 2', 'web 2\n', 'web 2\nV8_Worker 31\n', '# a comment\nweb 2\nworker', 'web 2\nworker 1'])
    expect(looksFolded(text)).toBe(true);
  expect(foldReading(readProfile(asciiBytes('web 2\nV8_Worker 1\n')))).toEqual(['V8_Worker 1', 'web 2']);
});

test('counts become samples, so that every count of samples is right', () => {
  const result = readProfile(asciiBytes('main;work 3\nmain 2\nmain;rest;deep 1\n'));
  expect(result).toMatchObject({ format: 'folded', lines: 3, warnings: [] });
  expect(result.profile.samples.length).toBe(6);
  expect(result.profile.events).toMatchObject([{ name: 'samples', weightUnit: 'samples', fixedWeight: 1 }]);
  expect(foldReading(result)).toEqual(['main 2', 'main;rest;deep 1', 'main;work 3']);
});

test('counts too many to spell out, or with fractions, stay weights of one sample each', () => {
  for (const text of ['main;work 3000000000\nmain;rest 1\n', 'main;work 1.5\nmain;rest 1\n']) {
    const result = readProfile(asciiBytes(text));
    expect(result.profile.samples.length).toBe(2);
    expect(result.profile.events[0].weightUnit).toBe('count');
  }
});

test("the suffixes of FlameGraph and async-profiler are kinds and no part of the name; a waker's stays", () => {
  const { profile } = readProfile(asciiBytes('java;a_[j];b_[i];c_[k];d_[0];e_[1];f_[w];g[0];[unknown] 1\n'));
  const frames = Array.from(profile.frames.symbol, (symbol, frame) => [
    profile.strings[symbol],
    profile.frames.kind[frame],
  ]);
  expect(frames).toEqual([
    ['a', FrameKind.jit],
    ['b', FrameKind.inlined],
    ['c', FrameKind.kernel],
    ['d', FrameKind.interpreter],
    ['e', FrameKind.jit],
    ['f_[w]', FrameKind.user],
    ['g[0]', FrameKind.user],
    ['[unknown]', FrameKind.unresolved],
  ]);
});

test('a differential text is refused with words; a name that ends in a number is none', () => {
  expect(areDifferential(['a;b 1 2', 'a;c 3 0'])).toBe(true);
  expect(areDifferential(['a;worker 1 2', 'a;c 3'])).toBe(false);
  expect(areDifferential(['a;b 1 2', 'a;c 3 0', 'no count'])).toBe(false);
  expect(areDifferential(['# difffolded', 'a;b 1 2', 'a;c 3 0', ''])).toBe(true);
  expect(areDifferential(['main;get 5 3'])).toBe(false);
  expect(foldReading(readProfile(asciiBytes('main;get 5 3\n')))).toEqual(['main;get 5 3']);
  try {
    readProfile(asciiBytes('a;b 1 2\na;c 3 0\n'));
    expect.unreachable();
  } catch (error) {
    expect(error).toBeInstanceOf(ParseError);
    expect(error).toMatchObject({ seemsToBe: 'folded-differential', cure: expect.stringContaining('two profiles') });
  }
});

test('lines that are none are counted with their place', () => {
  const { warnings } = readProfile(asciiBytes('# a comment\nmain;work 3\nnot a stack\nmain;rest 4\nmain;last 1\n'));
  expect(warnings).toEqual([
    {
      kind: 'line-not-understood',
      count: 1,
      firstLine: 3,
      firstByteOffset: 0,
      lines: [{ line: 3, text: 'not a stack' }],
    },
  ]);
});
