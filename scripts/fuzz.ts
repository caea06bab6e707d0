/**
 * `npm run fuzz [-- SECONDS [FILE...]]`: damages texts at random and reads them, a minute if no time is given, the fixtures if no
 * files are. What fails is written to the folder that is named at the end: make it a fixture, then repair the parser.
 */
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createSeededRandom } from '@subsecond/profile/testing';
import { checkReading } from '../test/support/check-reading.ts';
import { mutate } from '../test/support/mutate-text.ts';
import { writeRecurringStacks } from '../test/support/recurring-stacks.ts';

const FIXTURES = path.join(import.meta.dirname, '../test/fixtures/perf-script');
const MOST_FAILURES = 20;

const [seconds = '60', ...named] = process.argv.slice(2);
const files =
  named.length > 0
    ? named
    : readdirSync(FIXTURES)
        .filter((file) => file.endsWith('.txt'))
        .map((file) => path.join(FIXTURES, file));
const seed = Math.floor(Math.random() * 2 ** 31);
const random = createSeededRandom(seed);
const texts = files.map((file) => readFileSync(file));
const deadline = Date.now() + Number(seconds) * 1000;

let rounds = 0;
let folder: string | undefined;
let failures = 0;
while (Date.now() < deadline && failures < MOST_FAILURES) {
  rounds++;
  const known = texts[Math.floor(random() * texts.length)];
  const text = known === undefined || random() < 0.2 ? Buffer.from(writeRecurringStacks(40, random)) : known;
  const damaged = mutate(text, random);
  try {
    checkReading(damaged);
  } catch (error) {
    folder ??= mkdtempSync(path.join(tmpdir(), 'subsecond-fuzz-'));
    writeFileSync(path.join(folder, `${++failures}.txt`), damaged);
    console.error(`${folder}/${failures}.txt: ${error instanceof Error ? error.message : String(error)}`);
  }
}
console.log(`${rounds} damaged texts read, ${failures} failures (seed ${seed}).`);
process.exitCode = failures === 0 ? 0 : 1;
