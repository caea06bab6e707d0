import { profileFromText, randomProfile } from '@subsecond/profile/testing';
import protobuf from 'protobufjs';
import { describe, expect, it } from 'vitest';
import { encodePprof } from './pprof.ts';
import { addTotal, type StackTotal, selectionsOf, stackTotals } from './testing/stack-totals.ts';

/** The messages of pprof's schema (google/pprof, proto/profile.proto), read by a library that had no part in writing. */
const SCHEMA = `
  syntax = "proto3";
  message Profile {
    repeated ValueType sample_type = 1; repeated Sample sample = 2; repeated Mapping mapping = 3; repeated Location location = 4;
    repeated Function function = 5; repeated string string_table = 6; int64 time_nanos = 9; int64 duration_nanos = 10;
    ValueType period_type = 11; int64 period = 12; repeated int64 comment = 13; int64 default_sample_type = 14;
  }
  message ValueType { int64 type = 1; int64 unit = 2; }
  message Sample { repeated uint64 location_id = 1; repeated int64 value = 2; repeated Label label = 3; }
  message Label { int64 key = 1; int64 str = 2; int64 num = 3; int64 num_unit = 4; }
  message Mapping { uint64 id = 1; uint64 memory_start = 2; uint64 memory_limit = 3; int64 filename = 5; bool has_functions = 7; }
  message Location { uint64 id = 1; uint64 mapping_id = 2; uint64 address = 3; repeated Line line = 4; }
  message Line { uint64 function_id = 1; int64 line = 2; }
  message Function { uint64 id = 1; int64 name = 2; int64 system_name = 3; int64 filename = 4; }
`;
const ProfileMessage = protobuf.parse(SCHEMA, { keepCase: true }).root.lookupType('Profile');

interface ValueType {
  readonly type: number;
  readonly unit: number;
}
interface DecodedProfile {
  readonly sample_type: readonly ValueType[];
  readonly sample: readonly {
    readonly location_id: readonly number[];
    readonly value: readonly number[];
    readonly label: readonly { readonly key: number; readonly str: number; readonly num: number }[];
  }[];
  readonly mapping: readonly { readonly id: number; readonly filename: number }[];
  readonly location: readonly {
    readonly id: number;
    readonly mapping_id: number;
    readonly line: readonly { readonly function_id: number }[];
  }[];
  readonly function: readonly { readonly id: number; readonly name: number }[];
  readonly string_table: readonly string[];
  readonly duration_nanos: number;
  readonly period_type: ValueType | null;
  readonly period: number;
  readonly default_sample_type: number;
}

function decode(bytes: Uint8Array): DecodedProfile {
  return ProfileMessage.toObject(ProfileMessage.decode(bytes), { longs: Number, defaults: true }) as DecodedProfile;
}

/** The rules that pprof's own reader checks, and the total of each stack. */
function readLikePprof(pprof: DecodedProfile): Map<string, StackTotal> {
  const text = (index: number) => {
    const value = pprof.string_table[index];
    if (value === undefined) throw new Error(`no string ${index}`);
    return value;
  };
  expect(pprof.string_table[0]).toBe('');
  for (const table of [pprof.mapping, pprof.location, pprof.function]) {
    expect(table.map(({ id }) => id)).not.toContain(0);
    expect(new Set(table.map(({ id }) => id)).size).toBe(table.length);
  }
  const find = <T extends { readonly id: number }>(table: readonly T[], id: number): T => {
    const row = table.find((one) => one.id === id);
    if (row === undefined) throw new Error(`no row ${id}`);
    return row;
  };
  const frameOf = (id: number) => {
    const location = find(pprof.location, id);
    const mapping = location.mapping_id === 0 ? null : text(find(pprof.mapping, location.mapping_id).filename);
    return [text(find(pprof.function, location.line[0].function_id).name), mapping];
  };
  const totals = new Map<string, StackTotal>();
  for (const { location_id, value, label } of pprof.sample) {
    expect(value).toHaveLength(pprof.sample_type.length);
    const labels = new Map(label.map(({ key, str, num }) => [text(key), text(key) === 'comm' ? text(str) : num]));
    const thread = [labels.get('comm'), labels.get('pid') ?? -1, labels.get('tid')];
    addTotal(totals, [thread, location_id.map(frameOf).reverse()], value[0], value[1] ?? value[0]);
  }
  return totals;
}

describe('encodePprof', () => {
  it.each(Array.from({ length: 40 }, (_, seed) => seed))(
    'reads back as the same stacks, threads and both values (seed %i)',
    (seed) => {
      const profile = randomProfile(seed);
      const { comm, pid, tid } = profile.threads;
      for (const selection of selectionsOf(profile)) {
        const expected = stackTotals(selection, (thread) => [comm[thread], pid[thread], tid[thread]]);
        const actual = readLikePprof(decode(encodePprof(selection, { name: 'p', measure: 'samples' })));
        expect([...actual.keys()].sort()).toEqual([...expected.keys()].sort());
        for (const [key, { samples, weight }] of expected) {
          expect(actual.get(key)?.samples).toBe(samples);
          // Numbers of pprof are whole; a sum past 2^53 is only as good as the doubles it was added up with.
          expect(Math.abs((actual.get(key)?.weight ?? 0) - weight)).toBeLessThanOrEqual(
            Math.max(0.5 * samples, weight * 1e-15),
          );
        }
      }
    },
  );

  const drawn = profileFromText(`
    time    0.010        0.020      0.045        -
    thread  web:7/8      swapper    web:7/8      web:7/8
    weight  20408163     20408163   20408163     20408163
            main(app)    do_idle@k  main(app)    main(app)
            parse(libc)             parse(libc)
  `);
  const all = { profile: drawn, event: 0, mask: new Uint8Array(4).fill(1), ranges: undefined };

  it('says a clock in the words that pprof knows: cpu, nanoseconds, its period and how long it ran', () => {
    const pprof = decode(encodePprof(all, { name: 'p', measure: 'period' }));
    const words = ({ type, unit }: ValueType) => `${pprof.string_table[type]} ${pprof.string_table[unit]}`;
    expect(pprof.sample_type.map(words)).toEqual(['samples count', 'cpu nanoseconds']);
    expect(pprof.period_type === null ? undefined : words(pprof.period_type)).toBe('cpu nanoseconds');
    expect([pprof.period, pprof.duration_nanos]).toEqual([20_408_163, 35_000_000]);
    expect(pprof.string_table[pprof.default_sample_type]).toBe('cpu');
    expect(pprof.sample.map(({ value }) => value)).toContainEqual([2, 40_816_326]);
  });

  it('has one value where perf printed no period', () => {
    const counted = profileFromText('time 0.1\n     f');
    const selection = { profile: counted, event: 0, mask: Uint8Array.of(1), ranges: undefined };
    const pprof = decode(encodePprof(selection, { name: 'p', measure: 'period' }));
    expect([pprof.sample_type.length, pprof.sample[0]?.value]).toEqual([1, [1]]);
    expect(pprof.string_table[pprof.default_sample_type]).toBe('samples');
  });

  it('can have an entry a sample, with its time in the clock of the recording and its CPU', () => {
    const pprof = decode(encodePprof(all, { name: 'p', measure: 'samples', entries: 'samples' }));
    const labels = pprof.sample.map(
      ({ label }) => new Map(label.map(({ key, num }) => [pprof.string_table[key], num] as const)),
    );
    expect(labels.map((ofSample) => ofSample.get('timestamp_ns'))).toEqual([
      10_000_000,
      20_000_000,
      45_000_000,
      undefined,
    ]);
    expect(pprof.sample.map(({ value }) => value[0])).toEqual([1, 1, 1, 1]);
  });

  it('holds the names of the selection alone', () => {
    const ranges = [{ startNs: 20_000_000, endNs: 21_000_000 }];
    const { string_table } = decode(encodePprof({ ...all, ranges }, { name: 'p', measure: 'samples' }));
    expect(string_table).toContain('do_idle');
    expect(string_table).not.toContain('main');
  });
});
