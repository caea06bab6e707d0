import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { profileFromText, randomProfile } from '../testing/index.ts';
import type { RawProfile } from './finish-profile.ts';
import { finishProfile } from './finish-profile.ts';
import { assertProfileIntegrity } from './integrity.ts';
import { EMPTY_HEADER, NONE, SampleFlag } from './profile.ts';
import { cpuCount, defaultEvent, sampleRange, timedSampleCount } from './sample-range.ts';

function raw(timesNs: readonly number[], change: Partial<RawProfile> = {}): RawProfile {
  const length = timesNs.length;
  return {
    samples: {
      length,
      timeNs: Float64Array.from(timesNs),
      cpu: Int32Array.from({ length }, (_, i) => i),
      thread: new Int32Array(length),
      stack: new Int32Array(length).fill(NONE),
      event: new Uint16Array(length),
      weight: new Float64Array(length).fill(1),
      flags: Uint8Array.from(timesNs, (time) => (Number.isNaN(time) ? SampleFlag.timeAbsent : 0)),
      detail: new Int32Array(length).fill(NONE),
    },
    baseSeconds: 100,
    stacks: { length: 0, prefix: new Int32Array(), frame: new Int32Array() },
    frames: {
      length: 0,
      symbol: new Int32Array(),
      mapping: new Int32Array(),
      kind: new Uint8Array(),
      flags: new Uint8Array(),
    },
    threads: { length: 1, pid: Int32Array.of(NONE), tid: Int32Array.of(1), comm: ['app'] },
    events: [{ name: 'cpu-clock', frequencyHz: undefined, hasPeriod: false }],
    strings: [],
    details: [],
    timeResolutionNs: 1000,
    header: EMPTY_HEADER,
    ...change,
  };
}

describe('finishing a profile', () => {
  test('puts time zero at the whole second at or before the earliest sample, whichever stands first', () => {
    const { profile, timeWentBack } = finishProfile(raw([1_250_000_000, -1_500_000_000, Number.NaN, 3_000_000_000]));
    expect(profile.timeZeroSeconds).toBe(98);
    expect([...profile.samples.timeNs]).toEqual([500_000_000, 3_250_000_000, 5_000_000_000, Number.NaN]);
    expect([...profile.samples.cpu]).toEqual([1, 0, 3, 2]);
    expect(timeWentBack).toBe(1);
    assertProfileIntegrity(profile);
  });

  test('counts every sample behind a later one as out of order', () => {
    expect(finishProfile(raw([5000, 1000, 2000, 5000, 6000])).timeWentBack).toBe(2);
  });

  test('an exact second is its own time zero', () => {
    expect(finishProfile(raw([2_000_000_000])).profile.timeZeroSeconds).toBe(102);
  });

  test('nothing timed has time zero 0', () => {
    const { profile } = finishProfile(raw([Number.NaN, Number.NaN]));
    expect(profile.timeZeroSeconds).toBe(0);
    expect(timedSampleCount(profile)).toBe(0);
    assertProfileIntegrity(profile);
  });

  test('times finer than the resolution make it finer', () => {
    expect(finishProfile(raw([1000, 2001])).profile.timeResolutionNs).toBe(1);
    expect(finishProfile(raw([1000, 2000])).profile.timeResolutionNs).toBe(1000);
  });

  test('a sample 104 days after the first keeps its place, but not a time that would be inexact', () => {
    const { profile } = finishProfile(raw([0, 1e16]));
    expect([...profile.samples.timeNs]).toEqual([0, Number.NaN]);
    assertProfileIntegrity(profile);
  });

  test('columns longer than their length are cut', () => {
    const grown = raw([1000, 2000, 3000]);
    const { profile } = finishProfile({ ...grown, samples: { ...grown.samples, length: 2 } });
    expect(profile.samples.timeNs).toHaveLength(2);
    assertProfileIntegrity(profile);
  });

  test('clock events weigh nanoseconds, others with a period counts, the rest samples', () => {
    const units = [
      'cpu-clock',
      'cpu-clock:ppp',
      'task-clock:u',
      'cpu-clock/freq=49/',
      'cpu-clock/freq=49/:',
      'cycles:ppp',
      'my-cpu-clock',
      'cpu-clocks',
    ].map((name) => {
      const { profile } = finishProfile(raw([0], { events: [{ name, frequencyHz: undefined, hasPeriod: true }] }));
      return profile.events[0].weightUnit;
    });
    expect(units).toEqual(['ns', 'ns', 'ns', 'ns', 'ns', 'count', 'count', 'count']);
    expect(finishProfile(raw([0])).profile.events[0].weightUnit).toBe('samples');
  });

  test('a weight is fixed while all of an event’s samples share it', () => {
    const profile = profileFromText(`
      time    0.1     0.2     0.3     0.4
      event   a       a       b       b
      weight  5       5       5       6
    `);
    expect(profile.events.map(({ fixedWeight }) => fixedWeight)).toEqual([5, undefined]);
  });
});

describe('ranges of samples', () => {
  test('contain the samples from their start to before their end', () => {
    fc.assert(
      fc.property(fc.integer(), fc.nat(), fc.nat(), (seed, a, b) => {
        const profile = randomProfile(seed);
        const { timeNs } = profile.samples;
        const pick = (n: number): number =>
          timeNs.length === 0 || Number.isNaN(timeNs[n % timeNs.length]) ? n : timeNs[n % timeNs.length];
        const { first, end } = sampleRange(profile, pick(a), pick(b));
        const inside = [...timeNs.keys()].filter((i) => timeNs[i] >= pick(a) && timeNs[i] < pick(b));
        expect([...timeNs.keys()].slice(first, end)).toEqual(inside);
        assertProfileIntegrity(profile);
      }),
      { numRuns: 300 },
    );
  });
});

test('the default event has most samples, the first on a tie', () => {
  expect(
    defaultEvent(
      profileFromText(`
    time    1   2   3   4
    event   a   b   b   a
  `),
    ),
  ).toBe(0);
  expect(
    defaultEvent(
      profileFromText(`
    time    1   2   3
    event   a   b   b
  `),
    ),
  ).toBe(1);
});

test('CPUs are those online by the header, else those seen, at least one', () => {
  const drawing = `
    time    1   2   3
    cpu     4   9   4
  `;
  expect(cpuCount(profileFromText(drawing))).toBe(2);
  expect(cpuCount(profileFromText(drawing, { header: { cpusOnline: 32 } }))).toBe(32);
  expect(cpuCount(profileFromText(''))).toBe(1);
});

describe('integrity', () => {
  const profile = profileFromText(`
    time    0.1    0.2
            main   main
            f
  `);
  const cases: readonly [string, RegExp, typeof profile][] = [
    [
      'a prefix behind its stack',
      /^stacks row 0: prefix 1/,
      { ...profile, stacks: { ...profile.stacks, prefix: Int32Array.of(1, 0) } },
    ],
    [
      'a frame out of range',
      /^stacks row 1: frame 9/,
      { ...profile, stacks: { ...profile.stacks, frame: Int32Array.of(0, 9) } },
    ],
    [
      'times out of order',
      /not ordered/,
      { ...profile, samples: { ...profile.samples, timeNs: Float64Array.of(2000, 1000) } },
    ],
    [
      'a time that is no whole number',
      /^samples row 0: time 0\.5/,
      { ...profile, samples: { ...profile.samples, timeNs: Float64Array.of(0.5, 1000) } },
    ],
    [
      'NaN without its flag',
      /^samples row 1: time NaN/,
      { ...profile, samples: { ...profile.samples, timeNs: Float64Array.of(0, Number.NaN) } },
    ],
    [
      'a thread out of range',
      /^samples row 1: thread 5/,
      { ...profile, samples: { ...profile.samples, thread: Int32Array.of(0, 5) } },
    ],
    [
      'a column of another length',
      /^frames: a column/,
      { ...profile, frames: { ...profile.frames, kind: new Uint8Array(1) } },
    ],
    [
      'a symbol out of range',
      /^frames row 1: symbol 7/,
      { ...profile, frames: { ...profile.frames, symbol: Int32Array.of(0, 7) } },
    ],
    [
      'a weight that is not the event’s',
      /^samples row 1: weight 3/,
      { ...profile, samples: { ...profile.samples, weight: Float64Array.of(1, 3) } },
    ],
  ];
  test.each(cases)('%s is named', (_, message, broken) => {
    expect(() => assertProfileIntegrity(broken)).toThrow(message);
  });

  test('a sound profile passes', () => {
    expect(() => assertProfileIntegrity(profile)).not.toThrow();
  });
});
