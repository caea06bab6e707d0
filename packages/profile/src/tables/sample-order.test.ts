import fc from 'fast-check';
import { expect, test } from 'vitest';
import { randomProfile, syntheticProfile } from '../testing/index.ts';
import { reorderSamples } from './finish-profile.ts';
import type { SampleTable } from './profile.ts';
import { canonicalOrder, isCanonicalOrder } from './sample-order.ts';

/** Rows of a table in canonical order, some of them moved by at most `reach` places. */
function disturb(samples: SampleTable, reach: number, moves: readonly number[]): SampleTable {
  const order = Int32Array.from({ length: samples.length }, (_, i) => i);
  for (const move of moves) {
    const from = move % order.length;
    const to = Math.min(order.length - 1, from + (move % (reach + 1)));
    [order[from], order[to]] = [order[to], order[from]];
  }
  return reorderSamples(samples, order);
}

test('rows a little out of order and rows in any order are put in order, ties as they stood', () => {
  fc.assert(
    fc.property(
      fc.integer(),
      fc.constantFrom(1, 3, 1000),
      fc.array(fc.nat(), { maxLength: 60 }),
      (seed, reach, moves) => {
        const { samples } = randomProfile(seed);
        if (samples.length === 0) return;
        const disturbed = disturb(samples, reach, moves);
        const order = canonicalOrder(disturbed);
        expect([...order].sort((a, b) => a - b)).toEqual([...disturbed.timeNs.keys()]);
        const ordered = reorderSamples(disturbed, order);
        expect(isCanonicalOrder(ordered)).toBe(true);
        for (let i = 1; i < order.length; i++) {
          const isTie =
            Object.is(ordered.timeNs[i], ordered.timeNs[i - 1]) &&
            ordered.event[i] === ordered.event[i - 1] &&
            (ordered.cpu[i] === ordered.cpu[i - 1] || Number.isNaN(ordered.timeNs[i]));
          if (isTie) expect(order[i]).toBeGreaterThan(order[i - 1]);
        }
      },
    ),
    { numRuns: 500 },
  );
});

test('a recording turned around is put in order', () => {
  const { samples } = syntheticProfile({
    seed: 1,
    cpus: 2,
    seconds: 2,
    frequencyHz: 49,
    stacks: 5,
    frames: 5,
    utilisation: 1,
  });
  const backwards = reorderSamples(samples, Int32Array.from(samples.timeNs.keys()).reverse());
  expect(isCanonicalOrder(backwards)).toBe(false);
  expect(reorderSamples(backwards, canonicalOrder(backwards))).toEqual(samples);
});
