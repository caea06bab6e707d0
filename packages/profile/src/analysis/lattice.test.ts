import { describe, expect, test } from 'vitest';
import { finishProfile } from '../tables/finish-profile.ts';
import type { Profile } from '../tables/profile.ts';
import { EMPTY_HEADER, NONE } from '../tables/profile.ts';
import { createSeededRandom } from '../testing/index.ts';
import { deriveHeatMap } from './heat-map.ts';
import { deriveIdleSamples } from './idle.ts';
import type { SamplerLattice } from './lattice.ts';
import { deriveSamplerLattice, expectedTicks } from './lattice.ts';
import { deriveQuality } from './quality.ts';

const INTERVAL = 20_408_163;
const SECOND = 1_000_000_000;

interface Tick {
  readonly timeNs: number;
  readonly cpu: number;
  readonly idle?: boolean;
  readonly weight?: number;
}

/** A recording of these ticks, times rounded down to microseconds as perf prints them. */
function record(ticks: readonly Tick[], eventName = 'cpu-clock:ppp'): Profile {
  const { length } = ticks;
  return finishProfile({
    samples: {
      length,
      timeNs: Float64Array.from(ticks, ({ timeNs }) => Math.floor(timeNs / 1000) * 1000),
      cpu: Int32Array.from(ticks, ({ cpu }) => cpu),
      thread: Int32Array.from(ticks, ({ idle }) => (idle === true ? 1 : 0)),
      stack: new Int32Array(length).fill(NONE),
      event: new Uint16Array(length),
      weight: Float64Array.from(ticks, ({ weight }) => weight ?? INTERVAL),
      flags: new Uint8Array(length),
      detail: new Int32Array(length).fill(NONE),
    },
    baseSeconds: 0,
    stacks: { length: 0, prefix: new Int32Array(), frame: new Int32Array() },
    frames: {
      length: 0,
      symbol: new Int32Array(),
      mapping: new Int32Array(),
      kind: new Uint8Array(),
      flags: new Uint8Array(),
    },
    threads: { length: 2, pid: Int32Array.of(NONE, NONE), tid: Int32Array.of(1, 0), comm: ['app', 'swapper'] },
    events: [{ name: eventName, frequencyHz: 49, hasPeriod: true }],
    strings: [],
    details: [],
    timeResolutionNs: 1000,
    header: EMPTY_HEADER,
  }).profile;
}

function ticksOf(
  cpu: number,
  phaseNs: number,
  first: number,
  end: number,
  keep: (k: number) => boolean = () => true,
): Tick[] {
  const ticks: Tick[] = [];
  for (let k = first; k < end; k++) if (keep(k)) ticks.push({ timeNs: phaseNs + k * INTERVAL, cpu });
  return ticks;
}

function latticeOf(profile: Profile): SamplerLattice {
  const lattice = deriveSamplerLattice(profile, 0);
  if (lattice === undefined) throw new Error('no lattice was found');
  return lattice;
}

describe('a sampler’s lattice', () => {
  test('missing ticks are put where the timer ticked', () => {
    const lattice = latticeOf(
      record([...ticksOf(0, 1_000_000, 0, 490), ...ticksOf(1, 1_030_000, 0, 490, (k) => k % 10 === 0)]),
    );
    expect(lattice.cpus.map(({ cpu }) => cpu)).toEqual([0, 1]);
    expect(lattice.cpus[1].phaseNs).toBeCloseTo(1_030_000, -4);
    expect([lattice.recordedTicks, lattice.missing.ticks]).toEqual([539, 441]);
    expect(expectedTicks(lattice, 0, Number.POSITIVE_INFINITY)).toBe(980);
    expect(expectedTicks(lattice, SECOND, 2 * SECOND)).toBe(98);
  });

  test('a clock that drifts by 100 parts in a million for an hour loses and invents no tick', () => {
    const random = createSeededRandom(5);
    const drifted = [0, 1].flatMap((cpu) => {
      const kept: Tick[] = [];
      for (let k = 0; k < 176_400; k++)
        if (cpu === 0 || random() < 0.2)
          kept.push({ timeNs: 5_000_000 + cpu * 40_000 + k * INTERVAL * 1.0001 + random() * 100_000, cpu });
      return kept;
    });
    const lattice = latticeOf(record(drifted));
    expect(lattice.recordedTicks).toBe(drifted.length);
    expect(expectedTicks(lattice, 0, Number.POSITIVE_INFINITY)).toBe(2 * 176_400);
  });

  test('a late tick takes its own slot, once, and its successor keeps its own', () => {
    const ticks = ticksOf(0, 1_000_000, 0, 100).map((tick, k) => ({
      ...tick,
      timeNs: tick.timeNs + (k % 20 === 7 ? 3_900_000 : 0) + (k === 55 ? 11_000_000 : 0),
    }));
    const lattice = latticeOf(record(ticks));
    expect([lattice.recordedTicks, lattice.missing.ticks]).toEqual([100, 0]);
  });

  test('of two samples in one slot, one is a tick, so no CPU is busier than one', () => {
    const ticks = [...ticksOf(0, 1_000_000, 0, 100), { timeNs: 1_000_000 + 50 * INTERVAL + 200_000, cpu: 0 }];
    const profile = record(ticks);
    const lattice = latticeOf(profile);
    expect([lattice.recordedTicks, lattice.missing.ticks]).toEqual([100, 0]);
    const map = deriveHeatMap(profile, {
      event: 0,
      mask: new Uint8Array(101).fill(1),
      rows: 20,
      periodNs: SECOND,
      measure: 'cpus',
      lattice,
    });
    expect(map.max).toBe(1);
    expect(map.samples).toBe(101);
  });

  test('staggered CPUs keep their own phases', () => {
    const lattice = latticeOf(record([...ticksOf(0, 1_000_000, 0, 200), ...ticksOf(3, 9_000_000, 0, 200)]));
    expect(lattice.cpus.map(({ cpu }) => cpu)).toEqual([0, 3]);
    expect(lattice.missing.ticks).toBe(0);
  });

  test('an interrupted recording has a gap without data; the phase afterwards is measured anew', () => {
    const before = ticksOf(0, 1_000_000, 0, 200);
    const after = ticksOf(0, 60 * SECOND + 7_000_000, 0, 200);
    const profile = record([...before, ...after]);
    const lattice = latticeOf(profile);
    expect(lattice.missing.ticks).toBe(0);
    expect(lattice.gaps).toHaveLength(1);
    const map = deriveHeatMap(profile, {
      event: 0,
      mask: new Uint8Array(400).fill(1),
      rows: 1,
      periodNs: SECOND,
      measure: 'cpus',
      lattice,
    });
    expect([...map.state.subarray(3, 7)]).toEqual([0, 0, 2, 2]);
    expect([...map.state.subarray(58, 62)]).toEqual([2, 2, 0, 0]);
  });

  test('silence in phase, of CPUs that never write idle ticks, was idleness', () => {
    const lattice = latticeOf(record(ticksOf(0, 1_000_000, 0, 600, (k) => k < 200 || k >= 400)));
    expect(lattice.gaps).toEqual([]);
    expect(lattice.missing.ticks).toBe(200);
  });

  test('so it was of CPUs that did write idle ticks before', () => {
    const ticks = ticksOf(0, 1_000_000, 0, 600, (k) => k < 200 || k >= 400).map((tick, k) => ({
      ...tick,
      idle: k % 2 === 0,
    }));
    const lattice = latticeOf(record(ticks));
    expect(lattice.gaps).toEqual([]);
    expect(lattice.missing.ticks).toBe(200);
  });

  test('silence out of phase was no recording, by a twentieth of the interval already', () => {
    const gapsAfterJump = (jumpNs: number) =>
      latticeOf(record([...ticksOf(0, 1_000_000, 0, 200), ...ticksOf(0, 1_000_000 + jumpNs, 400, 600)])).gaps.length;
    expect([0, 100_000, 1_000_000, 10_000_000, -1_000_000].map(gapsAfterJump)).toEqual([0, 0, 1, 1, 1]);
  });

  test('a clock that drifts over a long silence is followed, and late ticks at its edges are not', () => {
    const drifted = ticksOf(0, 0, 0, 9000, (k) => k < 3000 || k >= 6000).map(({ timeNs }, k) => ({
      timeNs: 5_000_000 + timeNs * 1.00008 + (k >= 2990 && k % 4 === 0 && k < 3010 ? 3_900_000 : 0),
      cpu: 0,
    }));
    const lattice = latticeOf(record(drifted));
    expect(lattice.gaps).toEqual([]);
    expect([lattice.recordedTicks, lattice.missing.ticks]).toEqual([6000, 3000]);
  });

  test('of recordings that are appended after some seconds, hardly any seems to go on', () => {
    const random = createSeededRandom(21);
    let bridged = 0;
    for (let trial = 0; trial < 200; trial++) {
      const phase = random() * INTERVAL;
      const jitter = (tick: Tick): Tick => ({ ...tick, timeNs: tick.timeNs + random() * 60_000 });
      // Two timers that are almost synchronous, as they usually are: the second proves little.
      const first = [0, 1].flatMap((cpu) => ticksOf(cpu, 1_000_000 + cpu * 20_000, 0, 600));
      const second = [0, 1].flatMap((cpu) => ticksOf(cpu, phase + cpu * 20_000, 850, 1450));
      if (latticeOf(record([...first, ...second].map(jitter))).gaps.length === 0) bridged++;
    }
    expect(bridged / 200).toBeLessThan(0.05);
  });

  test('a silence too long to follow the clock across it is no data', () => {
    const lattice = latticeOf(record(ticksOf(0, 1_000_000, 0, 100_400, (k) => k < 200 || k >= 100_200)));
    expect(lattice.gaps).toHaveLength(1);
  });

  test('a CPU seen in one stretch only was idle in the others', () => {
    const lattice = latticeOf(
      record([
        ...ticksOf(0, 1_000_000, 0, 100),
        ...ticksOf(0, 60 * SECOND + 7_000_000, 0, 100),
        ...ticksOf(1, 60 * SECOND + 7_020_000, 0, 100),
      ]),
    );
    expect(lattice.missing.ticks).toBe(100);
  });
});

test('missing ticks are told apart: of CPUs that are seen idle at other times, and of those that never are', () => {
  const profile = record([
    ...ticksOf(0, 1_000_000, 0, 490, (k) => k % 10 === 0),
    ...ticksOf(1, 1_030_000, 0, 490, (k) => k % 2 === 0).map((tick, k) => ({ ...tick, idle: k > 200 })),
  ]);
  const lattice = latticeOf(profile);
  expect(lattice.cpus.map(({ missingTicks }) => missingTicks)).toEqual([440, 244]);
  const quality = deriveQuality(profile, lattice, deriveIdleSamples(profile));
  expect([quality.expectedSamples, quality.recordedSamples, quality.missingOnIdleRecordingCpus]).toEqual([
    978, 294, 244,
  ]);
});

describe('no lattice', () => {
  test('a task’s clock, restarted whenever it is scheduled in', () => {
    const random = createSeededRandom(9);
    const ticks: Tick[] = [];
    let timeNs = 0;
    for (let burst = 0; burst < 80; burst++) {
      const cpu = random() < 0.5 ? 0 : 1;
      const length = 1 + Math.floor(random() * 12);
      for (let k = 0; k < length; k++) ticks.push({ timeNs: timeNs + k * INTERVAL, cpu });
      timeNs += length * INTERVAL + random() * 300_000_000;
    }
    expect(deriveSamplerLattice(record(ticks), 0)).toBeUndefined();
  });

  test('bursts long enough to look like a lattice each, but out of phase with one another', () => {
    const random = createSeededRandom(11);
    const ticks: Tick[] = [];
    for (let burst = 0; burst < 12; burst++)
      ticks.push(...ticksOf(0, burst * 6.5 * SECOND + random() * INTERVAL, 0, 230));
    expect(deriveSamplerLattice(record(ticks), 0)).toBeUndefined();
  });

  test('weights that vary, counts, samples without a CPU, and a handful of samples', () => {
    expect(
      deriveSamplerLattice(
        record(ticksOf(0, 0, 0, 100).map((tick, k) => ({ ...tick, weight: INTERVAL + (k % 2) }))),
        0,
      ),
    ).toBeUndefined();
    expect(deriveSamplerLattice(record(ticksOf(0, 0, 0, 100), 'cycles'), 0)).toBeUndefined();
    expect(deriveSamplerLattice(record(ticksOf(NONE, 0, 0, 100)), 0)).toBeUndefined();
    expect(deriveSamplerLattice(record(ticksOf(0, 0, 0, 5)), 0)).toBeUndefined();
    expect(deriveSamplerLattice(record([]), 0)).toBeUndefined();
  });

  test('times without any rhythm', () => {
    const random = createSeededRandom(2);
    expect(
      deriveSamplerLattice(
        record(Array.from({ length: 3000 }, () => ({ timeNs: random() * 60 * SECOND, cpu: random() < 0.5 ? 0 : 1 }))),
        0,
      ),
    ).toBeUndefined();
  });
});
