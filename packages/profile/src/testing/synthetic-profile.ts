import type { RawSamples } from '../tables/finish-profile.ts';
import { finishProfile } from '../tables/finish-profile.ts';
import type { Profile } from '../tables/profile.ts';
import { EMPTY_HEADER, FrameKind, NONE } from '../tables/profile.ts';
import { createSeededRandom } from './seeded-random.ts';

export interface SyntheticProfileOptions {
  readonly seed: number;
  readonly cpus: number;
  readonly seconds: number;
  readonly frequencyHz: number;
  /** Distinct leaf stacks. */
  readonly stacks: number;
  /** Distinct frames to draw from. */
  readonly frames: number;
  /** Share of ticks that leave a sample. */
  readonly utilisation: number;
}

/** Two minutes of 32 busy CPUs: some 200,000 samples, 20,000 stacks, 300,000 call nodes. */
export const TWO_MINUTES_OF_32_CPUS: SyntheticProfileOptions = {
  seed: 1,
  cpus: 32,
  seconds: 128,
  frequencyHz: 49,
  stacks: 20_000,
  frames: 12_000,
  utilisation: 1,
};

const COMMS = 24;
const THREADS_PER_COMM = 12;

/**
 * A system-wide cpu-clock recording that looks like real ones where it matters for size and speed: stacks of some 20 frames that share
 * their outer ones, few hot and many rare; a CPU keeps its thread for some ticks, a thread its stack for a few; ticks jitter by
 * microseconds. Same options, same profile.
 */
export function syntheticProfile(options: SyntheticProfileOptions): Profile {
  const { cpus, seconds, frequencyHz, utilisation } = options;
  const random = createSeededRandom(options.seed);
  const { prefix, frame, leavesOfComm } = growStacks(options, random);
  const ticks = Math.floor(seconds * frequencyHz);
  const length = cpus * ticks;
  const samples: RawSamples & { length: number } = {
    length,
    timeNs: new Float64Array(length),
    cpu: new Int32Array(length),
    thread: new Int32Array(length),
    stack: new Int32Array(length),
    event: new Uint16Array(length),
    weight: new Float64Array(length),
    flags: new Uint8Array(length),
    detail: new Int32Array(length).fill(NONE),
  };
  const intervalNs = Math.floor(1e9 / frequencyHz);
  const threadOfCpu = new Int32Array(cpus).fill(NONE);
  const stackOfCpu = new Int32Array(cpus);
  let filled = 0;
  for (let tick = 0; tick < ticks; tick++) {
    for (let cpu = 0; cpu < cpus; cpu++) {
      if (random() >= utilisation) {
        threadOfCpu[cpu] = NONE;
        continue;
      }
      const keepsThread = threadOfCpu[cpu] !== NONE && random() < 0.8;
      if (!keepsThread) threadOfCpu[cpu] = Math.floor(random() * COMMS * THREADS_PER_COMM);
      if (!keepsThread || random() < 0.6) {
        const leaves = leavesOfComm[threadOfCpu[cpu] % COMMS];
        stackOfCpu[cpu] = leaves[Math.floor(leaves.length * random() ** 3)];
      }
      samples.timeNs[filled] = 5_000_000 + tick * intervalNs + cpu * 2000 + Math.floor(random() * 40) * 1000;
      samples.cpu[filled] = cpu;
      samples.thread[filled] = threadOfCpu[cpu];
      samples.stack[filled] = stackOfCpu[cpu];
      samples.weight[filled] = intervalNs;
      filled++;
    }
  }
  samples.length = filled;
  const threads = COMMS * THREADS_PER_COMM;
  const strings = Array.from(
    { length: options.frames },
    (_, i) =>
      `${['alloc', 'parse', 'handle', 'std::vector<int>::push', 'read', '__schedule'][i % 6]}_${i.toString(36)}`,
  );
  strings.push('/usr/lib/x86_64-linux-gnu/libc.so.6', '[kernel.kallsyms]', '/usr/bin/app');
  return finishProfile({
    samples,
    baseSeconds: 1000,
    stacks: { length: prefix.length, prefix, frame },
    frames: {
      length: options.frames,
      symbol: Int32Array.from({ length: options.frames }, (_, i) => i),
      mapping: Int32Array.from({ length: options.frames }, (_, i) => options.frames + (i % 3)),
      kind: Uint8Array.from(
        { length: options.frames },
        (_, i) => [FrameKind.library, FrameKind.kernel, FrameKind.user][i % 3],
      ),
      flags: new Uint8Array(options.frames),
    },
    threads: {
      length: threads,
      pid: new Int32Array(threads).fill(NONE),
      tid: Int32Array.from({ length: threads }, (_, i) => 1000 + i),
      comm: Array.from({ length: threads }, (_, i) => `comm-${i % COMMS}`),
    },
    events: [{ name: 'cpu-clock', frequencyHz, hasPeriod: true }],
    strings,
    details: [],
    timeResolutionNs: 1000,
    header: { ...EMPTY_HEADER, cpusOnline: cpus },
  }).profile;
}

/** Each new stack leaves a known one of its comm at some depth and goes on with frames of its own. */
function growStacks(
  { stacks, frames }: SyntheticProfileOptions,
  random: () => number,
): { prefix: Int32Array; frame: Int32Array; leavesOfComm: number[][] } {
  const prefix: number[] = [];
  const frame: number[] = [];
  const leavesOfComm: number[][] = Array.from({ length: COMMS }, () => []);
  const pathsOfComm: number[][][] = Array.from({ length: COMMS }, () => []);
  for (let stack = 0; stack < stacks; stack++) {
    const comm = stack % COMMS;
    const paths = pathsOfComm[comm];
    const depth = 10 + Math.floor(random() * 20);
    const known = paths.length === 0 ? [] : paths[Math.floor(random() * paths.length)];
    const path = known.slice(0, Math.min(depth - 1, 2 + Math.floor(random() * 8)));
    while (path.length < depth) {
      prefix.push(path.at(-1) ?? NONE);
      frame.push(Math.floor(frames * random() ** 2));
      path.push(prefix.length - 1);
    }
    paths.push(path);
    leavesOfComm[comm].push(path[path.length - 1]);
  }
  return { prefix: Int32Array.from(prefix), frame: Int32Array.from(frame), leavesOfComm };
}
