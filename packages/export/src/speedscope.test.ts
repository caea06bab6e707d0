import { profileFromText, randomProfile } from '@subsecond/profile/testing';
import { describe, expect, it } from 'vitest';
import { writeSpeedscope } from './speedscope.ts';
import { addTotal, type StackTotal, selectionsOf, stackTotals } from './testing/stack-totals.ts';
import { threadName } from './thread-name.ts';

/** As far as the published schema goes: https://www.speedscope.app/file-format-schema.json */
interface SpeedscopeFile {
  readonly $schema: string;
  readonly name: string;
  readonly activeProfileIndex: number;
  readonly shared: { readonly frames: readonly { readonly name: string; readonly file?: string }[] };
  readonly profiles: readonly {
    readonly type: string;
    readonly name: string;
    readonly unit: string;
    readonly startValue: number;
    readonly endValue: number;
    readonly samples: readonly (readonly number[])[];
    readonly weights: readonly number[];
  }[];
}

function read(pieces: Iterable<string>): SpeedscopeFile {
  return JSON.parse([...pieces].join('')) as SpeedscopeFile;
}

/** What speedscope's own importer asks of a file, and what it would add up. */
function importLikeSpeedscope(file: SpeedscopeFile): Map<string, StackTotal> {
  expect(file.$schema).toBe('https://www.speedscope.app/file-format-schema.json');
  const totals = new Map<string, StackTotal>();
  for (const { type, name, unit, startValue, endValue, samples, weights } of file.profiles) {
    expect(type).toBe('sampled');
    expect(['none', 'nanoseconds', 'microseconds', 'milliseconds', 'seconds', 'bytes']).toContain(unit);
    expect(weights).toHaveLength(samples.length);
    expect(startValue).toBe(0);
    expect(endValue).toBeCloseTo(
      weights.reduce((sum, weight) => sum + weight, 0),
      2,
    );
    for (const [k, sample] of samples.entries()) {
      const frames = sample.map((index) => file.shared.frames[index]);
      expect(frames).not.toContain(undefined);
      addTotal(totals, [name, frames.map((frame) => [frame?.name, frame?.file ?? null])], 1, weights[k]);
    }
  }
  return totals;
}

describe('writeSpeedscope', () => {
  it.each(Array.from({ length: 40 }, (_, seed) => seed))(
    'reads back as the same stacks, threads and weights (seed %i)',
    (seed) => {
      const profile = randomProfile(seed);
      for (const selection of selectionsOf(profile)) {
        const expected = stackTotals(selection, (thread) => threadName(profile, thread));
        const byPeriod = read(writeSpeedscope(selection, { name: 'p', measure: 'period' }));
        expect(importLikeSpeedscope(byPeriod)).toEqual(expected);
        const bySamples = importLikeSpeedscope(read(writeSpeedscope(selection, { name: 'p', measure: 'samples' })));
        expect([...bySamples].map(([key, { samples, weight }]) => [key, samples, weight])).toEqual(
          [...bySamples].map(([key]) => [key, expected.get(key)?.samples, expected.get(key)?.samples]),
        );
      }
    },
  );

  const drawn = profileFromText(`
    time    0.010      0.020      0.030      0.040
    thread  web:7/8    db:9       web:7/8    web:7/8
    weight  10         20         10         10
            main       loop       main       idle
            parse(libc)           gc
  `);
  const all = { profile: drawn, event: 0, mask: new Uint8Array(4).fill(1), ranges: undefined };

  it('has a profile a thread, the heaviest first, its samples in order of time and in nanoseconds', () => {
    const file = read(writeSpeedscope(all, { name: 'two threads', measure: 'period' }));
    const namesOf = (path: readonly number[]) => path.map((index) => file.shared.frames[index]?.name).join(';');
    expect(file.name).toBe('two threads');
    expect(
      file.profiles.map(({ name, unit, samples, weights }) => [name, unit, samples.map(namesOf), weights]),
    ).toEqual([
      ['web pid: 7 tid: 8', 'nanoseconds', ['main;parse', 'main;gc', 'idle'], [10, 10, 10]],
      ['db tid: 9', 'nanoseconds', ['loop'], [20]],
    ]);
    expect(file.shared.frames).toContainEqual({ name: 'parse', file: 'libc' });
  });

  it('lists the frames of the selection alone', () => {
    const ranges = [{ startNs: 20_000_000, endNs: 30_000_000 }];
    const file = read(writeSpeedscope({ ...all, ranges }, { name: 'p', measure: 'samples' }));
    expect(file.shared.frames).toEqual([{ name: 'loop' }]);
    expect(file.profiles.map(({ unit }) => unit)).toEqual(['none']);
  });

  it('writes an empty selection as a file without profiles', () => {
    const file = read(writeSpeedscope({ ...all, mask: new Uint8Array(4) }, { name: 'p', measure: 'samples' }));
    expect([file.profiles, file.shared.frames]).toEqual([[], []]);
  });

  it('joins pieces of many samples', () => {
    const columns = Array.from({ length: 2500 }, (_, k) => k);
    const text = [
      `time ${columns.map((k) => `${(k / 1000).toFixed(3)} `).join('')}`,
      `     ${columns.map(() => 'main  ').join('')}`,
    ].join('\n');
    const many = profileFromText(text);
    const selection = { profile: many, event: 0, mask: new Uint8Array(2500).fill(1), ranges: undefined };
    expect(read(writeSpeedscope(selection, { name: 'p', measure: 'samples' })).profiles[0]?.samples).toHaveLength(2500);
  });
});
