import { describe, expect, test } from 'vitest';
import { profileFromText } from '../testing/index.ts';
import { deriveIdleSamples } from './idle.ts';
import { deriveQuality } from './quality.ts';
import type { SampleFilter } from './sample-filter.ts';
import { deriveSampleMask } from './sample-filter.ts';

const profile = profileFromText(`
  time    0.1          0.2          0.3          0.4          -
  thread  web:10/11    web:10/12    swapper      db:20/21     db:20/21
  cpu     0            1            1            0            1
  event   cpu-clock    cpu-clock    cpu-clock    cpu-clock    cycles
          main         main         do_idle      [unknown]
          f(libc)      g
          h@j
`);
const idle = deriveIdleSamples(profile);

function taken(filter: Partial<SampleFilter>): number[] {
  return [...deriveSampleMask(profile, idle, { event: 0, idle: 'include', ...filter }).mask];
}

describe('a sample filter', () => {
  test('takes one event', () => {
    expect(taken({})).toEqual([1, 1, 1, 1, 0]);
    expect(taken({ event: 1 })).toEqual([0, 0, 0, 0, 1]);
  });

  test('narrows by CPU, process, thread and comm, all at once', () => {
    expect(taken({ cpus: new Set([1]) })).toEqual([0, 1, 1, 0, 0]);
    expect(taken({ pids: new Set([10]) })).toEqual([1, 1, 0, 0, 0]);
    expect(taken({ tids: new Set([12, 21]) })).toEqual([0, 1, 0, 1, 0]);
    expect(taken({ comms: new Set(['web']) })).toEqual([1, 1, 0, 0, 0]);
    expect(taken({ comms: new Set(['web']), cpus: new Set([0]) })).toEqual([1, 0, 0, 0, 0]);
    expect(taken({ cpus: new Set() })).toEqual([0, 0, 0, 0, 0]);
  });

  test('searches all frames of a stack by symbol and mapping, asking once a frame', () => {
    const asked: string[] = [];
    const matchesFrame = (symbol: string, mapping: string): boolean => {
      asked.push(symbol);
      return mapping === 'libc' || symbol === 'g';
    };
    expect(taken({ matchesFrame })).toEqual([1, 1, 0, 0, 0]);
    expect(asked).toEqual([...new Set(asked)]);
  });

  test('a sample without a stack matches no search', () => {
    expect(taken({ event: 1, matchesFrame: () => true })).toEqual([0, 0, 0, 0, 0]);
  });

  test('says what its idle switch alone hid', () => {
    const excluded = deriveSampleMask(profile, idle, { event: 0, idle: 'exclude' });
    expect([[...excluded.mask], excluded.taken, excluded.idleHidden]).toEqual([[1, 1, 0, 1, 0], 3, 1]);
    expect(deriveSampleMask(profile, idle, { event: 0, idle: 'exclude', cpus: new Set([0]) }).idleHidden).toBe(0);
    expect(deriveSampleMask(profile, idle, { event: 0, idle: 'include' }).idleHidden).toBe(0);
  });
});

test('quality counts what a recording lacks', () => {
  expect(deriveQuality(profile, undefined, deriveIdleSamples(profile))).toEqual({
    samples: 5,
    samplesWithoutTime: 1,
    samplesWithoutStack: 1,
    stacksCut: 0,
    samplesUnresolved: 1,
    expectedSamples: undefined,
    recordedSamples: undefined,
    missingOnIdleRecordingCpus: undefined,
  });
});
