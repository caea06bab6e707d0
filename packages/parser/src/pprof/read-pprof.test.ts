import { FrameKind } from '@subsecond/profile';
import {
  Label,
  Line,
  Location,
  Mapping,
  Function as PprofFunction,
  Profile,
  Sample,
  StringTable,
  ValueType,
} from 'pprof-format';
import { expect, test } from 'vitest';
import { encodeMessage } from '../../../../test/support/encode-protobuf.ts';
import { foldReading } from '../../../../test/support/fold-reading.ts';
import { readProfile } from '../create-profile-reader.ts';
import { ParseError } from '../parse-result.ts';

/** Written by pprof-format, a codec of another house: that both read the schema in the same way is the point. */
function encode(
  draw: (text: (value: string) => number) => Partial<ConstructorParameters<typeof Profile>[0]>,
): Uint8Array {
  const stringTable = new StringTable();
  return new Profile({ stringTable, ...draw((value) => stringTable.dedup(value)) }).encode();
}

const HEAP = encode((text) => ({
  sampleType: [
    new ValueType({ type: text('alloc_objects'), unit: text('count') }),
    new ValueType({ type: text('alloc_space'), unit: text('bytes') }),
  ],
  mapping: [new Mapping({ id: 1, filename: text('/usr/bin/server') })],
  function: ['main', 'work', 'inlined one', '__proto__'].map(
    (name, index) => new PprofFunction({ id: index + 1, name: text(name), filename: text('main.go') }),
  ),
  location: [
    new Location({ id: 1, mappingId: 1, line: [new Line({ functionId: 1 })] }),
    // work, into which `inlined one` was inlined, into which __proto__ was.
    new Location({
      id: 2,
      mappingId: 1,
      line: [new Line({ functionId: 4 }), new Line({ functionId: 3 }), new Line({ functionId: 2 })],
    }),
    new Location({ id: 3, mappingId: 1, address: 0xdead }),
  ],
  sample: [
    new Sample({ locationId: [2, 1], value: [3, 3072] }),
    new Sample({ locationId: [3, 1], value: [0, 2 ** 40] }),
  ],
}));

test('every value is an event in its own unit, inlined calls are frames of their own, the leaf innermost', () => {
  const result = readProfile(HEAP);
  expect(result).toMatchObject({ format: 'pprof', firstTime: undefined, warnings: [] });
  expect(result.profile.events).toMatchObject([
    { name: 'alloc_objects', weightUnit: 'count' },
    { name: 'alloc_space', weightUnit: 'bytes' },
  ]);
  expect(foldReading(result, 'alloc_objects')).toEqual(['server;main;work;inlined one;__proto__ 3']);
  expect(foldReading(result, 'alloc_space')).toEqual([
    `server;main;[unknown] ${2 ** 40}`,
    'server;main;work;inlined one;__proto__ 3072',
  ]);
  const kindOf = (name: string) =>
    result.profile.frames.kind[result.profile.frames.symbol.indexOf(result.profile.strings.indexOf(name))];
  expect(kindOf('inlined one')).toBe(FrameKind.inlined);
  expect(kindOf('work')).toBe(FrameKind.user);
  expect(kindOf('[unknown]')).toBe(FrameKind.unresolved);
});

test('counted samples become samples, units of time nanoseconds; labels name thread, cpu and time', () => {
  const result = readProfile(
    encode((text) => ({
      sampleType: [
        new ValueType({ type: text('samples'), unit: text('count') }),
        new ValueType({ type: text('cpu'), unit: text('microseconds') }),
      ],
      function: [new PprofFunction({ id: 1, name: text('main') })],
      location: [new Location({ id: 1, line: [new Line({ functionId: 1 })] })],
      sample: [1_795_297_765_159_889_584n, 1_795_297_766_000_000_001n].map(
        (time, index) =>
          new Sample({
            locationId: [1],
            value: [2, 40_000],
            label: [
              new Label({ key: text('comm'), str: text('worker 7') }),
              new Label({ key: text('pid'), num: 12 }),
              new Label({ key: text('tid'), num: 13 + index }),
              new Label({ key: text('end_timestamp_ns'), num: time }),
            ],
          }),
      ),
    })),
  );
  expect(result.profile.events).toMatchObject([
    { name: 'samples', weightUnit: 'samples' },
    { name: 'cpu', weightUnit: 'ns', fixedWeight: 40_000_000 },
  ]);
  expect(result.profile.samples.length).toBe(6);
  expect(result.firstTime).toBe('1795297765.159889584');
  expect(result.lastTime).toBe('1795297766.000000001');
  expect([...result.profile.threads.tid]).toEqual([13, 14]);
  expect(result.profile.threads.comm).toEqual(['worker 7', 'worker 7']);
});

test('a file that ends early is refused with the place, never read in part without a word', () => {
  for (let end = 60; end < HEAP.length - 1; end++) {
    try {
      const { warnings } = readProfile(HEAP.subarray(0, end));
      // Cut between two fields: the tables that follow are missing, and said to be.
      expect(warnings).not.toEqual([]);
    } catch (error) {
      expect(error).toBeInstanceOf(ParseError);
    }
  }
});

test('a file whose last names are missing is said to be cut off', () => {
  const lastName = encodeMessage([[6, '__proto__']]).length;
  const warned = [];
  for (let end = HEAP.length - lastName; end < HEAP.length; end++) {
    try {
      warned.push(readProfile(HEAP.subarray(0, end)).warnings);
    } catch (error) {
      expect(error).toBeInstanceOf(ParseError);
    }
  }
  expect(warned).toMatchObject([[{ kind: 'file-truncated', count: 1 }]]);
});

test('numbers longer than ten bytes, negative values and locations that are not there do no harm', () => {
  const sampleType = encodeMessage([[1, 0]]);
  const profile = (sample: Uint8Array) =>
    encodeMessage([
      [1, sampleType],
      [2, encodeMessage([[2, [1]]])],
      [2, sample],
      [6, ''],
    ]);
  expect(() => readProfile(profile(Uint8Array.from([0x10, ...new Array(11).fill(0xff)])))).toThrow(ParseError);
  const damaged = [
    encodeMessage([[2, -5]]),
    encodeMessage([
      [1, [99]],
      [2, [1]],
    ]),
  ];
  for (const sample of damaged)
    expect(readProfile(profile(sample)).warnings).toMatchObject([{ kind: 'entry-not-understood', count: 1 }]);
});
