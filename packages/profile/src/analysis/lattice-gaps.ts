import type { TimeRange } from '../tables/sample-range.ts';
import type { CpuSamples } from './lattice-cpus.ts';
import type { MeasuredInterval } from './lattice-phase.ts';
import { wrapPhase } from './lattice-phase.ts';

/**
 * Silence on every CPU at once: was the machine idle, or was nobody recording? Idle CPUs may leave no samples for seconds, those that
 * recorded their idle ticks before included, so the samples' kind does not tell. The phase does: a timer that went on ticking comes
 * back where it would have been, one that was started anew (another recording, appended) comes back anywhere.
 *
 *   recorded  |   |   |                         |   |   |          in phase: idle
 *   recorded  |   |   |                        |   |   |           jumped: no data
 *             └ gap ≥ 2 s and 100 intervals ┘
 *
 * The phase before is that of the gap's last 31 samples before it on a CPU, the median, so that late ticks do not count; likewise
 * after. They may differ by 1/128 of the interval, four standard errors of the two medians, and the drift that the measured interval
 * leaves open: 5 parts in a million of the gap, more where the recording was too short to measure it. Most CPUs must agree.
 *
 * A new timer agrees by chance with a probability of twice the tolerance / interval, and as CPUs tick almost together, more of them
 * agreeing proves little more: some 2 % for a gap of seconds, 7 % where the recording lasted no longer than that, and at most 1/8, where a gap is given up as too long (some 4 minutes
 * at 49 Hz, 20 s at 500 Hz). One recording being far more common than two in a text, that errs rarely.
 */
const GAP_NS = 2_000_000_000;
const GAP_INTERVALS = 100;
const EDGE_SAMPLES = 31;
const PHASE_TOLERANCE = 1 / 128;
const STANDARD_ERRORS = 4;
const LARGEST_TOLERANCE = 1 / 16;
/** A clock that is steered runs differently at different times. */
const LEAST_DRIFT = 5e-6;
/** What was never measured: an interval that is the kernel's own, seen by another clock. */
const MOST_DRIFT = 100e-6;
/** Accuracy, as share of the interval, of the phases that the interval was measured by. */
const BLOCK_ACCURACY = 1 / 256;

/** Stretches `[startNs, endNs)` between the gaps; `gaps[i]` lies between stretches i and i + 1. */
export interface Stretches {
  readonly stretches: readonly TimeRange[];
  readonly gaps: readonly TimeRange[];
}

export function splitAtGaps(timeNs: Float64Array, indexes: Int32Array, intervalNs: number): Stretches {
  const gapNs = Math.max(GAP_NS, GAP_INTERVALS * intervalNs);
  const stretches: TimeRange[] = [];
  const gaps: TimeRange[] = [];
  let startNs = timeNs[indexes[0]];
  let lastNs = startNs;
  for (let k = 1; k < indexes.length; k++) {
    const time = timeNs[indexes[k]];
    if (time - lastNs >= gapNs) {
      stretches.push({ startNs, endNs: lastNs + 1 });
      gaps.push({ startNs: lastNs + 1, endNs: time });
      startNs = time;
    }
    lastNs = time;
  }
  stretches.push({ startNs, endNs: lastNs + 1 });
  return { stretches, gaps };
}

/** One answer a gap: whether the timers ran on in it, so that its missing ticks were idle ones. */
export function findBridgedGaps(
  timeNs: Float64Array,
  cpus: readonly CpuSamples[],
  { stretches, gaps }: Stretches,
  interval: MeasuredInterval,
): boolean[] {
  const drift = Math.min(MOST_DRIFT, Math.max(LEAST_DRIFT, (BLOCK_ACCURACY * interval.ns) / interval.measuredOverNs));
  return gaps.map((gap, index) => {
    let compared = 0;
    let agreeing = 0;
    for (const { indexes } of cpus) {
      const split = firstAt(timeNs, indexes, gap.endNs);
      const start = Math.max(split - EDGE_SAMPLES, firstAt(timeNs, indexes, stretches[index].startNs));
      const end = Math.min(split + EDGE_SAMPLES, firstAt(timeNs, indexes, stretches[index + 1].endNs));
      if (start === split || split === end) continue;
      compared++;
      const before = measureEdge(timeNs, indexes.subarray(start, split), gap.startNs, interval.ns, 0);
      const after = measureEdge(timeNs, indexes.subarray(split, end), gap.startNs, interval.ns, before.phaseNs);
      const tolerance =
        PHASE_TOLERANCE * interval.ns +
        STANDARD_ERRORS * (before.errorNs + after.errorNs) +
        drift * (gap.endNs - gap.startNs);
      const apart = Math.abs(after.phaseNs - before.phaseNs);
      if (tolerance <= LARGEST_TOLERANCE * interval.ns && apart <= tolerance) agreeing++;
    }
    return agreeing * 2 > compared;
  });
}

interface Edge {
  /** From `originNs`; within half an interval of `nearNs`. */
  readonly phaseNs: number;
  /** Standard error of the median. */
  readonly errorNs: number;
}

/** The median phase of some samples. */
function measureEdge(
  timeNs: Float64Array,
  indexes: Int32Array,
  originNs: number,
  intervalNs: number,
  nearNs: number,
): Edge {
  // Phases lie on a circle: they are unrolled around the direction of their mean.
  const turn = (2 * Math.PI) / intervalNs;
  let x = 0;
  let y = 0;
  for (const index of indexes) {
    const angle = ((timeNs[index] - originNs) % intervalNs) * turn;
    x += Math.cos(angle);
    y += Math.sin(angle);
  }
  const mean = Math.atan2(y, x) / turn;
  const around = Float64Array.from(indexes, (index) => wrapPhase(timeNs[index] - originNs - mean, intervalNs)).sort();
  const middle = median(around);
  const deviation = median(around.map((value) => Math.abs(value - middle)).sort());
  return {
    phaseNs: nearNs + wrapPhase(mean + middle - nearNs, intervalNs),
    // Of a normal distribution: σ = 1.4826 · median deviation, and a median's error 1.2533 · σ / √n.
    errorNs: (1.2533 * 1.4826 * deviation) / Math.sqrt(around.length),
  };
}

function median(sorted: Float64Array): number {
  return sorted[sorted.length >> 1];
}

/** Index into `indexes` of the first sample at or after a time. */
function firstAt(sampleTimeNs: Float64Array, indexes: Int32Array, timeNs: number): number {
  let low = 0;
  let high = indexes.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sampleTimeNs[indexes[middle]] < timeNs) low = middle + 1;
    else high = middle;
  }
  return low;
}
