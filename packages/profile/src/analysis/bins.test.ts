import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BinCursor } from './bin-cursor.ts';
import { assertBinning, binOfTime, binRangeNs } from './bins.ts';

const rows = fc.integer({ min: 1, max: 1000 });
const periodNs = fc.oneof(
  fc.integer({ min: 1, max: 2000 }),
  fc.integer({ min: 1, max: 3_600_000_000_000 }),
  fc.constantFrom(16_666_667, 20_408_163, 1_000_000_000, 90_909_091),
);
const timeNs = fc.oneof(fc.integer({ min: 0, max: 10_000_000_000 }), fc.maxSafeNat());

describe('bins', () => {
  test('the range of a time’s bin contains the time', () => {
    fc.assert(
      fc.property(periodNs, rows, timeNs, (period, count, time) => {
        const { column, row } = binOfTime(period, count, time);
        const range = binRangeNs(period, count, column, row);
        expect(row).toBeGreaterThanOrEqual(0);
        expect(row).toBeLessThan(count);
        expect(range.startNs <= time && time < range.endNs).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  test('the first and last time of a bin’s range belong to it, and its neighbours touch it', () => {
    fc.assert(
      fc.property(periodNs, rows, fc.integer({ min: 0, max: 2000 }), fc.nat(), (period, count, column, anyRow) => {
        const row = anyRow % count;
        const { startNs, endNs } = binRangeNs(period, count, column, row);
        if (startNs < endNs) {
          expect(binOfTime(period, count, startNs)).toEqual({ column, row });
          expect(binOfTime(period, count, endNs - 1)).toEqual({ column, row });
        }
        const next =
          row + 1 === count ? binRangeNs(period, count, column + 1, 0) : binRangeNs(period, count, column, row + 1);
        expect(next.startNs).toBe(endNs);
      }),
      { numRuns: 2000 },
    );
  });

  test('exact rational arithmetic agrees', () => {
    fc.assert(
      fc.property(periodNs, rows, timeNs, (period, count, time) => {
        const column = BigInt(time) / BigInt(period);
        const row = ((BigInt(time) % BigInt(period)) * BigInt(count)) / BigInt(period);
        expect(binOfTime(period, count, time)).toEqual({ column: Number(column), row: Number(row) });
      }),
      { numRuns: 2000 },
    );
  });

  test('a cursor answers what binOfTime does, whatever the order of times', () => {
    fc.assert(
      fc.property(
        periodNs,
        rows,
        fc.array(fc.integer({ min: 0, max: 5_000_000_000 }), { maxLength: 30 }),
        (period, count, times) => {
          const cursor = new BinCursor(period, count);
          for (const time of times) {
            const { column, row } = binOfTime(period, count, time);
            expect(cursor.move(time)).toBe(column * count + row);
            expect({ startNs: cursor.startNs, endNs: cursor.endNs }).toEqual(binRangeNs(period, count, column, row));
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  test('a period that is no multiple of the rows has rows of whole nanoseconds that fill it', () => {
    // 10 ns in 3 rows: rows start at 0, 3⅓ and 6⅔, so whole times 0–3, 4–6, 7–9 belong to them.
    expect([0, 1, 2].map((row) => binRangeNs(10, 3, 1, row))).toEqual([
      { startNs: 10, endNs: 14 },
      { startNs: 14, endNs: 17 },
      { startNs: 17, endNs: 20 },
    ]);
  });

  test('periods and rows out of range are refused', () => {
    for (const [period, count] of [
      [0, 50],
      [1.5, 50],
      [-1, 50],
      [1e9, 0],
      [1e9, 2.5],
      [1e13, 1000],
      [Number.NaN, 50],
    ] as const) {
      expect(() => assertBinning(period, count)).toThrow(RangeError);
    }
  });
});
