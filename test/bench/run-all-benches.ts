import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { type Figure, isMet, printTable, readFigures } from './bench-figures.ts';
import { compareReaders } from './compare-readers.ts';

const repositoryRoot = path.resolve(import.meta.dirname, '../..');
/** Each bench in a process of its own. Returns the exit code: 1 where a budget is missed or a bench failed. */
export async function runAllBenches(names: readonly string[]): Promise<number> {
  const figures: Figure[] = [];
  const failures: string[] = [];
  for (const name of names) {
    process.stderr.write(`${name} …\n`);
    if (name === 'parse') {
      figures.push(...compareReaders(runBench, failures));
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
/** Readers of `parse` that use two cores. */
const ON_TWO_CORES = new Set(['two-cores', 'inflated', 'inflating']);

/** Pinned to one core where `taskset` is there, so that the collector's and compiler's threads count too. */
function runBench(args: readonly string[], program = path.join(import.meta.dirname, 'main.ts')) {
  const command = [process.execPath, program, ...args];
  const isPinned = existsSync('/usr/bin/taskset') && !UNPINNED.has(args[0] ?? '') && !ON_TWO_CORES.has(args[2] ?? '');
  const pinned = isPinned ? ['/usr/bin/taskset', '-c', '0', ...command] : command;
  const [executable = process.execPath, ...rest] = pinned;
  return spawnSync(executable, rest, { cwd: repositoryRoot, encoding: 'utf8', maxBuffer: 64 << 20 });
}
