/** Stacks that recur are read as blocks; they must read as if each line had been read by itself. */
import { createPerfScriptParser, type ParseResult, parsePerfScript } from '@subsecond/parser';
import { assertProfileIntegrity } from '@subsecond/profile';
import { createSeededRandom } from '@subsecond/profile/testing';
import { expect, test } from 'vitest';
import { mutate } from '../support/mutate-text.ts';
import { writeRecurringStacks } from '../support/recurring-stacks.ts';

/** Of a piece that ends with a line nothing is known that follows: no block can be read. */
function readLineByLine(bytes: Uint8Array): ParseResult {
  const parser = createPerfScriptParser();
  for (let start = 0; start < bytes.length; ) {
    const newline = bytes.indexOf(10, start);
    const end = newline < 0 ? bytes.length : newline + 1;
    parser.push(bytes.subarray(start, end));
    start = end;
  }
  return parser.finish();
}

test('recurring stacks read the same, table for table, as line by line', () => {
  for (let seed = 1; seed <= 12; seed++) {
    const bytes = writeRecurringStacks(400, createSeededRandom(seed));
    const whole = parsePerfScript(bytes);
    assertProfileIntegrity(whole.profile);
    expect(whole).toEqual(readLineByLine(bytes));
  }
});

test('damaged recurring stacks read the same as line by line', () => {
  const random = createSeededRandom(77);
  for (let round = 0; round < 60; round++) {
    const bytes = mutate(Buffer.from(writeRecurringStacks(60, random)), random);
    expect(parsePerfScript(bytes)).toEqual(readLineByLine(bytes));
  }
});
