// `npm run bench`: every bench, on inputs made for it, as a table against the budgets.
// `npm run bench -- NAME [arguments]`: one bench (test/bench/NAME.ts), as lines of JSON.
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { runAllBenches } from './run-all-benches.ts';

const names = readdirSync(import.meta.dirname)
  .filter(
    (file) =>
      file.endsWith('.ts') &&
      !/^(?:main|run-all-benches|bench-figures|watch-page|plain-reader|compare-readers)\b|\.test\.ts$/.test(file),
  )
  .map((file) => path.basename(file, '.ts'));

const [name, ...argv] = process.argv.slice(2);
if (name === undefined) process.exitCode = await runAllBenches(names);
else await runOne(name);

async function runOne(asked: string): Promise<void> {
  if (!names.includes(asked)) throw new Error(`No bench is called ${asked}. There are: ${names.join(', ')}`);
  const module: Record<string, unknown> = await import(`./${asked}.ts`);
  const bench = Object.entries(module).find(([exported]) => exported.startsWith('bench'))?.[1];
  if (typeof bench !== 'function')
    throw new Error(`test/bench/${asked}.ts exports no function whose name begins with "bench".`);
  await bench(argv);
}
