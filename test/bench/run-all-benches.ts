import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { writePerfScript } from '../support/make-perf-script.ts';
import { type Figure, isMet, isRecord, printTable, readFigures } from './bench-figures.ts';

const repositoryRoot = path.resolve(import.meta.dirname, '../..');
const LARGE_BYTES = 200_000_000;
const SMALL_BYTES = 40_000_000;

/** Budgets of the design: a multiple of a plain reader's speed in the same run on the same machine. */
const PARSE_BUDGETS = { repeated: 2.8, diverse: 3.0 } as const;
/** Room for noise in "does not grow": five times the text may not take one and a half times the memory. */
const MEMORY_GROWTH = 1.5;

/** Each bench in a process of its own. Returns the exit code: 1 where a budget is missed or a bench failed. */
export async function runAllBenches(names: readonly string[]): Promise<number> {
  const figures: Figure[] = [];
  const failures: string[] = [];
  for (const name of names) {
    process.stderr.write(`${name} …\n`);
    if (name === 'parse') {
      figures.push(...benchParseOnMadeUpTexts(failures));
      continue;
    }
    const { status, stdout, stderr } = runBench([name]);
    figures.push(...readFigures(stdout));
    if (status !== 0) failures.push(`${name} ended with ${status}: ${stderr.trim().split('\n').slice(-3).join(' ')}`);
  }
  console.log(printTable(figures));
  for (const failure of failures) console.log(`FAILED ${failure}`);
  return failures.length > 0 || !figures.every(isMet) ? 1 : 0;
}

/** A browser, a server and a database: on one core they would measure each other. */
const UNPINNED = new Set(['page']);

/** Pinned to one core where `taskset` is there, so that the collector's and compiler's threads count too. */
function runBench(args: readonly string[], program = path.join(import.meta.dirname, 'main.ts')) {
  const command = [process.execPath, program, ...args];
  const isPinned = existsSync('/usr/bin/taskset') && !UNPINNED.has(args[0] ?? '');
  const pinned = isPinned ? ['/usr/bin/taskset', '-c', '0', ...command] : command;
  const [executable = process.execPath, ...rest] = pinned;
  return spawnSync(executable, rest, { cwd: repositoryRoot, encoding: 'utf8', maxBuffer: 64 << 20 });
}

function benchParseOnMadeUpTexts(failures: string[]): Figure[] {
  const folder = mkdtempSync(path.join(tmpdir(), 'subsecond-bench-'));
  const yardstick = findYardstick();
  const figures: Figure[] = [];
  const add = (bench: string, value: number, unit: string, budget?: Figure['budget']) =>
    figures.push({ bench: `parse ${bench}`, value, unit, budget });
  try {
    for (const kind of ['repeated', 'diverse'] as const) {
      const file = path.join(folder, `${kind}.txt`);
      writePerfScript(file, { bytes: SMALL_BYTES, diverse: kind === 'diverse' });
      const small = numbersOf(runBench(['parse', file]).stdout);
      writePerfScript(file, { bytes: LARGE_BYTES, diverse: kind === 'diverse' });
      const run = runBench(['parse', file]);
      if (run.status !== 0) failures.push(`parse ended with ${run.status}: ${run.stderr.trim()}`);
      const large = numbersOf(run.stdout);
      const speed = megabytesPerSecond(LARGE_BYTES, large['cpuSeconds']);
      add(`${kind}, ${LARGE_BYTES / 1e6} MB`, speed, 'MB/s of CPU time');
      add(
        `${kind}, peak memory against ${SMALL_BYTES / 1e6} MB of text`,
        round((large['peakRssMb'] ?? 0) / (small['peakRssMb'] ?? 1)),
        '×',
        { limit: MEMORY_GROWTH, kind: 'at most' },
      );
      if (yardstick === undefined) continue;
      const plain = megabytesPerSecond(LARGE_BYTES, numbersOf(runBench([file], yardstick).stdout)['cpu_s']);
      add(`${kind}, against the yardstick's ${plain} MB/s`, round(speed / plain), '×', {
        limit: PARSE_BUDGETS[kind],
        kind: 'at least',
      });
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  if (yardstick === undefined)
    process.stderr.write('No yardstick.mjs (PERF_CORPUS): the parser is timed, but not compared.\n');
  return figures;
}

function findYardstick(): string | undefined {
  const folders = [process.env['PERF_CORPUS'], path.join(repositoryRoot, '../shared/corpus')];
  return folders
    .flatMap((folder) => (folder === undefined ? [] : [path.join(folder, 'yardstick.mjs')]))
    .find((file) => existsSync(file));
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

function megabytesPerSecond(bytes: number, seconds: number | undefined): number {
  return round(bytes / 1e6 / (seconds ?? Number.NaN));
}

function round(value: number): number {
  return Number(value.toFixed(2));
}
