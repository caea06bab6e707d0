import type { TimeRange } from '../tables/sample-range.ts';
import type { CpuSamples } from './lattice-cpus.ts';

/**
 * Phases, measured block by block on each CPU: a time's phase is its angle on a circle of one interval, a block's phase the direction
 * of its samples' mean vector, and its length says how concentrated they are. Blocks are short enough that a drift of 100 parts in
 * a million does not smear them, and long enough to hold some samples of a CPU that is seldom busy.
 */
const BLOCK_INTERVALS = 200;
const LONGEST_BLOCK_INTERVALS = 2000;
const LEAST_BLOCK_SAMPLES = 8;
/** Phases of neighbouring blocks further apart than this are no drift. */
const CONTINUES = 1 / 8;

export interface LatticePhases {
  /** Mean over the blocks of the squared length of the mean vector, corrected for the number of samples: 0 by chance, 1 on a lattice. */
  readonly concentration: number;
  /** Share of neighbouring blocks, of one CPU and stretch, whose phases agree; 1 where there is none. */
  readonly continuity: number;
  /** Per CPU (index as in the list of CPUs), as first measured. */
  readonly firstPhaseNs: readonly number[];
  /** `[stretch][cpu]`: at the stretch's start; undefined where the CPU has no sample in it. */
  readonly startPhaseNs: readonly (readonly (number | undefined)[])[];
  readonly interval: MeasuredInterval;
}

/** The interval as the recording's clock shows it: the phases of neighbouring blocks move by what it differs from the kernel's. */
export interface MeasuredInterval {
  readonly ns: number;
  /** Time between the blocks it was measured by, of all CPUs; 0 where there was but one block. */
  readonly measuredOverNs: number;
}

export function measurePhases(
  timeNs: Float64Array,
  cpus: readonly CpuSamples[],
  stretches: readonly TimeRange[],
  intervalNs: number,
): LatticePhases {
  let weighted = 0;
  let weight = 0;
  let neighbours = 0;
  let agreeing = 0;
  const firstPhaseNs: number[] = [];
  const startPhaseNs: (number | undefined)[][] = stretches.map(() => []);
  let driftedNs = 0;
  let measuredOverNs = 0;

  for (let index = 0; index < cpus.length; index++) {
    const { indexes } = cpus[index];
    let k = 0;
    for (let stretch = 0; stretch < stretches.length; stretch++) {
      const { endNs } = stretches[stretch];
      let before: Block | undefined;
      let first: Block | undefined;
      while (k < indexes.length && timeNs[indexes[k]] < endNs) {
        const block = measureBlock(timeNs, indexes, k, endNs, intervalNs);
        k = block.end;
        first ??= block;
        // A short rest at the stretch's end has hardly a phase of its own.
        if (block.samples < LEAST_BLOCK_SAMPLES && before !== undefined) continue;
        if (block.samples >= LEAST_BLOCK_SAMPLES) {
          weighted += block.samples * Math.max(0, (block.samples * block.squaredLength - 1) / (block.samples - 1));
          weight += block.samples;
          if (before !== undefined) {
            neighbours++;
            const moved = wrapPhase(block.phaseNs - before.phaseNs, intervalNs);
            if (Math.abs(moved) <= CONTINUES * intervalNs) {
              agreeing++;
              driftedNs += moved;
              measuredOverNs += block.middleNs - before.middleNs;
            }
          }
        }
        before = block;
      }
      startPhaseNs[stretch].push(first?.phaseNs);
      if (firstPhaseNs.length === index && first !== undefined) firstPhaseNs.push(first.phaseNs);
    }
  }
  return {
    concentration: weight === 0 ? 0 : weighted / weight,
    continuity: neighbours === 0 ? 1 : agreeing / neighbours,
    firstPhaseNs,
    startPhaseNs,
    interval: {
      ns: measuredOverNs === 0 ? intervalNs : intervalNs * (1 + driftedNs / measuredOverNs),
      measuredOverNs,
    },
  };
}

/** The shortest way around the circle of one interval: between minus and plus half of it. */
export function wrapPhase(phaseNs: number, intervalNs: number): number {
  return phaseNs - Math.round(phaseNs / intervalNs) * intervalNs;
}

interface Block {
  /** Index into the CPU's list just after the block's last sample. */
  readonly end: number;
  readonly samples: number;
  /** Mean time of its samples. */
  readonly middleNs: number;
  readonly phaseNs: number;
  readonly squaredLength: number;
}

function measureBlock(
  timeNs: Float64Array,
  indexes: Int32Array,
  first: number,
  endNs: number,
  intervalNs: number,
): Block {
  const startNs = timeNs[indexes[first]];
  const turn = (2 * Math.PI) / intervalNs;
  let x = 0;
  let y = 0;
  let ages = 0;
  let k = first;
  for (; k < indexes.length; k++) {
    const time = timeNs[indexes[k]];
    const age = time - startNs;
    if (
      time >= endNs ||
      age > LONGEST_BLOCK_INTERVALS * intervalNs ||
      (age > BLOCK_INTERVALS * intervalNs && k - first >= LEAST_BLOCK_SAMPLES)
    )
      break;
    const angle = (time % intervalNs) * turn;
    ages += age;
    x += Math.cos(angle);
    y += Math.sin(angle);
  }
  const samples = k - first;
  const phase = (Math.atan2(y, x) / (2 * Math.PI)) * intervalNs;
  return {
    end: k,
    samples,
    middleNs: startNs + ages / samples,
    phaseNs: phase < 0 ? phase + intervalNs : phase,
    squaredLength: (x * x + y * y) / (samples * samples),
  };
}
