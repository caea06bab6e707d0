import type { EventIndex, Profile, SampleTimeNs } from '../tables/profile.ts';
import type { TimeRange } from '../tables/sample-range.ts';
import { collectCpuSamples } from './lattice-cpus.ts';
import { findBridgedGaps, splitAtGaps } from './lattice-gaps.ts';
import { measurePhases } from './lattice-phase.ts';
import type { MissingTicks } from './lattice-ticks.ts';
import { rebuildTicks, tickTimeNs } from './lattice-ticks.ts';

/**
 * The sampler's lattice: a clock event looks at every CPU at a fixed interval, so only what it found carries information, not when.
 *
 *   CPU 0   |----|----|----|----|----|      ticks: φ₀ + k · interval
 *   CPU 1    |----|----·----·----|----|     · = a tick that left no sample: the CPU was idle and the kernel wrote none
 *
 * A tick is a sample of the event, or a missing one, put where the lattice says. The kernel makes a fixed period of a clock event's
 * frequency (`perf_swevent_init_hrtimer`, kernel/events/core.c), printed as every sample's period. The lattice follows the
 * recording's clock, which drifts against the timer's by some parts in a million: phases are tracked, never assumed.
 */
export interface SamplerLattice {
  readonly event: EventIndex;
  readonly intervalNs: number;
  /** From the event's first sample to just after its last, half-open. */
  readonly startNs: SampleTimeNs;
  readonly endNs: SampleTimeNs;
  /** CPUs that have a sample of the event, ascending; `phaseNs` in [0, interval) as first measured. */
  readonly cpus: readonly LatticeCpu[];
  /** One byte a sample of the profile: 1 = the recorded tick of its slot. Of two samples in a slot only one is. */
  readonly sampleIsTick: Uint8Array;
  readonly recordedTicks: number;
  readonly missing: MissingTicks;
  /** Inside of [startNs, endNs): times without recording, where a missing tick means nothing. In order. */
  readonly gaps: readonly TimeRange[];
  /** Phase concentration, 0 (the times are no lattice) to 1 (all on it). */
  readonly concentration: number;
  /** The profile's sample times; what `sampleIsTick` speaks of. */
  readonly timeNs: Float64Array;
}

export interface LatticeCpu {
  readonly cpu: number;
  readonly phaseNs: number;
  readonly missingTicks: number;
}

/** Fewer samples than these say nothing about a phase. */
const LEAST_SAMPLES = 16;
/** Timers of system-wide recordings measure 0.99 and more, up to 1 kHz on a virtual machine; one busy process that is seldom put to sleep 0.8. */
const LEAST_CONCENTRATION = 0.9;
/** Neighbouring blocks of a timer that runs on agree; those of a task's clock, restarted at every schedule-in, do not. */
const LEAST_CONTINUITY = 0.9;

/**
 * The lattice of an event, or undefined where its samples are none: periods that vary or are not in nanoseconds, samples without a
 * CPU, or times whose measured phases are not concentrated and continuous on each CPU (a recording of single tasks). O(samples + runs
 * of missing ticks).
 */
export function deriveSamplerLattice(profile: Profile, event: EventIndex): SamplerLattice | undefined {
  const described = profile.events[event];
  if (described === undefined || described.weightUnit !== 'ns' || described.fixedWeight === undefined) return undefined;
  const intervalNs = described.fixedWeight;
  if (!Number.isSafeInteger(intervalNs) || intervalNs < 1000) return undefined;
  const collected = collectCpuSamples(profile, event);
  if (collected === undefined || collected.samples < LEAST_SAMPLES) return undefined;

  const split = splitAtGaps(profile.samples.timeNs, collected.indexes, intervalNs);
  const { stretches } = split;
  const phases = measurePhases(profile.samples.timeNs, collected.cpus, stretches, intervalNs);
  if (phases.concentration < LEAST_CONCENTRATION || phases.continuity < LEAST_CONTINUITY) return undefined;

  const rebuilt = rebuildTicks(
    profile.samples,
    collected.cpus,
    stretches,
    phases,
    findBridgedGaps(profile.samples.timeNs, collected.cpus, split, phases.interval),
  );
  return {
    event,
    intervalNs,
    startNs: stretches[0].startNs,
    endNs: stretches[stretches.length - 1].endNs,
    cpus: collected.cpus.map(({ cpu }, index) => ({
      cpu,
      phaseNs: phases.firstPhaseNs[index],
      missingTicks: rebuilt.missingOfCpu[index],
    })),
    sampleIsTick: rebuilt.sampleIsTick,
    recordedTicks: rebuilt.recordedTicks,
    missing: rebuilt.missing,
    gaps: rebuilt.gaps,
    concentration: phases.concentration,
    timeNs: profile.samples.timeNs,
  };
}

/** Ticks of all CPUs in `[startNs, endNs)`, recorded or missing. Exactly the ticks that the heat map of CPUs busy counts. */
export function expectedTicks(lattice: SamplerLattice, startNs: SampleTimeNs, endNs: SampleTimeNs): number {
  let ticks = 0;
  const { timeNs, sampleIsTick, missing } = lattice;
  for (let i = 0; i < timeNs.length; i++)
    if (sampleIsTick[i] === 1 && timeNs[i] >= startNs && timeNs[i] < endNs) ticks++;
  for (let run = 0; run < missing.length; run++) {
    const first = missing.firstNs[run];
    const step = missing.stepNs[run];
    const before = ticksBefore(first, step, missing.count[run], startNs);
    ticks += Math.max(0, ticksBefore(first, step, missing.count[run], endNs) - before);
  }
  return ticks;
}

/** How many of the run's ticks, rounded to whole nanoseconds, lie before `timeNs`. */
function ticksBefore(firstNs: number, stepNs: number, count: number, timeNs: number): number {
  let before = Math.min(count, Math.max(0, Math.ceil((timeNs - firstNs) / stepNs)));
  while (before > 0 && tickTimeNs(firstNs, stepNs, before - 1) >= timeNs) before--;
  while (before < count && tickTimeNs(firstNs, stepNs, before) < timeNs) before++;
  return before;
}
