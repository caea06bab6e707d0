import { FrameKind } from '@subsecond/profile';
import { expect, test } from 'vitest';
import { asciiBytes } from '../../../../test/support/encode-protobuf.ts';
import { foldReading } from '../../../../test/support/fold-reading.ts';
import { readProfile } from '../create-profile-reader.ts';

const FRAMES = [{ name: 'main', file: '/bin/app' }, { name: 'work' }, { name: 'sys_read', file: '[kernel.kallsyms]' }];

function read(...profiles: unknown[]) {
  const value = { $schema: 'https://www.speedscope.app/file-format-schema.json', shared: { frames: FRAMES }, profiles };
  return readProfile(asciiBytes(JSON.stringify(value)));
}

test('frames that were open are weighed by how long the innermost one ran, cut at every 10 ms', () => {
  const result = read({
    type: 'evented',
    name: 'thread 1',
    unit: 'milliseconds',
    startValue: 0,
    endValue: 40,
    events: [
      { type: 'O', at: 5, frame: 0 },
      { type: 'O', at: 12, frame: 1 },
      { type: 'C', at: 31, frame: 1 },
      { type: 'C', at: 40, frame: 0 },
    ],
  });
  expect(foldReading(result)).toEqual(['thread_1;main 16000000', 'thread_1;main;work 19000000']);
  expect([...result.profile.samples.timeNs].map((ns) => ns / 1e6)).toEqual([5, 10, 12, 20, 30, 31]);
  expect(result.profile.events).toMatchObject([{ name: 'time', weightUnit: 'ns' }]);
});

test('profiles of bytes are an event of their own, in bytes, without times', () => {
  const result = read(
    { type: 'sampled', name: 'heap', unit: 'bytes', startValue: 0, endValue: 5000, samples: [[0, 1]], weights: [5000] },
    {
      type: 'sampled',
      name: 'cpu',
      unit: 'seconds',
      startValue: 10,
      endValue: 11,
      samples: [[0], [0, 2]],
      weights: [0.25, 0.75],
    },
  );
  expect(result.profile.events).toMatchObject([
    { name: 'bytes', weightUnit: 'bytes' },
    { name: 'time', weightUnit: 'ns' },
  ]);
  expect(foldReading(result, 'bytes')).toEqual(['heap;main;work 5000']);
  expect(foldReading(result, 'time')).toEqual(['cpu;main 250000000', 'cpu;main;sys_read 750000000']);
  expect(result.profile.timeZeroSeconds).toBe(10);
  expect([...result.profile.frames.kind]).toEqual([FrameKind.user, FrameKind.user, FrameKind.kernel]);
});

test('an end that is not of the innermost frame is counted and left out; what stays open lasts to the end', () => {
  const result = read({
    type: 'evented',
    name: 't',
    unit: 'none',
    startValue: 0,
    endValue: 10,
    events: [
      { type: 'O', at: 0, frame: 0 },
      { type: 'C', at: 3, frame: 1 },
      { type: 'O', at: 4, frame: 1 },
    ],
  });
  expect(foldReading(result)).toEqual(['t;main 4', 't;main;work 6']);
  expect(result.warnings).toMatchObject([{ kind: 'end-unmatched', count: 3 }]);
});

test('frames that are not in the file are counted', () => {
  const result = read({ type: 'sampled', name: 't', unit: 'none', samples: [[0], [9], ['x']], weights: [1, 1, 1] });
  expect(foldReading(result)).toEqual(['t;main 1']);
  expect(result.warnings).toMatchObject([{ kind: 'entry-not-understood', count: 2 }]);
});
