import { profileFromText } from '@subsecond/profile/testing';
import { expect, it } from 'vitest';
import { selectedSamples } from './export-selection.ts';

const profile = profileFromText(`
  time  0.1  0.2  0.3  0.4  -
        a    b    c    d    e
`);
const select = (mask: readonly number[], ranges?: readonly (readonly [number, number])[]) => [
  ...selectedSamples({
    profile,
    event: 0,
    mask: Uint8Array.from(mask),
    ranges: ranges?.map(([start, end]) => ({ startNs: start * 1e9, endNs: end * 1e9 })),
  }),
];

it('takes what the mask takes, samples without a time too', () => {
  expect(select([1, 0, 1, 0, 1])).toEqual([0, 2, 4]);
});

it('takes half-open ranges, in order, each sample once, none without a time', () => {
  expect(
    select(
      [1, 1, 1, 1, 1],
      [
        [0.3, 0.4],
        [0.1, 0.2],
        [0.1, 0.15],
      ],
    ),
  ).toEqual([0, 2]);
});

it('is empty where nothing is selected', () => {
  expect(select([0, 0, 0, 0, 0])).toEqual([]);
  expect(select([1, 1, 1, 1, 1], [[5, 6]])).toEqual([]);
});
