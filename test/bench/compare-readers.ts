/**
 * The parser beside other ways to read the same text, in turns, each in a process of its own. On one core the least CPU time of
 * some rounds counts, because other programs only ever make it longer; on two cores the least time by the clock.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { writePerfScript } from '../support/make-perf-script.ts';
import { type Figure, isRecord } from './bench-figures.ts';

const LARGE_BYTES = 300_000_000;
const SMALL_BYTES = 60_000_000;
const ROUNDS = 3;

/** Budgets of the design: a multiple of a plain reader's speed in the same run on the same machine. */
const PARSE_BUDGETS = { repeated: 2.8, diverse: 3.0 } as const;
const TWO_CORES_BUDGET = 1.4;
/** Inflating and parsing at once, against the slower of both alone. */
const INFLATED_BUDGET = 1.15;
/** Room for noise in "does not grow": five times the text may not take one and a half times the memory. */
const MEMORY_GROWTH = 1.5;

type RunBench = (
  args: readonly string[],
  program?: string,
) => { status: number | null; stdout: string; stderr: string };

export function compareReaders(runBench: RunBench, failures: string[]): Figure[] {
  const folder = mkdtempSync(path.join(tmpdir(), 'subsecond-bench-'));
  const figures: Figure[] = [];
  const add = (bench: string, value: number, unit: string, budget?: Figure['budget']) =>
    figures.push({ bench: `parse ${bench}`, value, unit, budget });
  const run = (file: string, reader: string): Record<string, number> => {
    const { status, stdout, stderr } =
      reader === 'yardstick' ? runBench([file], findYardstick()) : runBench(['parse', file, reader]);
    if (status !== 0) failures.push(`parse (${reader}) ended with ${status}: ${stderr.trim()}`);
    return numbersOf(stdout);
  };
  try {
    for (const kind of ['repeated', 'diverse'] as const) {
      const file = path.join(folder, `${kind}.txt`);
      writePerfScript(file, { bytes: SMALL_BYTES, diverse: kind === 'diverse' });
      const small = run(file, 'parser');
      writePerfScript(file, { bytes: LARGE_BYTES, diverse: kind === 'diverse' });
      const others = ['plain', 'lines', 'newlines', ...(findYardstick() === undefined ? [] : ['yardstick'])];
      const best = inTurns(['parser', ...others, 'two-cores'], (reader) => run(file, reader));
      const { cpuSeconds: seconds, wallSeconds, peakRssMb } = best('parser');
      add(`${kind}, ${LARGE_BYTES / 1e6} MB`, round(LARGE_BYTES / 1e6 / seconds), 'MB/s of CPU time');
      for (const reader of others) {
        const limit = reader === 'plain' ? { limit: PARSE_BUDGETS[kind], kind: 'at least' as const } : undefined;
        add(`${kind}, speed against ${reader}`, round(best(reader).cpuSeconds / seconds), '×', limit);
      }
      add(`${kind}, speed on two cores`, round(wallSeconds / best('two-cores').wallSeconds), '×', {
        limit: TWO_CORES_BUDGET,
        kind: 'at least',
      });
      add(`${kind}, memory against ${SMALL_BYTES / 1e6} MB`, round(peakRssMb / (small['peakRssMb'] ?? 1)), '×', {
        limit: MEMORY_GROWTH,
        kind: 'at most',
      });
      if (kind === 'repeated') add(...inflatedFigure(file, run));
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return figures;
}

function inflatedFigure(
  file: string,
  run: (file: string, reader: string) => Record<string, number>,
): [string, number, string, Figure['budget']] {
  const packed = `${file}.gz`;
  writeFileSync(packed, gzipSync(readFileSync(file), { level: 6 }));
  const best = inTurns(['parser', 'inflating', 'inflated'], (reader) =>
    run(reader === 'parser' ? file : packed, reader),
  );
  const slower = Math.max(best('parser').wallSeconds, best('inflating').wallSeconds);
  const limit = { limit: INFLATED_BUDGET, kind: 'at most' as const };
  return [
    'gzip, against the slower of inflating and parsing',
    round(best('inflated').wallSeconds / slower),
    '×',
    limit,
  ];
}

interface Best {
  readonly cpuSeconds: number;
  readonly wallSeconds: number;
  readonly peakRssMb: number;
}

function inTurns(
  readers: readonly string[],
  run: (reader: string) => Record<string, number>,
): (reader: string) => Best {
  const runs = new Map<string, Record<string, number>[]>(readers.map((reader) => [reader, []]));
  for (let round = 0; round < ROUNDS; round++) for (const [reader, past] of runs) past.push(run(reader));
  return (reader) => {
    const least = (...names: string[]): number =>
      Math.min(...(runs.get(reader) ?? []).map((past) => names.map((name) => past[name]).find(Number.isFinite) ?? NaN));
    return {
      cpuSeconds: least('cpuSeconds', 'cpu_s'),
      wallSeconds: least('wallSeconds'),
      peakRssMb: least('peakRssMb', 'rssMB'),
    };
  };
}

function findYardstick(): string | undefined {
  const folder = process.env['PERF_CORPUS'];
  const file = folder === undefined ? undefined : path.join(folder, 'yardstick.mjs');
  return file !== undefined && existsSync(file) ? file : undefined;
}

/** The last line of JSON, its numbers. */
function numbersOf(output: string): Record<string, number> {
  const line = output.trim().split('\n').at(-1) ?? '';
  const read: unknown = line.startsWith('{') ? JSON.parse(line) : {};
  return Object.fromEntries(
    Object.entries(isRecord(read) ? read : {}).filter(
      (entry): entry is [string, number] => typeof entry[1] === 'number',
    ),
  );
}

function round(value: number): number {
  return Number(value.toFixed(2));
}
