/** A text read by two readers must give the tables of one. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { createPerfScriptParser, createPerfScriptPartReader, findPartStart, parsePerfScript } from '@subsecond/parser';
import { createSeededRandom } from '@subsecond/profile/testing';
import { expect, test } from 'vitest';
import { readOnTwoCores } from '../../scripts/read-on-two-cores.ts';
import { writeRecurringStacks } from '../support/recurring-stacks.ts';

type Outcome = 'taken over' | 'read on' | 'no start';

/** The second reader begins behind `from`; says how it went, the result being compared in any case. */
function readInTwo(bytes: Uint8Array, from: number): Outcome {
  const start = findPartStart(bytes.subarray(from));
  if (start < 0) return 'no start';
  const limit = from + start;
  const other = createPerfScriptPartReader();
  for (let pos = limit; pos < bytes.length; pos += 5000) other.push(bytes.subarray(pos, pos + 5000));
  const part = other.finish();
  const parser = createPerfScriptParser();
  parser.push(bytes.subarray(0, limit));
  const taken = part !== undefined && parser.absorb(structuredClone(part));
  if (!taken) parser.push(bytes.subarray(limit));
  expect(parser.finish()).toEqual(parsePerfScript(bytes));
  return taken ? 'taken over' : 'read on';
}

test('recurring stacks, odd lines and all, read in two as in one', () => {
  const random = createSeededRandom(4);
  const outcomes = new Set<Outcome>();
  for (let round = 0; round < 30; round++) {
    const bytes = writeRecurringStacks(120, random);
    outcomes.add(readInTwo(bytes, Math.floor(random() * bytes.length)));
  }
  expect(outcomes).toContain('taken over');
});

const folder = path.join(import.meta.dirname, '../fixtures/perf-script');
test('every fixture that can be read reads in two as in one, wherever it is cut', () => {
  const outcomes: Outcome[] = [];
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.txt') && !name.startsWith('refused'))) {
    const bytes = new Uint8Array(readFileSync(path.join(folder, file)));
    for (let from = 0; from < bytes.length; from += 1 + (bytes.length >> 3)) outcomes.push(readInTwo(bytes, from));
  }
  expect(outcomes.filter((outcome) => outcome === 'taken over').length).toBeGreaterThan(20);
});

test('a file read by two threads gives the tables of one', async () => {
  const file = path.join(folder, 'recorded-two-events.txt');
  const bytes = new Uint8Array(readFileSync(file));
  const parser = createPerfScriptParser();
  await readOnTwoCores(file, bytes.length, parser);
  expect(parser.finish()).toEqual(parsePerfScript(bytes));
});
