import { expect, it } from 'vitest';
import { isMet, printTable, readFigures } from './bench-figures.ts';

it('figures are read from lines of JSON, and other lines left out', () => {
  const output = 'hello\n{"bench":"a","milliseconds":3,"budget":4}\n{"bench":"b","value":2,"unit":"B"}\n{"other":1}\n';
  expect(readFigures(output)).toEqual([
    { bench: 'a', value: 3, unit: 'ms', budget: { limit: 4, kind: 'at most' } },
    { bench: 'b', value: 2, unit: 'B', budget: undefined },
  ]);
});

it('a missed budget is seen, in both directions', () => {
  const figure = { bench: 'a', unit: '', value: 3 };
  expect(isMet({ ...figure, budget: { limit: 2, kind: 'at most' } })).toBe(false);
  expect(isMet({ ...figure, budget: { limit: 4, kind: 'at least' } })).toBe(false);
  expect(isMet({ ...figure, budget: { limit: 3, kind: 'at most' } })).toBe(true);
  expect(printTable([{ ...figure, budget: { limit: 2, kind: 'at most' } }])).toBe('a  3   at most 2  MISSED');
});
