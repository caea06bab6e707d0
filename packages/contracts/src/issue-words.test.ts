import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { issueWords } from './issue-words.ts';

const wordsOf = (schema: z.ZodType, value: unknown) =>
  (schema.safeParse(value).error?.issues ?? []).map((issue) => issueWords({ ...issue }));

describe('issueWords', () => {
  it.each([
    [z.int().min(10), 9, 'less than 10'],
    [z.int().max(10), 11, 'greater than 10'],
    [z.int(), 1.5, 'not a whole number'],
    [z.string(), 7, 'not a text'],
    [z.string().min(1), '', 'empty'],
    [z.string().max(3), 'four', 'longer than 3 characters'],
    [z.array(z.string()).max(1), ['a', 'b'], 'more than 1'],
    [z.enum(['a', 'b']), 'c', 'none of "a", "b"'],
    [z.boolean(), 'yes', 'not true or false'],
    [z.strictObject({}), { x: 1 }, 'there is no "x"'],
    [z.record(z.string().min(1), z.string()), { '': 'x' }, 'one of its keys or values does not fit'],
    [z.iso.datetime(), 'soon', 'not in the right form'],
    [z.string().regex(/^a$/), 'b', 'not in the right form'],
    [z.string().regex(/^a$/, 'no a'), 'b', 'no a'],
    [z.string().refine(() => false, 'out of range'), 'b', 'out of range'],
    [z.union([z.string(), z.number()]), true, 'it does not fit'],
  ])('says what is wrong in words for people, case %#', (schema, value, words) => {
    expect(wordsOf(schema, value)).toEqual([words]);
  });
});
