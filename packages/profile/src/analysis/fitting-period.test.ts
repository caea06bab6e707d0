import { describe, expect, it } from 'vitest';
import { fittingPeriodNs } from './fitting-period.ts';

describe('fittingPeriodNs', () => {
  it.each([
    [0, 1],
    [239.999_999_999, 1],
    [240, 2],
    [3_600, 20],
    [699_900.000_001, 3_600],
    [9_000_000, 3_600],
  ])('shows a recording that ends at %s s in columns of %s s', (last, period) => {
    expect(fittingPeriodNs(last * 1e9, 240)).toBe(period * 1e9);
  });
});
