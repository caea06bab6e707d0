import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sampleRange, timedSampleCount } from '../tables/sample-range.ts';
import { profileFromText, randomProfile, syntheticProfile } from '../testing/index.ts';
import { binRangeNs } from './bins.ts';
import { BinState, deriveHeatMap } from './heat-map.ts';
import { deriveIdleSamples } from './idle.ts';
import { deriveSamplerLattice, expectedTicks } from './lattice.ts';
import { deriveSampleMask } from './sample-filter.ts';

const SECOND = 1_000_000_000;

describe('heat map', () => {
  test('the bins of any range of cells hold the samples of that range of time', () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.integer({ min: 1, max: 60 }),
        fc.constantFrom(16_666_667, SECOND, 733_100_000, 7_000_000_000),
        fc.nat(),
        fc.nat(),
        (seed, rows, coarse, a, b) => {
          const profile = randomProfile(seed);
          const last = timedSampleCount(profile) === 0 ? 0 : profile.samples.timeNs[timedSampleCount(profile) - 1];
          const periodNs = Math.max(coarse, Math.ceil(last / 200));
          const { mask, taken } = deriveSampleMask(profile, deriveIdleSamples(profile), { event: 0, idle: 'include' });
          const map = deriveHeatMap(profile, {
            event: 0,
            mask,
            rows,
            periodNs,
            measure: 'samples',
            lattice: undefined,
          });
          let untimed = 0;
          for (let i = 0; i < mask.length; i++) if (mask[i] === 1 && Number.isNaN(profile.samples.timeNs[i])) untimed++;
          expect(map.samples + untimed).toBe(taken);
          if (map.columns === 0) return;
          const [first, end] = [a, b].map((n) => n % (map.columns * rows + 1)).sort((x, y) => x - y);
          const startNs = binRangeNs(periodNs, rows, Math.floor(first / rows), first % rows).startNs;
          const endNs = binRangeNs(periodNs, rows, Math.floor(end / rows), end % rows).startNs;
          const range = sampleRange(profile, startNs, endNs);
          let expected = 0;
          for (let i = range.first; i < range.end; i++) expected += mask[i];
          expect(map.counts.subarray(first, end).reduce((sum, count) => sum + count, 0)).toBe(expected);
          expect(map.values.subarray(first, end).reduce((sum, value) => sum + value, 0)).toBe(expected);
        },
      ),
      { numRuns: 500 },
    );
  });

  test('rows before the first sample and after the last are no data, in the columns that have data too', () => {
    const profile = profileFromText(`
      time    1.25   1.30   2.50
              main   main   main
    `);
    const map = deriveHeatMap(profile, {
      event: 0,
      mask: new Uint8Array(3).fill(1),
      rows: 10,
      periodNs: SECOND,
      measure: 'samples',
      lattice: undefined,
    });
    // Time zero is the whole second before the first sample, so there are two columns.
    expect(map.columns).toBe(2);
    expect([...map.state]).toEqual([2, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 2, 2, 2]);
    expect([...map.counts]).toEqual([0, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0]);
  });

  test('weighs by the period, and turns nanoseconds into CPUs where there is no lattice', () => {
    const profile = profileFromText(`
      time    0.010       0.020       0.130
      weight  40000000    10000000    50000000
              main        main        main
    `);
    const request = { event: 0, mask: Uint8Array.of(1, 1, 1), rows: 10, periodNs: SECOND, lattice: undefined };
    expect([...deriveHeatMap(profile, { ...request, measure: 'period' }).values.subarray(0, 2)]).toEqual([5e7, 5e7]);
    expect([...deriveHeatMap(profile, { ...request, measure: 'cpus' }).values.subarray(0, 2)]).toEqual([0.5, 0.5]);
  });

  test('CPUs busy of an event that counts no time are refused', () => {
    const profile = profileFromText(`
      time    0.010
      event   cycles
      weight  123
    `);
    expect(() =>
      deriveHeatMap(profile, {
        event: 0,
        mask: Uint8Array.of(1),
        rows: 10,
        periodNs: SECOND,
        measure: 'cpus',
        lattice: undefined,
      }),
    ).toThrow(RangeError);
  });

  test('a period too short for the recording is refused before memory is taken', () => {
    const profile = profileFromText(`
      time    0.010  3000
    `);
    expect(() =>
      deriveHeatMap(profile, {
        event: 0,
        mask: Uint8Array.of(1, 1),
        rows: 50,
        periodNs: 1_000_000,
        measure: 'samples',
        lattice: undefined,
      }),
    ).toThrow(/longer period/);
  });

  test('busy ticks never exceed ticks, ticks add up to those expected, and no tick is not zero', () => {
    for (const utilisation of [1, 0.3, 0.02]) {
      const profile = syntheticProfile({
        seed: 3,
        cpus: 4,
        seconds: 20,
        frequencyHz: 49,
        stacks: 20,
        frames: 30,
        utilisation,
      });
      const lattice = deriveSamplerLattice(profile, 0);
      if (lattice === undefined) throw new Error('a synthetic recording is a lattice');
      const mask = new Uint8Array(profile.samples.length).fill(1);
      for (const rows of [49, 50, 100]) {
        const map = deriveHeatMap(profile, { event: 0, mask, rows, periodNs: SECOND, measure: 'cpus', lattice });
        const ticks = map.ticks ?? new Float32Array();
        expect(ticks.reduce((sum, n) => sum + n, 0)).toBe(expectedTicks(lattice, 0, Number.POSITIVE_INFINITY));
        for (let bin = 0; bin < ticks.length; bin++) {
          expect(map.values[bin]).toBeLessThanOrEqual(4);
          if (map.state[bin] === BinState.noTick) expect(map.counts[bin]).toBe(0);
          if (map.state[bin] === BinState.data) expect(ticks[bin]).toBeGreaterThan(0);
        }
        const noTick = map.state.filter((state) => state === BinState.noTick).length;
        if (rows === 100) expect(noTick / map.state.length).toBeGreaterThan(0.4);
        if (rows === 49) expect(noTick / map.state.length).toBeLessThan(0.05);
        // Synchronous CPUs that are all busy read as all of them.
        if (utilisation === 1) expect(map.max).toBe(4);
      }
    }
  });

  test('idle samples count as ticks, not as busy, and a CPU without idle samples reads the same', () => {
    // CPU 0 writes its idle ticks, CPU 1 does not: both are busy on every fourth tick.
    const ticks = Array.from({ length: 200 }, (_, k) => k);
    const columns = ticks.flatMap((k) => [
      { time: 0.005 + k * 0.02, cpu: 0, busy: k % 4 === 0 },
      ...(k % 4 === 0 ? [{ time: 0.00502 + k * 0.02, cpu: 1, busy: true }] : []),
    ]);
    const line = (label: string, cells: readonly string[]): string =>
      label.padEnd(10) + cells.map((cell) => cell.padEnd(14)).join('');
    const profile = profileFromText(
      [
        line(
          'time',
          columns.map(({ time }) => time.toFixed(6)),
        ),
        line(
          'thread',
          columns.map(({ busy }) => (busy ? 'app' : 'swapper')),
        ),
        line(
          'cpu',
          columns.map(({ cpu }) => `${cpu}`),
        ),
        line(
          'weight',
          columns.map(() => '20000000'),
        ),
        line(
          '',
          columns.map(({ busy }) => (busy ? 'main' : 'do_idle')),
        ),
      ].join('\n'),
    );
    const lattice = deriveSamplerLattice(profile, 0);
    expect(lattice?.missing.ticks).toBe(150);
    const { mask, idleHidden } = deriveSampleMask(profile, deriveIdleSamples(profile), { event: 0, idle: 'exclude' });
    expect(idleHidden).toBe(150);
    const map = deriveHeatMap(profile, { event: 0, mask, rows: 1, periodNs: 800_000_000, measure: 'cpus', lattice });
    expect([...map.values]).toEqual([0.5, 0.5, 0.5, 0.5, 0.5]);
    for (const cpu of [0, 1]) {
      const one = deriveSampleMask(profile, deriveIdleSamples(profile), {
        event: 0,
        cpus: new Set([cpu]),
        idle: 'exclude',
      });
      expect([
        ...deriveHeatMap(profile, {
          event: 0,
          mask: one.mask,
          rows: 1,
          periodNs: 800_000_000,
          measure: 'cpus',
          lattice,
        }).values,
      ]).toEqual([0.25, 0.25, 0.25, 0.25, 0.25]);
    }
  });
});
