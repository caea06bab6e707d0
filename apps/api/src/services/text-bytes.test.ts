import { ExportTooLargeError } from '@subsecond/export';
import { expect, it } from 'vitest';
import { textBytes } from './text-bytes.ts';

it('puts pieces of any length together, in UTF-8', () => {
  const pieces = ['', 'a', '€'.repeat(40_000), 'b'.repeat(200_000), '👾', ''];
  expect(new TextDecoder().decode(textBytes(pieces))).toBe(pieces.join(''));
  expect(textBytes([])).toHaveLength(0);
});

it('stops where it would take too much memory, and asks for no more pieces', () => {
  function* endless() {
    for (;;) yield 'x'.repeat(1000);
  }
  expect(() => textBytes(endless(), 100_000)).toThrow(ExportTooLargeError);
});
