import { describe, expect, it } from 'vitest';
import { rangeWords, selectionParts, selectionSentence } from './selection-words.ts';
import {
  bytesWords,
  countWords,
  durationWords,
  lengthWords,
  rateWords,
  sampleWords,
  shareWords,
  shortNumber,
  weightLabel,
  weightWords,
  whenWords,
} from './words.ts';

/** No-break spaces as plain ones, so that the expectations can be read. */
const plain = (text: string | undefined) => text?.replaceAll('\u00a0', ' ');

describe('counts', () => {
  it('agree with their noun and are grouped', () => {
    expect([0, 1, 67, 9096].map((n) => plain(countWords(n, 'sample')))).toEqual([
      '0 samples',
      '1 sample',
      '67 samples',
      '9,096 samples',
    ]);
    expect(plain(countWords(2, 'CPU busy', 'CPUs busy'))).toBe('2 CPUs busy');
  });
});

it('samples of one event are told as a part of all', () => {
  expect(plain(sampleWords(200, 600))).toBe('200 of 600 samples');
  expect(plain(sampleWords(600, 600))).toBe('600 samples');
  expect(plain(sampleWords(600, null))).toBe('600 samples');
});

it('spans are told in days and hours where they have some', () => {
  expect([600_000e9, 9000e9, 120e9].map((ns) => plain(lengthWords(ns)))).toEqual(['6.9 days', '2.5 h', '120 s']);
});

describe('shares', () => {
  it('never print a little as nothing, nor nearly all as all', () => {
    expect(
      [
        [0, 10],
        [1, 100_000],
        [9, 1000],
        [1, 8],
        [99_999, 100_000],
        [7, 7],
        [1, 0],
      ].map(([part = 0, whole = 0]) => plain(shareWords(part, whole))),
    ).toEqual(['0 %', '< 0.1 %', '0.9 %', '12.5 %', '> 99.9 %', '100 %', '0 %']);
  });
});

describe('durations', () => {
  it('take the unit that fits', () => {
    expect([800e6, 1.5e9, 120e9, 16_666_667, 250e3, 7, 0].map((ns) => plain(durationWords(ns)))).toEqual([
      '800 ms',
      '1.5 s',
      '120 s',
      '16.667 ms',
      '250 µs',
      '7 ns',
      '0 s',
    ]);
  });

  it('keep the zeros of round numbers', () => {
    expect(plain(durationWords(100e9))).toBe('100 s');
    expect(plain(rateWords(100))).toBe('100 Hz');
    expect(plain(bytesWords(500))).toBe('500 B');
    expect(plain(bytesWords(1_250_000))).toBe('1.3 MB');
  });
});

describe('weights', () => {
  it('say their unit', () => {
    expect(plain(weightWords(67, 'samples', 'cycles'))).toBe('67 samples');
    expect(plain(weightWords(1_367_346_938, 'ns', 'cpu-clock'))).toBe('1.367 s');
    expect(plain(weightWords(1_240_000_000, 'count', 'cycles:u'))).toBe('1.24 G cycles');
    expect(plain(weightWords(4_200, 'bytes', 'alloc'))).toBe('4.2 kB');
    expect([0, 7, 999, 1000, 12_345, 999_999].map((n) => plain(shortNumber(n)))).toEqual([
      '0',
      '7',
      '999',
      '1 k',
      '12.3 k',
      '1 M',
    ]);
  });
});

describe('dates', () => {
  it('name the zone that was recorded', () => {
    expect(whenWords('2026-11-21T18:39:13.000Z', null)).toBe('21 Nov 2026, 18:39:13 UTC');
    expect(whenWords('2026-11-21T18:39:13+02:00', 'Sat Nov 21 18:39:13 2026')).toBe('21 Nov 2026, 18:39:13 UTC+02:00');
  });

  it('say that the zone is not known', () => {
    expect(whenWords(null, 'Sat Nov  7 18:39:13 2026')).toBe('7 Nov 2026, 18:39:13, host’s local time');
    expect(whenWords(null, null)).toBeUndefined();
  });
});

describe('a selection in words', () => {
  const selection = [{ startNs: 63_100_000_000, endNs: 63_900_000_000 }];

  it('says range, span, samples and share', () => {
    const parts = selectionParts(selection, { samples: 67, profileSamples: 7444 });
    expect(Object.values(parts).map(plain)).toEqual([
      '63.100 – 63.900 s',
      '800 ms',
      '67 samples',
      '0.9 % of the profile',
    ]);
  });

  it('shows every digit that a range has', () => {
    expect(plain(rangeWords({ startNs: 1, endNs: 1_000_000_000 }))).toBe('0.000000001 – 1.000 s');
  });

  it('can be read aloud', () => {
    expect(plain(selectionSentence(selection, { samples: 1, profileSamples: 100 }))).toBe(
      'Selected 63.100 to 63.900 seconds: 800 ms, 1 sample, 1.0 % of the profile.',
    );
    expect(plain(selectionSentence([], { samples: 5477, profileSamples: 5477 }))).toBe(
      'No selection. The whole profile is shown: 5,477 samples.',
    );
  });
});

it('a weight is called what it is, a name that is no word “Weight”', () => {
  expect(weightLabel({ name: 'cpu-clock:ppp', weightUnit: 'ns' })).toBe('CPU time');
  expect(weightLabel({ name: 'trace-events', weightUnit: 'ns' })).toBe('Time');
  expect(weightLabel({ name: 'alloc', weightUnit: 'bytes' })).toBe('Bytes');
  expect(weightLabel({ name: 'instructions:u', weightUnit: 'count' })).toBe('instructions');
  expect(weightLabel({ name: 'cpu/event=0x3c,umask=0x0/', weightUnit: 'count' })).toBe('cpu');
  expect(weightLabel({ name: 'r01c4', weightUnit: 'count' })).toBe('Weight');
  expect(weightLabel({ name: 'sched:sched_switch', weightUnit: 'samples' })).toBe('Weight');
});
