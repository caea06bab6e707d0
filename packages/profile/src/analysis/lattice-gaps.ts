import type { EventIndex, Profile } from '../tables/profile.ts';
import type { TimeRange } from '../tables/sample-range.ts';
import { deriveIdleSamples } from './idle.ts';
import type { CpuSamples } from './lattice-cpus.ts';
import type { LatticePhases } from './lattice-phase.ts';
import { phaseDistance } from './lattice-phase.ts';

/**
 * Silence on every CPU at once: was the machine idle, or was nobody recording? An idle CPU may leave no samples, but not if it
 * was seen to record its idle ticks elsewhere; and a timer that went on ticking comes back in phase, one that was started anew does not.
 * So a gap of `gapNs` or more counts as idle only if no CPU records its idle ticks and the phases before and after it agree
 * within 1/32 of the interval; across more than a minute the clocks' drift makes agreement a matter of chance, and it counts as no data.
 */
const GAP_NS = 2_000_000_000;
const GAP_INTERVALS = 100;
const LONGEST_BRIDGED_NS = 60_000_000_000;
const AGREEMENT = 1 / 32;

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

/** Answers, for each gap, whether the sampler ran on in it. */
export type JoinsAcrossGap = (gap: number, phases: LatticePhases) => boolean;

export function joinsAcrossGap(
  profile: Profile,
  event: EventIndex,
  cpus: readonly CpuSamples[],
  gaps: readonly TimeRange[],
  intervalNs: number,
): JoinsAcrossGap {
  if (gaps.length === 0) return () => false;
  const someRecordsIdle = cpus.some(recordsIdle(profile, event));
  return (gap, phases) => {
    if (someRecordsIdle || gaps[gap].endNs - gaps[gap].startNs > LONGEST_BRIDGED_NS) return false;
    let compared = 0;
    let agreeing = 0;
    for (let index = 0; index < cpus.length; index++) {
      const before = phases.lastPhaseNs[gap][index];
      const after = phases.startPhaseNs[gap + 1][index];
      if (before === undefined || after === undefined) continue;
      compared++;
      if (phaseDistance(before, after, intervalNs) <= AGREEMENT * intervalNs) agreeing++;
    }
    return compared > 0 && agreeing * 2 > compared;
  };
}

/** Whether a CPU writes samples of its idle task: a twentieth of its samples, and five. A few come from interrupts' ends everywhere. */
function recordsIdle(profile: Profile, event: EventIndex): (cpu: CpuSamples) => boolean {
  const idle = deriveIdleSamples(profile);
  return ({ indexes }) => {
    let idleSamples = 0;
    for (let k = 0; k < indexes.length; k++)
      if (profile.samples.event[indexes[k]] === event) idleSamples += idle[indexes[k]];
    return idleSamples >= 5 && idleSamples * 20 >= indexes.length;
  };
}
