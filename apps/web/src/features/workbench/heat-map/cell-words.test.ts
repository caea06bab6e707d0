import { describe, expect, it } from 'vitest';
import type { HeatMapCell } from '../../../canvas/heat-map-options.ts';
import { cellWords } from './cell-words.ts';

const plain = (words: Readonly<Record<string, string>>) =>
  Object.values(words).map((text) => text.replaceAll('\u00a0', ' '));
const cell: HeatMapCell = {
  column: 63,
  row: 5,
  columnSpan: 1,
  rowSpan: 1,
  startNs: 63_100_000_000,
  endNs: 63_120_000_000,
  state: 'data',
  value: 1.6666,
  samples: 2,
  share: 0.0004,
  ticks: 1,
};
const map = { periodNs: 1e9, rows: 50, measure: 'cpus' } as const;

const cycles = { unit: 'count', eventName: 'cycles:u' } as const;

describe('a bin in words', () => {
  it('says its time, its row, CPUs busy and samples', () => {
    expect(plain({ ...cellWords(cell, map, cycles) })).toEqual([
      '63.100 – 63.120 s',
      'row 6 of 50, 100 ms into its column',
      '1.67 CPUs busy · 2 samples',
      '< 0.1 % of the profile',
    ]);
    expect(cellWords({ ...cell, value: 1, samples: 1 }, map, cycles).value.replaceAll('\u00a0', ' ')).toBe(
      '1 CPU busy · 1 sample',
    );
  });

  it('does not call a bin without tick or data empty', () => {
    expect(cellWords({ ...cell, state: 'no-tick', samples: 0 }, map, cycles).value).toBe('No tick');
    expect(cellWords({ ...cell, state: 'no-data', samples: 0 }, map, cycles).value).toBe('Not recorded');
  });

  it('weighs in the unit of its event', () => {
    const weighed = { ...map, measure: 'period' } as const;
    const value = (unit: 'ns' | 'count') =>
      cellWords({ ...cell, value: 40_816_326 }, weighed, { unit, eventName: 'cycles:u' }).value.replaceAll(
        '\u00a0',
        ' ',
      );
    expect(value('count')).toBe('40.8 M cycles · 2 samples');
    expect(value('ns')).toBe('40.816 ms · 2 samples');
  });
});
