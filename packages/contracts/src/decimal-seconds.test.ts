import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDecimalSeconds, printDecimalSeconds } from './decimal-seconds.ts';

describe('parseDecimalSeconds', () => {
  it.each([
    ['63.1', 63_100_000_000],
    ['0.000000001', 1],
    ['0.29', 290_000_000],
    ['7', 7_000_000_000],
    ['1.500000000000', 1_500_000_000],
  ])('reads %s to the nanosecond', (text, ns) => {
    expect(parseDecimalSeconds(text)).toBe(ns);
  });

  it.each([
    '',
    '-1',
    '+1',
    '1e3',
    '.5',
    '5.',
    '1,5',
    ' 1',
    '1 ',
    'NaN',
    'Infinity',
    '0x10',
    '0.0000000001',
    '12345678',
  ])('refuses "%s"', (text) => {
    expect(parseDecimalSeconds(text)).toBeUndefined();
  });

  it('reads back whatever was printed', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 9_000_000_000_000_000 }), (ns) => {
        expect(parseDecimalSeconds(printDecimalSeconds(ns))).toBe(ns);
      }),
    );
  });
});
