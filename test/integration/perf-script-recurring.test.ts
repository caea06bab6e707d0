/** Stacks that recur are read as blocks; they must read as if each line had been read by itself. */
import { parsePerfScript } from '@subsecond/parser';
import { assertProfileIntegrity } from '@subsecond/profile';
import { createSeededRandom } from '@subsecond/profile/testing';
import { expect, test } from 'vitest';
import { checkReading, readLineByLine } from '../support/check-reading.ts';
import { mutate } from '../support/mutate-text.ts';
import { writeRecurringStacks } from '../support/recurring-stacks.ts';

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
    checkReading(mutate(Buffer.from(writeRecurringStacks(60, random)), random));
  }
});
