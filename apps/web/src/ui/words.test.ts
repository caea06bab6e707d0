import { expect, test } from 'vitest';
import { agoWords, bytesWords, countWords, hostTimeWords, instantWords, spanWords } from './words.ts';

/** No-break spaces are what is meant, but hard to read in a test. */
const plain = (text: string) => text.replaceAll('\u00a0', ' ');

test('bytes are counted in thousands and keep two digits', () => {
  expect(
    [0, 999, 1000, 4200, 9_949, 9_960, 48_000_000, 999_499, 999_500, 2.5e9].map((n) => plain(bytesWords(n))),
  ).toEqual(['0 B', '999 B', '1.0 kB', '4.2 kB', '9.9 kB', '10 kB', '48 MB', '999 kB', '1.0 MB', '2.5 GB']);
});

test('a span has the unit that a person would use, and never 60 s or 60 min', () => {
  expect(
    [0, 0.45, 29.94, 99.94, 120.31, 299.4, 300, 320, 3599.6, 3600, 4320, 7199.9].map((s) => plain(spanWords(s))),
  ).toEqual([
    '0 s',
    '0.45 s',
    '29.9 s',
    '99.9 s',
    '120 s',
    '299 s',
    '5 min',
    '5 min 20 s',
    '1 h',
    '1 h',
    '1 h 12 min',
    '2 h',
  ]);
});

test('a count of one is singular', () => {
  expect([0, 1, 9096].map((n) => plain(countWords(n, 'sample')))).toEqual(['0 samples', '1 sample', '9,096 samples']);
});

test('an instant is written with its month in letters and its zone', () => {
  expect(instantWords('2026-11-21T18:39:13.204Z')).toBe('21 Nov 2026, 18:39:13 UTC');
  expect(instantWords('2026-02-03T04:05:06-05:00')).toBe('3 Feb 2026, 04:05:06 UTC−05:00');
  expect(instantWords('yesterday')).toBe('yesterday');
});

test("perf's captured-on is said to be in the host's zone", () => {
  expect(hostTimeWords('Sat Nov  1 18:39:13 2026')).toBe('1 Nov 2026, 18:39:13 (host’s local time)');
  expect(hostTimeWords('sometime')).toBe('sometime (host’s local time)');
});

test('how long ago is said in words for a week, then the date is said', () => {
  const now = Date.parse('2026-11-21T12:00:00Z');
  const say = (iso: string) => plain(agoWords(iso, now));
  expect(say('2026-11-21T12:00:30Z')).toBe('just now');
  expect(say('2026-11-21T11:59:01Z')).toBe('just now');
  expect(say('2026-11-21T11:59:00Z')).toBe('1 minute ago');
  expect(say('2026-11-21T09:00:00Z')).toBe('3 hours ago');
  expect(say('2026-11-19T12:00:00Z')).toBe('2 days ago');
  expect(say('2026-11-14T12:00:00Z')).toBe('on 14 Nov 2026, 12:00:00 UTC');
  expect(say('2026-11-22T12:00:00Z')).toBe('on 22 Nov 2026, 12:00:00 UTC');
});
