/**
 * The parser on the corpus of real recordings, where it is at hand: PERF_CORPUS=/path/to/corpus. Each file must read as its
 * READINGS.jsonl says and, sample for sample, as the reference reader says; FlameGraph's own folded results must come out again,
 * its documented quirks apart.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { ParseError, type ParseResult, parsePerfScript } from '@subsecond/parser';
import { assertProfileIntegrity, binOfTime, NONE, type Profile } from '@subsecond/profile';
import { describe, expect, test } from 'vitest';
import { foldLikeFlameGraph } from '../support/fold-like-flamegraph.ts';
import { readReference } from '../support/reference-reader.ts';
import { sameSamples } from '../support/same-samples.ts';

const corpus = process.env.PERF_CORPUS;

interface Reading {
  readonly file: string;
  readonly samples: number;
  readonly withStack: number;
  readonly frames: number;
  readonly maxDepth: number;
  readonly threads: number;
  readonly firstTime: number | null;
  readonly lastTime: number | null;
  readonly samplesWithoutTime: number;
  readonly events: Readonly<Record<string, number>>;
}

function inflated(...names: string[]): Buffer {
  const bytes = readFileSync(path.join(corpus ?? '', ...names));
  return bytes[0] === 0x1f ? gunzipSync(bytes) : bytes;
}

if (corpus === undefined || !existsSync(path.join(corpus, 'perf-script/READINGS.jsonl'))) {
  test.skip('the corpus is not at hand: set PERF_CORPUS to the folder that holds perf-script/READINGS.jsonl', () =>
    undefined);
} else {
  describe('recordings of the corpus', () => {
    const readings = readFileSync(path.join(corpus, 'perf-script/READINGS.jsonl'), 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Reading);

    for (const reading of readings) {
      test(`${reading.file} reads as READINGS.jsonl says`, () => {
        const bytes = inflated('perf-script', `${reading.file}.gz`);
        if (reading.samples === 0) {
          expect(() => parsePerfScript(bytes)).toThrow(ParseError);
          return;
        }
        const result = parsePerfScript(bytes);
        assertProfileIntegrity(result.profile);
        expect(factsOf(result, reading.file)).toEqual(reading);
        // The reference reader does not repair a line that was cut.
        if (!reading.file.startsWith('truncated')) {
          expect(sameSamples(result.profile, readReference(bytes.toString('utf8')))).toBeUndefined();
        }
      });
    }
  });

  describe("FlameGraph's texts", () => {
    const expectedFolder = path.join(corpus, 'peers/flamegraph/expected-all');
    for (const name of readdirSync(expectedFolder)) {
      test(`${name} comes out as FlameGraph folds it, its quirks applied`, () => {
        const text = inflated('peers/flamegraph', name.replace('.folded.gz', '.txt.gz'));
        const expected = inflated('peers/flamegraph/expected-all', name).toString('latin1').trim().split('\n').sort();
        const annotated = expected.some((line) => line.includes('_[k]'));
        expect(foldLikeFlameGraph(parsePerfScript(text).profile, text.toString('latin1'), annotated).sort()).toEqual(
          expected,
        );
      });
    }

    for (const name of readdirSync(path.join(corpus, 'peers/flamegraph')).filter((file) => file.endsWith('.txt.gz'))) {
      test(`${name} reads sample for sample as the reference reader reads it`, () => {
        const text = inflated('peers/flamegraph', name);
        expect(sameSamples(parsePerfScript(text).profile, readReference(text.toString('utf8')))).toBeUndefined();
      });
    }
  });

  test("FlameScope's hand-made test lands in the cells that its frame names say", () => {
    const { profile } = parsePerfScript(inflated('peers/flamescope/perf.test01.txt'));
    const marked = markedSamples(profile);
    expect(marked.length).toBeGreaterThan(0);
    const rows = 50;
    for (const { timeNs, second, millisecond } of marked) {
      expect(binOfTime(1e9, rows, timeNs)).toEqual({ column: second, row: Math.floor((millisecond * rows) / 1000) });
    }
  });
}

function factsOf(result: ParseResult, file: string): Reading {
  const { samples, events, stacks, threads } = result.profile;
  const counts = events.map(
    (_, event) => samples.event.subarray(0, samples.length).filter((of) => of === event).length,
  );
  const depths: number[] = [];
  for (let stack = 0; stack < stacks.length; stack++) {
    const prefix = stacks.prefix[stack] ?? NONE;
    depths.push(prefix === NONE ? 1 : (depths[prefix] ?? 0) + 1);
  }
  return {
    file,
    samples: samples.length,
    withStack: samples.stack.filter((stack) => stack !== NONE).length,
    frames: result.frameLines,
    maxDepth: depths.reduce((deepest, depth) => Math.max(deepest, depth), 0),
    threads: threads.length,
    firstTime: result.firstTime === undefined ? null : Number(result.firstTime),
    lastTime: result.lastTime === undefined ? null : Number(result.lastTime),
    samplesWithoutTime: samples.timeNs.filter((time) => Number.isNaN(time)).length,
    events: Object.fromEntries(events.map((event, index) => [event.name, counts[index] ?? 0])),
  };
}

/** `STACK-1_at_time_0s_and_offset_100ms`: the sample's leaf says second and millisecond. */
function markedSamples(profile: Profile): { timeNs: number; second: number; millisecond: number }[] {
  const { samples, stacks, frames, strings } = profile;
  const marked: { timeNs: number; second: number; millisecond: number }[] = [];
  for (let row = 0; row < samples.length; row++) {
    const stack = samples.stack[row] ?? NONE;
    if (stack === NONE) continue;
    const symbol = strings[frames.symbol[stacks.frame[stack] ?? 0] ?? 0] ?? '';
    const [, second, millisecond] = /at_time_(\d+)s_and_offset_(\d+)ms/.exec(symbol) ?? [];
    if (second !== undefined)
      marked.push({ timeNs: samples.timeNs[row] ?? 0, second: Number(second), millisecond: Number(millisecond) });
  }
  return marked;
}
