import { profileFormat } from '@subsecond/contracts';
import { expect, test } from 'vitest';
import { FORMAT_WORDS, noTimesWords } from './format-words.ts';

test('every format but perf script has a name on the page, and each says how to get times', () => {
  for (const format of profileFormat.options) {
    expect(FORMAT_WORDS[format] === undefined).toBe(format === 'perf-script');
    expect(noTimesWords(format)).toMatch(/\.$/);
  }
  expect(noTimesWords('folded')).not.toContain('perf script -F');
});
