import { parsePerfScript } from '@subsecond/parser';
import { expect, it } from 'vitest';
import { makePerfScript } from './make-perf-script.ts';

const text = (shape: Parameters<typeof makePerfScript>[0]) => [...makePerfScript(shape)].join('');

it('is the same text for the same seed, and another for another', () => {
  expect(text({ bytes: 50_000, seed: 7 })).toBe(text({ bytes: 50_000, seed: 7 }));
  expect(text({ bytes: 50_000, seed: 7 })).not.toBe(text({ bytes: 50_000, seed: 8 }));
});

it('is about as long as asked, and the parser understands every line', () => {
  const made = text({ bytes: 400_000, cpus: 2 });
  expect(made.length).toBeGreaterThan(400_000);
  expect(made.length).toBeLessThan(410_000);
  const { profile, warnings } = parsePerfScript(new TextEncoder().encode(made));
  expect(warnings).toEqual([]);
  expect(profile.samples.length).toBe(made.match(/cpu-clock:pppH: $/gm)?.length);
});

it('has many more distinct lines when it is diverse', () => {
  const distinct = (diverse: boolean) => new Set(text({ bytes: 2_000_000, diverse }).split('\n')).size;
  expect(distinct(true) - distinct(false)).toBeGreaterThan(1000);
});
