import { describe, expect, it } from 'vitest';
import { parsePeriodText, periodProblem } from './period-text.ts';

describe('a typed period', () => {
  it('is taken in the units that people write', () => {
    expect(['1', '0,5', '7s', '16.67 ms', '250000 us', '2 min', '1 h', '50 Hz', '.5'].map(parsePeriodText)).toEqual([
      1e9, 5e8, 7e9, 16_670_000, 250e6, 120e9, 3600e9, 20_000_000, 5e8,
    ]);
  });

  it('is refused with the reason', () => {
    expect(['', 'abc', '1 week', '0 Hz', '0.1 ms', '2 h', '-1'].map(parsePeriodText)).toEqual(Array(7).fill(undefined));
    expect(periodProblem('abc')).toContain('16.67 ms');
    expect(periodProblem('0.1 ms')).toContain('shortest');
    expect(periodProblem('2 h')).toContain('longest');
  });
});
