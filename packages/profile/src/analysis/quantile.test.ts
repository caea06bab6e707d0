import { describe, expect, it } from 'vitest';
import { quantileOfNonZero } from './quantile.ts';

function sorted(values: readonly number[], quantile: number): number {
  const present = values.filter((value) => value > 0).sort((a, b) => a - b);
  return present[Math.min(present.length - 1, Math.floor(present.length * quantile))] ?? 0;
}

describe('the quantile of what is not zero', () => {
  it('is the one that sorting finds, for counts, fractions and outliers, many and few', () => {
    let seed = 7;
    const random = (): number => {
      seed = (seed * 1103515245 + 12345) % 2147483648;
      return seed / 2147483648;
    };
    const shapes = [
      () => Math.floor(random() * 5),
      () => random(),
      () => (random() < 0.0001 ? 1e12 : Math.floor(random() * 3)),
      () => 1 / (random() + 1e-9),
      () => 3,
    ];
    for (const shape of shapes) {
      for (const length of [1, 10, 5000, 60_000]) {
        const values = Array.from({ length }, shape);
        for (const quantile of [0, 0.5, 0.995, 1])
          expect(quantileOfNonZero(Float64Array.from(values), quantile)).toBe(sorted(values, quantile));
      }
    }
  });

  it('is zero where all is zero', () => {
    expect(quantileOfNonZero(new Float64Array(10), 0.995)).toBe(0);
  });
});
