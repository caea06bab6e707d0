import type { SampleTable } from '../tables/profile.ts';
import type { TimeRange } from '../tables/sample-range.ts';
import type { CpuSamples } from './lattice-cpus.ts';
import type { LatticePhases } from './lattice-phase.ts';

/** Ticks without a sample, in runs: run r holds the times `tickTimeNs(firstNs, stepNs, j)`, 0 ≤ j < count. CPU by CPU, each by time. */
export interface MissingTicks {
  readonly length: number;
  readonly firstNs: Float64Array;
  /** The interval as the recording's clock measured it there. */
  readonly stepNs: Float64Array;
  readonly count: Float64Array;
  /** Ticks of all runs. */
  readonly ticks: number;
}

/** The whole nanosecond of a run's tick j; the one place that rounds. */
export function tickTimeNs(firstNs: number, stepNs: number, j: number): number {
  return Math.floor(firstNs + j * stepNs + 0.5);
}

export interface RebuiltTicks {
  readonly sampleIsTick: Uint8Array;
  readonly recordedTicks: number;
  readonly missing: MissingTicks;
  /** Index as in the list of CPUs. */
  readonly missingOfCpu: readonly number[];
  readonly gaps: readonly TimeRange[];
}

/** How far a sample may lie off its slot and still correct the phase; further off it is a late tick, which says nothing about it. */
const TRUSTED = 1 / 8;
/** Share of a sample's deviation that the phase takes over: some twenty samples' memory, against jitter. */
const GAIN = 0.05;
/** Share of the interval that CPUs' ticks of one round may lie apart, at the ends of a recording. */
const SAME_ROUND = 1 / 8;
/** So many samples in a row off their slots: the timer was set anew. */
const RELOCK_AFTER = 5;

/**
 * Walks each CPU's samples along its lattice. Every sample takes the slot nearest to its time; a slot has one tick, so of two samples
 * in one the second is no tick; slots that nobody took become missing ticks. `bridged`: the gaps in which the timers ran on.
 */
export function rebuildTicks(
  samples: SampleTable,
  cpus: readonly CpuSamples[],
  stretches: readonly TimeRange[],
  phases: LatticePhases,
  bridged: readonly boolean[],
): RebuiltTicks {
  const intervalNs = phases.interval.ns;
  const spans: TimeRange[] = [];
  const spanPhases: (readonly (number | undefined)[])[] = [];
  const gaps: TimeRange[] = [];
  for (let stretch = 0; stretch < stretches.length; stretch++) {
    const last = spans.at(-1);
    if (last !== undefined && bridged[stretch - 1]) {
      spans[spans.length - 1] = { startNs: last.startNs, endNs: stretches[stretch].endNs };
      continue;
    }
    if (last !== undefined) gaps.push({ startNs: last.endNs, endNs: stretches[stretch].startNs });
    spans.push(stretches[stretch]);
    spanPhases.push(phases.startPhaseNs[stretch]);
  }

  const runs = new RunColumns();
  const sampleIsTick = new Uint8Array(samples.length);
  const missingOfCpu: number[] = [];
  let recordedTicks = 0;
  for (let index = 0; index < cpus.length; index++) {
    const { indexes } = cpus[index];
    const missingBefore = runs.ticks;
    let k = 0;
    for (let span = 0; span < spans.length; span++) {
      const { startNs, endNs } = spans[span];
      let end = k;
      while (end < indexes.length && samples.timeNs[indexes[end]] < endNs) end++;
      if (end === k) {
        // The CPU slept through all of this span. CPUs tick almost together, so any other's phase stands in for its own.
        const phase = spanPhases[span].find((known) => known !== undefined) ?? 0;
        const middle = firstSlotAt(startNs, phase, intervalNs);
        runs.addBefore(middle, startNs, intervalNs);
        runs.addAfter(middle - intervalNs, endNs, intervalNs);
      } else {
        const phase = spanPhases[span][index] ?? samples.timeNs[indexes[k]];
        recordedTicks += walk(samples.timeNs, indexes, k, end, startNs, endNs, phase, intervalNs, sampleIsTick, runs);
      }
      k = end;
    }
    missingOfCpu.push(runs.ticks - missingBefore);
  }
  return { sampleIsTick, recordedTicks, missing: runs.finish(), missingOfCpu, gaps };
}

/** One CPU in one span. Returns the number of recorded ticks. */
function walk(
  timeNs: Float64Array,
  indexes: Int32Array,
  first: number,
  end: number,
  startNs: number,
  endNs: number,
  phaseNs: number,
  intervalNs: number,
  sampleIsTick: Uint8Array,
  runs: RunColumns,
): number {
  const firstTime = timeNs[indexes[first]];
  // The slot nearest to the first sample, and the ticks before it.
  let slotNs = phaseNs + Math.round((firstTime - phaseNs) / intervalNs) * intervalNs;
  runs.addBefore(slotNs, startNs, intervalNs);
  sampleIsTick[indexes[first]] = 1;
  let recorded = 1;
  let lastOff = firstTime - slotNs;
  let missingBefore = 0;
  let offInARow = 0;
  for (let k = first + 1; k < end; k++) {
    const time = timeNs[indexes[k]];
    const slots = Math.round((time - slotNs) / intervalNs);
    if (slots <= 0) {
      // The slot is taken. If by a sample that came half an interval too early for it, that one was the slot before's, late.
      if (missingBefore > 0 && lastOff < -TRUSTED * intervalNs && Math.abs(time - slotNs) < -lastOff) {
        runs.dropLastTick();
        missingBefore = 0;
        lastOff = time - slotNs;
        sampleIsTick[indexes[k]] = 1;
        recorded++;
      }
      continue;
    }
    const off = time - slotNs - slots * intervalNs;
    let nextNs = slotNs + slots * intervalNs;
    if (Math.abs(off) <= TRUSTED * intervalNs) {
      nextNs += GAIN * off;
      offInARow = 0;
    } else if (++offInARow >= RELOCK_AFTER) {
      nextNs = time;
      offInARow = 0;
    }
    missingBefore = slots - 1;
    if (missingBefore > 0) {
      const step = (nextNs - slotNs) / slots;
      runs.add(slotNs + step, step, missingBefore);
    }
    slotNs = nextNs;
    lastOff = off;
    sampleIsTick[indexes[k]] = 1;
    recorded++;
  }
  runs.addAfter(slotNs, endNs, intervalNs);
  return recorded;
}

/** The first slot at or after a time. */
function firstSlotAt(timeNs: number, phaseNs: number, intervalNs: number): number {
  return phaseNs + Math.ceil((timeNs - phaseNs) / intervalNs) * intervalNs;
}

/** Growing columns of the runs. */
class RunColumns {
  /** Of all runs so far. */
  ticks = 0;
  #length = 0;
  #firstNs = new Float64Array(1024);
  #stepNs = new Float64Array(1024);
  #count = new Float64Array(1024);

  add(firstNs: number, stepNs: number, count: number): void {
    if (this.#length === this.#firstNs.length) {
      this.#firstNs = doubled(this.#firstNs);
      this.#stepNs = doubled(this.#stepNs);
      this.#count = doubled(this.#count);
    }
    this.#firstNs[this.#length] = firstNs;
    this.#stepNs[this.#length] = stepNs;
    this.#count[this.#length] = count;
    this.#length++;
    this.ticks += count;
  }

  /**
   * The slots before `slotNs`, back to `startNs`, the time of the first sample on any CPU. CPUs tick almost together, so one that lies
   * a little outside is of the same round as that sample and counts at its time.
   */
  addBefore(slotNs: number, startNs: number, intervalNs: number): void {
    const inside = Math.max(0, Math.floor((slotNs - startNs) / intervalNs));
    const outside = startNs - (slotNs - (inside + 1) * intervalNs);
    if (outside < intervalNs * SAME_ROUND) this.add(startNs, intervalNs, 1);
    if (inside > 0) this.add(slotNs - inside * intervalNs, intervalNs, inside);
  }

  /** The slots after `slotNs` up to `endNs`, just after the last sample on any CPU; likewise. */
  addAfter(slotNs: number, endNs: number, intervalNs: number): void {
    const inside = Math.max(0, Math.ceil((endNs - slotNs) / intervalNs) - 1);
    if (inside > 0) this.add(slotNs + intervalNs, intervalNs, inside);
    const outside = slotNs + (inside + 1) * intervalNs - endNs;
    if (outside < intervalNs * SAME_ROUND) this.add(endNs - 1, intervalNs, 1);
  }

  dropLastTick(): void {
    this.#count[this.#length - 1]--;
    this.ticks--;
  }

  finish(): MissingTicks {
    return {
      length: this.#length,
      firstNs: this.#firstNs.slice(0, this.#length),
      stepNs: this.#stepNs.slice(0, this.#length),
      count: this.#count.slice(0, this.#length),
      ticks: this.ticks,
    };
  }
}

function doubled(column: Float64Array): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(column.length * 2);
  larger.set(column);
  return larger;
}
