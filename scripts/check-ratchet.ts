// Counts that may only fall: `node scripts/run.mjs scripts/check-ratchet.ts [--update]`. More than scripts/ratchet.json
// says fails; fewer fails too, until the number is lowered, so that what was won is kept.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { countShortcuts } from './count-shortcuts.ts';
import { listSources } from './list-sources.ts';
import { repositoryRoot } from './rooms.ts';

const LONGEST_FILE = 500;
const ratchetFile = 'scripts/ratchet.json';

const TITLES = {
  any: 'uses of `any`',
  casts: 'casts (`as X`)',
  nonNull: 'non-null assertions (`!`)',
  silenced: 'silenced diagnostics (biome-ignore, ts-expect-error)',
  longFiles: `files over ${LONGEST_FILE} lines`,
} as const;
type Ratchet = Record<keyof typeof TITLES, number>;

export interface Counted {
  readonly totals: Ratchet;
  /** Per kind, the files that have any: `path (3)`. */
  readonly places: Readonly<Record<keyof Ratchet, readonly string[]>>;
}

/** `files`: path → source. Tests may cast and assert as they like; nobody may write files that are too long. */
export function countAll(files: ReadonlyMap<string, string>): Counted {
  const totals: Ratchet = { any: 0, casts: 0, nonNull: 0, silenced: 0, longFiles: 0 };
  const places: Record<keyof Ratchet, string[]> = { any: [], casts: [], nonNull: [], silenced: [], longFiles: [] };
  const add = (kind: keyof Ratchet, file: string, count: number) => {
    if (count === 0) return;
    totals[kind] += count;
    places[kind].push(`${file} (${count})`);
  };
  for (const [file, source] of files) {
    if (source.split('\n').length - 1 > LONGEST_FILE) add('longFiles', file, 1);
    const shortcuts = countShortcuts(source);
    add('any', file, shortcuts.any);
    add('silenced', file, shortcuts.silenced);
    if (/\.test\.tsx?$/.test(file)) continue;
    add('casts', file, shortcuts.casts);
    add('nonNull', file, shortcuts.nonNull);
  }
  return { totals, places };
}

export function compare(counted: Counted, committed: Ratchet): string[] {
  const lines: string[] = [];
  for (const kind of Object.keys(TITLES) as (keyof Ratchet)[]) {
    const [now, before] = [counted.totals[kind], committed[kind]];
    if (now > before) {
      lines.push(
        `${now} ${TITLES[kind]}, at most ${before} may be. Repair the new ones; all of them:\n  ${counted.places[kind].join('\n  ')}`,
      );
    } else if (now < before) {
      lines.push(
        `${now} ${TITLES[kind]}, fewer than the ${before} of ${ratchetFile}: well done. Keep it: npm run ratchet -- --update`,
      );
    }
  }
  return lines;
}

if (import.meta.main) {
  const counted = countAll(
    new Map(listSources(repositoryRoot).map((file) => [file, readFileSync(path.join(repositoryRoot, file), 'utf8')])),
  );
  if (process.argv.includes('--update'))
    writeFileSync(path.join(repositoryRoot, ratchetFile), `${JSON.stringify(counted.totals, undefined, 2)}\n`);
  const lines = compare(counted, JSON.parse(readFileSync(path.join(repositoryRoot, ratchetFile), 'utf8')));
  for (const line of lines) console.error(line);
  console.log(JSON.stringify(counted.totals));
  process.exitCode = lines.length > 0 ? 1 : 0;
}
