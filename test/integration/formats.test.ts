/**
 * Recordings of other programs, made for these tests (test/fixtures), and what no format may do: read differently in pieces,
 * lose weight, or end in anything but a profile or a ParseError.
 *
 * jfr/work.jfr.gz was recorded by OpenJDK 17 from two threads that compute; work.jfr-print.json is what the JDK's own `jfr print`
 * says of it. cpuprofile/busy.cpuprofile is node --cpu-prof's of a loop with pauses. chrome-trace/page.json.gz is Chromium's of a
 * page that computes in three bursts (categories disabled-by-default-v8.cpu_profiler, v8.execute, devtools.timeline).
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { createProfileReader, ParseError, type ParseResult, readProfile } from '@subsecond/parser';
import { assertProfileIntegrity, deriveIdleSamples, FrameKind } from '@subsecond/profile';
import { createSeededRandom } from '@subsecond/profile/testing';
import { describe, expect, test } from 'vitest';
import { encodeMessage, packedDoubles } from '../support/encode-protobuf.ts';
import { foldReading } from '../support/fold-reading.ts';
import { mutate } from '../support/mutate-text.ts';

function fixture(name: string): Uint8Array {
  const stored = readFileSync(path.join(import.meta.dirname, '../fixtures', name));
  return new Uint8Array(name.endsWith('.gz') ? gunzipSync(stored) : stored);
}

const text = (value: string) => new TextEncoder().encode(value);

const FLIGHT_RECORDING = fixture('jfr/work.jfr.gz');
const CPU_PROFILE = fixture('cpuprofile/busy.cpuprofile');
const CHROME_TRACE = fixture('chrome-trace/page.json.gz');
const SPEEDSCOPE = text(
  JSON.stringify({
    $schema: 'https://www.speedscope.app/file-format-schema.json',
    shared: { frames: [{ name: 'main' }, { name: 'work', file: '/lib/libc.so.6' }] },
    profiles: [
      { type: 'sampled', name: 'a', unit: 'seconds', startValue: 0, samples: [[0], [0, 1], []], weights: [1, 2, 0.5] },
      {
        type: 'evented',
        name: 'b',
        unit: 'milliseconds',
        startValue: 3,
        endValue: 30,
        events: [
          { type: 'O', frame: 0, at: 3 },
          { type: 'O', frame: 1, at: 4 },
          { type: 'C', frame: 1, at: 9 },
          { type: 'C', frame: 0, at: 30 },
        ],
      },
    ],
  }),
);
const FOLDED = text('main;work;deep_[k] 5\nmain;work 3\nmain;rest of it 2\nother thread;x 1\n');
const PPROF = encodeMessage([
  [
    1,
    encodeMessage([
      [1, 1],
      [2, 2],
    ]),
  ],
  [
    2,
    encodeMessage([
      [1, [2, 1]],
      [2, [7]],
    ]),
  ],
  [
    2,
    encodeMessage([
      [1, [1]],
      [2, [5]],
    ]),
  ],
  [
    3,
    encodeMessage([
      [1, 1],
      [5, 5],
    ]),
  ],
  [
    4,
    encodeMessage([
      [1, 1],
      [2, 1],
      [4, encodeMessage([[1, 1]])],
    ]),
  ],
  [
    4,
    encodeMessage([
      [1, 2],
      [2, 1],
      [4, encodeMessage([[1, 2]])],
      [4, encodeMessage([[1, 1]])],
    ]),
  ],
  [
    5,
    encodeMessage([
      [1, 1],
      [2, 3],
    ]),
  ],
  [
    5,
    encodeMessage([
      [1, 2],
      [2, 4],
    ]),
  ],
  ...['', 'inuse_space', 'bytes', 'main', 'work', '/usr/bin/app'].map((value) => [6, value] as const),
]);
const NFLX = encodeMessage([
  [1, { double: 10.25 }],
  [2, { double: 12 }],
  [3, [2, 1, 2]],
  [4, packedDoubles([0.25, 0.5, 0.5])],
  [
    5,
    encodeMessage([
      [1, 1],
      [
        2,
        encodeMessage([
          [1, 'java'],
          [2, 1],
        ]),
      ],
    ]),
  ],
  [
    5,
    encodeMessage([
      [1, 2],
      [
        2,
        encodeMessage([
          [1, 'run'],
          [2, 2],
          [5, 1],
        ]),
      ],
    ]),
  ],
]);

const EXAMPLES: readonly (readonly [ParseResult['format'], Uint8Array])[] = [
  ['cpuprofile', CPU_PROFILE],
  ['chrome-trace', CHROME_TRACE],
  ['speedscope', SPEEDSCOPE],
  ['folded', FOLDED],
  ['pprof', PPROF],
  ['jfr', FLIGHT_RECORDING],
  ['nflxprofile', NFLX],
];

function readInPieces(bytes: Uint8Array, size: number): ParseResult {
  const reader = createProfileReader();
  for (let start = 0; start < bytes.length; start += size) {
    const piece = bytes.slice(start, start + size);
    reader.push(piece);
    piece.fill(0x2a); // the caller's buffer is used again
  }
  return reader.finish();
}

function readOrRefuse(bytes: Uint8Array): ParseResult | undefined {
  try {
    return readProfile(bytes, { limits: { maxSamples: 3_000_000, maxStacks: 1_000_000 } });
  } catch (error) {
    if (error instanceof ParseError) return undefined;
    throw error;
  }
}

describe.each(EXAMPLES)('%s', (format, bytes) => {
  const whole = readProfile(bytes);

  test('is known by its content and gives sound tables that hold all the weight', () => {
    expect(whole.format).toBe(format);
    assertProfileIntegrity(whole.profile);
    for (const { name } of whole.profile.events) {
      const event = whole.profile.events.findIndex((entry) => entry.name === name);
      const { samples } = whole.profile;
      let weight = 0;
      for (let row = 0; row < samples.length; row++)
        if (samples.event[row] === event) weight += samples.weight[row] ?? 0;
      const folded = foldReading(whole, name).map((line) => Number(line.slice(line.lastIndexOf(' ') + 1)));
      expect(folded.reduce((sum, value) => sum + value, 0)).toBeCloseTo(weight, 0);
    }
  });

  test('reads the same in pieces of any size, and keeps none of them', () => {
    for (const size of [1 << 16, 4096, 77]) expect(readInPieces(bytes, size)).toEqual(whole);
  });

  test('cut at any place gives a sound profile or a typed refusal', () => {
    const step = Math.max(1, Math.floor(bytes.length / 150));
    for (let end = 0; end < bytes.length; end += step) {
      const result = readOrRefuse(bytes.subarray(0, end));
      if (result !== undefined) assertProfileIntegrity(result.profile);
    }
  });

  test('damaged in any way gives a sound profile or a typed refusal', { timeout: 60_000 }, () => {
    const random = createSeededRandom(bytes.length);
    for (let round = 0; round < 150; round++) {
      const damaged = mutate(Buffer.from(bytes), random);
      const result = readOrRefuse(new Uint8Array(damaged));
      if (result !== undefined) assertProfileIntegrity(result.profile);
    }
  });

  test('longer than the limit on documents is refused with the limit, before it is whole', () => {
    const reader = createProfileReader({ limits: { maxDocumentBytes: 40 } });
    expect(() => {
      for (let start = 0; start < bytes.length; start += 16) reader.push(bytes.subarray(start, start + 16));
      reader.finish();
    }).toThrow(expect.objectContaining({ code: 'limit-document-size' }));
  });
});

test('a flight recording reads as the JDK itself prints it: time to the nanosecond, thread, every frame', () => {
  const printed: readonly { event: string; time: string; thread: string; tid: number; stack: string[] }[] = JSON.parse(
    new TextDecoder().decode(fixture('jfr/work.jfr-print.json')),
  );
  const kinds = new Map<number, string>([
    [FrameKind.interpreter, 'Interpreted'],
    [FrameKind.jit, 'JIT compiled'],
    [FrameKind.inlined, 'Inlined'],
    [FrameKind.library, 'Native'],
  ]);
  const { profile } = readProfile(FLIGHT_RECORDING);
  const read = Array.from(profile.samples.timeNs, (timeNs, row) => {
    const stack: string[] = [];
    for (let at = profile.samples.stack[row] ?? -1; at >= 0; at = profile.stacks.prefix[at] ?? -1) {
      const frame = profile.stacks.frame[at] ?? 0;
      stack.unshift(
        `${profile.strings[profile.frames.symbol[frame] ?? 0]} ${kinds.get(profile.frames.kind[frame] ?? 0)}`,
      );
    }
    const thread = profile.samples.thread[row] ?? 0;
    const seconds = profile.timeZeroSeconds + Math.floor(timeNs / 1e9);
    return {
      event: profile.events[profile.samples.event[row] ?? 0]?.name,
      time: `${new Date(seconds * 1000).toISOString().slice(0, 19)}.${String(timeNs % 1e9).padStart(9, '0')}Z`,
      thread: profile.threads.comm[thread],
      tid: profile.threads.tid[thread],
      stack,
    };
  });
  expect(read).toEqual(printed);
});

test('a page of Chromium has its CPU profile and its events as two events of one thread', () => {
  const { profile } = readProfile(CHROME_TRACE);
  expect(profile.events.map(({ name }) => name).sort()).toEqual(['trace-events', 'v8-cpu-profile']);
  const folded = foldReading(readProfile(CHROME_TRACE), 'v8-cpu-profile');
  const spin = folded.filter((line) => line.includes(';spin')).map((line) => Number(line.slice(line.lastIndexOf(' '))));
  const spunMs = spin.reduce((sum, ns) => sum + ns, 0) / 1e6;
  // Three bursts of 30 ms.
  expect(spunMs).toBeGreaterThan(80);
  expect(spunMs).toBeLessThan(110);
});

test('a program of Node that waits between its bursts was idle for most of its samples', () => {
  const { profile } = readProfile(CPU_PROFILE);
  const idle = deriveIdleSamples(profile).reduce((sum, value) => sum + value, 0);
  expect(idle).toBeGreaterThan(15);
  expect(profile.strings).toContain('(idle)');
});

test('the wrong file is refused by name and with the cure', () => {
  const refused: readonly (readonly [string, string, RegExp])[] = [
    ['PERFILE2\0\0\0\0', 'perf-data', /perf script/],
    ['{"hello": [1, 2]}', 'json', /cpuprofile/],
    ['{"nodes": [', 'json', /cut off/],
    ['main;a 1 2\nmain;b 3 4\n', 'folded-differential', /two profiles/],
    ['<!doctype html><p>', 'html', /perf script/],
    ['              libc.so.6`read+0x1\n              a.out`main+0x2\n               12\n', 'dtrace', /perf script/],
    ['0x38 [0x20]: event: 3\n. ... raw event\n', 'perf-raw-dump', /without -D/],
    ['# Overhead  Command\n  12.5%  node\n', 'perf-report', /perf script/],
  ];
  for (const [content, seemsToBe, cure] of refused) {
    expect(() => readProfile(text(content))).toThrow(
      expect.objectContaining({ name: 'ParseError', seemsToBe, cure: expect.stringMatching(cure) }),
    );
  }
});

test('perf script text passes through unchanged, whatever it begins with', () => {
  const sample = 'app  7 [000]     1.000001:    1000 cpu-clock:ppp: \n\t    55d0 main+0x1 (/bin/app)\n\n';
  for (const head of ['', '# captured on : x\n', '\ufeff']) {
    const result = readProfile(text(head + sample.repeat(3)));
    expect(result).toMatchObject({ format: 'perf-script', frameLines: 3 });
  }
});
