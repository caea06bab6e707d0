/**
 * The other formats of the corpus (speedscope's own sample files), where it is at hand: PERF_CORPUS=/path/to/corpus. What each must
 * give is what speedscope shows for it, its quirks apart, which are named beside the file.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { type ParseResult, readProfile } from '@subsecond/parser';
import { assertProfileIntegrity } from '@subsecond/profile';
import { describe, expect, test } from 'vitest';
import { foldReading } from '../support/fold-reading.ts';

const folder = path.join(process.env.PERF_CORPUS ?? '', 'formats');

interface Expected {
  readonly format: ParseResult['format'];
  readonly folded: readonly string[];
  readonly isTimed: boolean;
  /** Warnings: kind → count. */
  readonly warnings?: Readonly<Record<string, number>>;
}

const SIMPLE = ['a;b 5', 'a;b;c 5', 'a;b;d 4'];
const V8 = (weights: readonly number[]): string[] =>
  ['(root);(anonymous)', '(root);(anonymous);a;b;d', '(root);(anonymous);a;c;d'].map(
    (stack, index) => `${stack} ${weights[index]}`,
  );
const SECOND = 1_000_000_000;

const EXPECTED: Readonly<Record<string, Expected>> = {
  // speedscope leaves (root) out; here it stands where a thread's name would.
  'chrome65-simple.cpuprofile': { format: 'cpuprofile', isTimed: true, folded: V8([1060000, 17002000, 18255000]) },
  'node10-example.cpuprofile': { format: 'cpuprofile', isTimed: true, folded: V8([11575000, 16788000, 17557000]) },
  // speedscope opens the last value (cpu, 10 ms a sample); the samples are an event of their own here.
  'simple.prof': {
    format: 'pprof',
    isTimed: false,
    folded: [
      'program;runtime.main;main.main;main.alpha 26',
      'program;runtime.main;main.main;main.beta 25',
      'program;runtime.main;main.main;main.delta 22',
      'program;runtime.main;main.main;main.delta;main.alpha 22',
      'program;runtime.main;main.main;main.delta;main.beta 14',
      'program;runtime.main;main.main;main.gamma 27',
      'program;runtime.morestack;runtime.newstack;runtime.duffcopy 11',
      'program;runtime.mstart;runtime.mstart1;runtime.sysmon;runtime.usleep 2',
      'program;runtime.timerproc;runtime.goroutineReady;runtime.goready;runtime.systemstack;runtime.goready.func1;runtime.ready;runtime.wakep;runtime.startm;runtime.notewakeup;runtime.semawakeup;runtime.mach_semrelease;runtime.mach_semaphore_signal 1',
    ],
  },
  'simple.speedscope.json': {
    format: 'speedscope',
    isTimed: false,
    folded: SIMPLE.map((line) => `simple.txt;${line}`),
  },
  'two-sampled.speedscope.json': {
    format: 'speedscope',
    isTimed: true,
    folded: ['one', 'two'].flatMap((name) => [
      `${name};a;b ${5 * SECOND}`,
      `${name};a;b;c ${5 * SECOND}`,
      `${name};a;b;d ${4 * SECOND}`,
    ]),
  },
  'stackcollapse-simple.txt': { format: 'folded', isTimed: false, folded: SIMPLE },
  'stackcollapse-simple-utf16-le.txt': {
    format: 'folded',
    isTimed: false,
    folded: SIMPLE,
    warnings: { 'encoding-repaired': 1 },
  },
  // The line that begins with # is a comment; the other two are counted.
  'stackcollapse-simple-with-invalids.txt': {
    format: 'folded',
    isTimed: false,
    folded: SIMPLE,
    warnings: { 'line-not-understood': 2 },
  },
  'stackcollapse-recursion.txt': {
    format: 'folded',
    isTimed: false,
    folded: ['a;a 1', 'a;b 1', 'a;b;a;b 2', 'a;b;a;b;a;b 1', 'a;b;a;b;c 2', 'a;b;a;c 2', 'b;b 1'],
  },
  // speedscope adds an event's args to its name; names alone make functions that can be added up.
  'trace-event-simple.json': {
    format: 'chrome-trace',
    isTimed: true,
    folded: [
      'thread_0;alpha 2000',
      'thread_0;alpha;beta 3000',
      'thread_0;alpha;beta;epsilon 4000',
      'thread_0;alpha;beta;gamma 5000',
    ],
  },
  'trace-event-simple-object.json': {
    format: 'chrome-trace',
    isTimed: true,
    folded: ['thread_0;alpha 2000', 'thread_0;alpha;beta 8000', 'thread_0;alpha;beta;(unnamed) 4000'],
  },
  'trace-event-matching-x.json': {
    format: 'chrome-trace',
    isTimed: true,
    folded: ['thread_0;alpha 8000', 'thread_0;alpha;beta;gamma 1000', 'thread_0;alpha;gamma;beta 1000'],
  },
  'trace-event-out-of-order.json': {
    format: 'chrome-trace',
    isTimed: true,
    folded: ['thread_0;A 2000', 'thread_0;A;B 2000', 'thread_0;A;B;C 6000'],
  },
  'trace-event-too-many-end-events.json': {
    format: 'chrome-trace',
    isTimed: true,
    folded: ['thread_0;alpha 2000', 'thread_0;alpha;beta 12000'],
    warnings: { 'end-unmatched': 2 },
  },
  'trace-event-multiprocess.json': {
    format: 'chrome-trace',
    isTimed: true,
    folded: [
      'p0t0;alpha 1000',
      'p0t1;beta 1000',
      'p1t0;gamma 1000',
      'p1t1;delta 1000',
      'p2t0;epsilon 1000',
      'p2t1;phi 1000',
      'p3;eta 1000',
      'p3;zeta 1000',
    ],
  },
};

if (process.env.PERF_CORPUS === undefined || !existsSync(folder)) {
  test.skip('the corpus is not at hand: set PERF_CORPUS to the folder that holds formats/', () => undefined);
} else {
  describe('other formats of the corpus', () => {
    test('every file has its expected result here', () => {
      expect(Object.keys(EXPECTED).sort()).toEqual(readdirSync(folder).sort());
    });

    test.each(Object.entries(EXPECTED))('%s reads as speedscope shows it', (name, expected) => {
      const stored = readFileSync(path.join(folder, name));
      const result = readProfile(stored[0] === 0x1f ? gunzipSync(stored) : stored);
      assertProfileIntegrity(result.profile);
      expect(result.format).toBe(expected.format);
      expect(foldReading(result)).toEqual(expected.folded);
      expect(Object.fromEntries(result.warnings.map(({ kind, count }) => [kind, count]))).toEqual(
        expected.warnings ?? {},
      );
      expect(result.profile.samples.timeNs.every((time) => !Number.isNaN(time))).toBe(expected.isTimed);
    });
  });
}
