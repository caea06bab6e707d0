import { NONE } from '@subsecond/profile';
import { expect, test } from 'vitest';
import { asciiBytes } from '../../../../test/support/encode-protobuf.ts';
import { foldReading } from '../../../../test/support/fold-reading.ts';
import { readProfile } from '../create-profile-reader.ts';
import { ParseError } from '../parse-result.ts';

const read = (...events: unknown[]) => readProfile(asciiBytes(JSON.stringify(events)));
const at = (ph: string, ts: number, name?: string, dur?: number) => ({ pid: 1, tid: 2, ph, ts, name, dur });

test('threads go by their own name, else by their process, else by their id', () => {
  const result = read(
    { ...at('X', 0, 'a', 5), tid: 2 },
    { ...at('X', 0, 'b', 5), tid: 3 },
    { ...at('X', 0, 'c', 5), pid: 9, tid: 4 },
    { pid: 1, ph: 'M', name: 'process_name', args: { name: 'browser' } },
    { pid: 1, tid: 2, ph: 'M', name: 'thread_name', args: { name: 'ui' } },
  );
  expect(foldReading(result)).toEqual(['browser;b 5000', 'thread_4;c 5000', 'ui;a 5000']);
  expect([...result.profile.threads.pid]).toEqual([1, 1, 9]);
  expect([...result.profile.threads.tid]).toEqual([2, 3, 4]);
});

test('times since the epoch keep their digits', () => {
  const epoch = 1_795_297_765_159_889;
  const result = read(at('X', epoch + 0.584, 'a', 1.5), at('X', epoch + 10, 'b', 0.25));
  expect(result.firstTime).toMatch(/^1795297765\.15988958[45]$|^1795297765\.1598895/);
  expect(foldReading(result)[1]).toBe('thread_2;b 250');
});

test('complete slices that overlap are both kept for as long as they lasted', () => {
  const result = read(at('X', 0, 'outer', 10), at('X', 5, 'late', 10));
  expect(foldReading(result)).toEqual(['thread_2;late 5000', 'thread_2;outer 5000', 'thread_2;outer;late 5000']);
  expect(result.warnings).toMatchObject([{ kind: 'intervals-overlap', count: 1 }]);
});

test('slices that begin or end together nest, the longer outside', () => {
  const result = read(at('X', 0, 'inner', 4), at('X', 0, 'outer', 10), at('X', 6, 'last', 4), at('X', 10, 'next', 2));
  expect(foldReading(result)).toEqual([
    'thread_2;next 2000',
    'thread_2;outer 2000',
    'thread_2;outer;inner 4000',
    'thread_2;outer;last 4000',
  ]);
  expect(result.warnings).toEqual([]);
});

test('an end without a name ends the innermost; a begin without an end lasts to the last entry of its thread', () => {
  const result = read(at('B', 0, 'a'), at('B', 2, 'b'), at('E', 5), at('B', 6, 'c'), at('E', 9, 'nobody'));
  expect(foldReading(result)).toEqual(['thread_2;a 3000', 'thread_2;a;b 3000', 'thread_2;a;c 3000']);
  expect(result.warnings).toMatchObject([{ kind: 'end-unmatched', count: 3 }]);
});

test('a trace without its closing bracket is read, and said to be cut off', () => {
  const result = readProfile(asciiBytes('[{"pid":1,"tid":2,"ph":"X","ts":0,"dur":3,"name":"a"},\n'));
  expect(foldReading(result)).toEqual(['thread_2;a 3000']);
  expect(result.warnings).toMatchObject([{ kind: 'file-truncated' }]);
});

test('an interval of a year is cut into no more pieces than a heat map can show', () => {
  const result = read(at('X', 0, 'a', 86_400e6 * 365));
  expect(result.profile.samples.length).toBeLessThan(2_000_001);
  expect(foldReading(result)).toEqual([`thread_2;a ${86_400e9 * 365}`]);
});

test('slices that all overlap take a time in proportion to their number, and are said to overlap', () => {
  const events = Array.from({ length: 30_000 }, (_, i) => at('X', i, `f${i % 7}`, 40_000));
  const started = Date.now();
  const result = read(...events, at('X', 100_000, 'after', 5));
  expect(Date.now() - started).toBeLessThan(10_000);
  expect(result.profile.samples.length).toBeGreaterThan(30_000);
  expect(result.profile.stacks.length).toBeLessThan(3_000_000);
  expect(result.warnings).toMatchObject([{ kind: 'intervals-overlap', count: 29_999 }]);
  const total = result.profile.samples.weight.reduce((sum, weight) => sum + weight, 0);
  expect(total).toBe(69_999_000 + 5000);
  const { samples, stacks } = result.profile;
  expect(stacks.prefix[samples.stack[samples.length - 1]]).toBe(NONE);
});

test('slices of an impossible length are left out and counted', () => {
  const result = read(at('X', 0, 'a', 3), at('X', 1, 'b', 1e300), at('X', 2, 'c', -5));
  expect(foldReading(result)).toEqual(['thread_2;a 3000']);
  expect(result.warnings).toMatchObject([
    { kind: 'entry-not-understood', count: 2, lines: [{ text: expect.stringContaining('1e+300') }, {}] },
  ]);
});

test('a trace of nothing but counters is refused with what it holds', () => {
  expect(() => read({ pid: 1, tid: 2, ph: 'C', ts: 1, name: 'memory', args: {} })).toThrow(ParseError);
});
