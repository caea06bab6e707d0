import type { Profile } from '../tables/profile.ts';
import { FrameKind, NONE, SampleFlag } from '../tables/profile.ts';
import type { SamplerLattice } from './lattice.ts';
import { expectedTicks } from './lattice.ts';

/** How much of a recording can be trusted, in samples of all events. */
export interface ProfileQuality {
  readonly samples: number;
  readonly samplesWithoutTime: number;
  readonly samplesWithoutStack: number;
  /** perf stopped at `kernel.perf_event_max_stack` frames; the root end is missing. */
  readonly stacksCut: number;
  /** The leaf frame has no symbol. */
  readonly samplesUnresolved: number;
  /** Ticks that the lattice's event should have had on all CPUs seen, from its first to its last; undefined without a lattice. */
  readonly expectedSamples: number | undefined;
  /** Of those, the ones recorded. The rest were idle, as kernels write no sample for most idle CPUs, or lost. */
  readonly recordedSamples: number | undefined;
  /**
   * Of the rest, those on CPUs that are seen idle in other samples. They are idle ticks too, as a rule: CPUs in a deep sleep leave none
   * (in a recording of two idle seconds no CPU wrote any, though one had written 2,000 before). Only perf knows what it lost.
   */
  readonly missingOnIdleRecordingCpus: number | undefined;
}

/** `lattice` is that of the default event, `idle` what `deriveIdleSamples` answered. O(samples). */
export function deriveQuality(profile: Profile, lattice: SamplerLattice | undefined, idle: Uint8Array): ProfileQuality {
  const { samples, stacks, frames } = profile;
  let samplesWithoutTime = 0;
  let samplesWithoutStack = 0;
  let stacksCut = 0;
  let samplesUnresolved = 0;
  for (let i = 0; i < samples.length; i++) {
    const flags = samples.flags[i];
    const stack = samples.stack[i];
    if ((flags & SampleFlag.timeAbsent) !== 0) samplesWithoutTime++;
    if ((flags & SampleFlag.stackCut) !== 0) stacksCut++;
    if (stack === NONE) samplesWithoutStack++;
    else if (frames.kind[stacks.frame[stack]] === FrameKind.unresolved) samplesUnresolved++;
  }
  return {
    samples: samples.length,
    samplesWithoutTime,
    samplesWithoutStack,
    stacksCut,
    samplesUnresolved,
    expectedSamples: lattice === undefined ? undefined : expectedTicks(lattice, 0, Number.POSITIVE_INFINITY),
    recordedSamples: lattice?.recordedTicks,
    missingOnIdleRecordingCpus: lattice === undefined ? undefined : countMissingOnIdleRecorders(profile, lattice, idle),
  };
}

function countMissingOnIdleRecorders({ samples }: Profile, lattice: SamplerLattice, idle: Uint8Array): number {
  const recordsIdle = new Set<number>();
  for (let i = 0; i < samples.length; i++)
    if (idle[i] === 1 && lattice.sampleIsTick[i] === 1) recordsIdle.add(samples.cpu[i]);
  let missing = 0;
  for (const { cpu, missingTicks } of lattice.cpus) if (recordsIdle.has(cpu)) missing += missingTicks;
  return missing;
}
