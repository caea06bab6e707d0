import type { RawSamples } from '../tables/finish-profile.ts';
import { finishProfile } from '../tables/finish-profile.ts';
import type { Profile } from '../tables/profile.ts';
import { EMPTY_HEADER, NONE, SampleFlag } from '../tables/profile.ts';
import { createSeededRandom } from './seeded-random.ts';

/** Names that break readers: of prototypes, with separators of every format, not of one byte a character, and nothing at all. */
const HOSTILE_NAMES = [
  '__proto__',
  'constructor',
  'a;b',
  'with blank',
  'nul\0inside',
  'line\nbreak',
  '',
  '\ufeffmark',
  'ünïcödé',
  '👾',
  '[unknown]',
  'std::map<int, foo(*)(bar)>::operator->',
];

/**
 * A small profile that a seed decides, as odd as its invariants allow: several events, ties in time, samples without time, stack, CPU or
 * weight of their own, recursion, texts of tracepoints. For property tests: the seed is the counterexample.
 */
export function randomProfile(seed: number): Profile {
  const random = createSeededRandom(seed);
  const below = (limit: number): number => Math.floor(random() * limit);
  const pick = <T>(values: readonly T[]): T => values[below(values.length)];
  const length = below(120);
  const frames = 1 + below(8);
  const stacks = below(30);
  const threads = 1 + below(6);
  const events = 1 + below(3);
  const details = below(4);
  const unitNs = pick([1, 1000]);
  const spanNs = pick([1e6, 1e9, 5e9, 3e12]);
  const floatWeights = random() < 0.1;
  const samples: RawSamples = {
    length,
    timeNs: Float64Array.from({ length }, () =>
      random() < 0.1 ? Number.NaN : Math.floor((random() * spanNs - spanNs / 3) / unitNs) * unitNs,
    ),
    cpu: Int32Array.from({ length }, () => pick([NONE, 0, 1, 2, 7, 300])),
    thread: Int32Array.from({ length }, () => below(threads)),
    stack: Int32Array.from({ length }, () => below(stacks + 1) - 1),
    event: Uint16Array.from({ length }, () => below(events)),
    weight: new Float64Array(length).fill(1),
    flags: new Uint8Array(length),
    detail: Int32Array.from({ length }, () => (random() < 0.9 ? NONE : below(details + 1) - 1)),
  };
  for (let i = 0; i < length; i++) {
    // Event 0 has one weight, the others' vary.
    if (samples.event[i] > 0)
      samples.weight[i] = floatWeights
        ? random() * 1e6
        : pick([0, 1, 127, 128, 20_408_163, 2 ** 40 + 1, Number.MAX_SAFE_INTEGER]);
    samples.flags[i] =
      (Number.isNaN(samples.timeNs[i]) ? SampleFlag.timeAbsent : 0) |
      (samples.stack[i] === NONE ? SampleFlag.stackAbsent : 0) |
      (random() < 0.05 ? SampleFlag.stackCut : 0);
    if (i > 0 && random() < 0.15) samples.timeNs[i] = samples.timeNs[i - 1];
    if (Number.isNaN(samples.timeNs[i])) samples.flags[i] |= SampleFlag.timeAbsent;
    else samples.flags[i] &= ~SampleFlag.timeAbsent;
  }
  const strings = Array.from({ length: 1 + below(10) }, () => pick(HOSTILE_NAMES));
  return finishProfile({
    samples,
    baseSeconds: 5000,
    stacks: {
      length: stacks,
      prefix: Int32Array.from({ length: stacks }, (_, i) => (random() < 0.2 ? NONE : below(i + 1) - 1)),
      frame: Int32Array.from({ length: stacks }, () => below(frames)),
    },
    frames: {
      length: frames,
      symbol: Int32Array.from({ length: frames }, () => below(strings.length)),
      mapping: Int32Array.from({ length: frames }, () => below(strings.length + 1) - 1),
      kind: Uint8Array.from({ length: frames }, () => below(6)),
      flags: Uint8Array.from({ length: frames }, () => below(2)),
    },
    threads: {
      length: threads,
      pid: Int32Array.from({ length: threads }, () => pick([NONE, 7, 8])),
      tid: Int32Array.from({ length: threads }, () => pick([0, NONE, 100, 101])),
      comm: Array.from({ length: threads }, () => pick([...HOSTILE_NAMES, 'swapper', 'swapper/3'])),
    },
    events: Array.from({ length: events }, (_, i) => ({
      name: pick(['cpu-clock:ppp', 'cycles', 'sched:sched_switch']),
      frequencyHz: 49,
      hasPeriod: i > 0,
    })),
    strings,
    details: Array.from({ length: details }, () => pick(HOSTILE_NAMES)),
    timeResolutionNs: unitNs,
    header: EMPTY_HEADER,
  }).profile;
}
