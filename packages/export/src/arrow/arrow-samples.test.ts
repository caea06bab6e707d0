import { FrameKind, type Profile, SampleFlag } from '@subsecond/profile';
import { profileFromText, randomProfile } from '@subsecond/profile/testing';
import { tableFromIPC as readWithFlechette } from '@uwdata/flechette';
import { tableFromIPC as readWithArrow } from 'apache-arrow';
import { describe, expect, it } from 'vitest';
import { type ExportSelection, selectedSamples } from '../export-selection.ts';
import { framesOf, idleOf, selectionsOf } from '../testing/stack-totals.ts';
import { encodeArrowSamples } from './arrow-samples.ts';

const KIND_NAMES = new Map<number, string>(Object.entries(FrameKind).map(([name, kind]) => [kind, name]));

/**
 * Rows as plain values: 64-bit integers as numbers, lists as arrays. Both readers decode with a TextDecoder that swallows a
 * byte order mark at a name's start; the file has it.
 */
function plain(rows: readonly object[]): unknown[] {
  const text = JSON.stringify(rows, (_key, value) => (typeof value === 'bigint' ? Number(value) : value));
  return JSON.parse(text.replaceAll('"\ufeff', '"')) as unknown[];
}

function rowsOf(selection: ExportSelection, idle: Uint8Array): unknown[] {
  const { profile } = selection;
  const { samples, threads } = profile;
  const orNull = (value: number) => (value === -1 ? null : value);
  return Array.from(selectedSamples(selection), (row) => {
    const stack = samples.stack[row];
    const frames = framesOf(profile, stack);
    const isAbsent = stack === -1;
    return {
      time_ns: Number.isNaN(samples.timeNs[row]) ? null : samples.timeNs[row],
      cpu: orNull(samples.cpu[row]),
      pid: orNull(threads.pid[samples.thread[row]]),
      tid: threads.tid[samples.thread[row]],
      comm: threads.comm[samples.thread[row]],
      event: profile.events[samples.event[row]]?.name,
      weight: samples.weight[row],
      idle: idle[row] === 1,
      stack_cut: (samples.flags[row] & SampleFlag.stackCut) !== 0,
      detail: samples.detail[row] === -1 ? null : profile.details[samples.detail[row]],
      stack: isAbsent ? null : frames.map(([symbol]) => symbol),
      stack_mapping: isAbsent ? null : frames.map(([, mapping]) => mapping),
      stack_kind: isAbsent ? null : kindsOf(profile, stack),
    };
  });
}

function kindsOf(profile: Profile, stack: number): (string | undefined)[] {
  const kinds: (string | undefined)[] = [];
  for (let at = stack; at !== -1; at = profile.stacks.prefix[at])
    kinds.unshift(KIND_NAMES.get(profile.frames.kind[profile.stacks.frame[at]]));
  return kinds;
}

describe('encodeArrowSamples', () => {
  it.each(Array.from({ length: 15 }, (_, seed) => seed))(
    'reads back every column of every sample, in two libraries (seed %i)',
    (seed) => {
      const profile = randomProfile(seed);
      const idle = idleOf(profile);
      for (const selection of selectionsOf(profile)) {
        const bytes = encodeArrowSamples(selection, { name: 'p', idle });
        const expected = rowsOf(selection, idle);
        expect(plain(readWithArrow(bytes).toArray())).toEqual(plain(expected as object[]));
        expect(plain(readWithFlechette(bytes).toArray())).toEqual(plain(expected as object[]));
      }
    },
  );

  it('goes on over many batches, with each dictionary once', () => {
    const length = 150_000;
    const one = profileFromText('time 0.1\n     main\n     leaf(libc)');
    const repeat = <T extends Int32Array | Float64Array | Uint16Array | Uint8Array>(column: T): T =>
      Object.assign(new (column.constructor as new (length: number) => T)(length)).fill(column[0]);
    const { samples } = one;
    const profile: Profile = {
      ...one,
      samples: {
        length,
        timeNs: Float64Array.from({ length }, (_, k) => k),
        cpu: repeat(samples.cpu),
        thread: repeat(samples.thread),
        stack: repeat(samples.stack),
        event: repeat(samples.event),
        weight: repeat(samples.weight),
        flags: repeat(samples.flags),
        detail: repeat(samples.detail),
      },
    };
    const selection = { profile, event: 0, mask: new Uint8Array(length).fill(1), ranges: undefined };
    const bytes = encodeArrowSamples(selection, { name: 'p', idle: new Uint8Array(length) });
    const table = readWithArrow(bytes);
    expect([table.numRows, table.batches.length]).toEqual([length, 3]);
    expect(Number(table.get(length - 1)?.time_ns)).toBe(length - 1);
    expect(plain([table.get(length - 1) ?? {}])).toMatchObject([
      { stack: ['main', 'leaf'], stack_mapping: [null, 'libc'] },
    ]);
    expect(readWithFlechette(bytes).numRows).toBe(length);
  });

  it('says in the metadata what the numbers count from and in', () => {
    const profile = profileFromText('time   12.5\nweight 7\n       main', { timeResolutionNs: 1000 });
    const selection = { profile, event: 0, mask: Uint8Array.of(1), ranges: undefined };
    const { metadata } = readWithArrow(encodeArrowSamples(selection, { name: 'web-1', idle: Uint8Array.of(0) })).schema;
    expect(Object.fromEntries(metadata)).toEqual({
      'subsecond.profile': 'web-1',
      'subsecond.weight_unit': 'ns',
      'subsecond.time_zero_seconds': '12',
      'subsecond.time_resolution_ns': '1000',
    });
  });
});
