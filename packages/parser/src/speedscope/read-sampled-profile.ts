import { NONE } from '@subsecond/profile';
import { listOf, numberOf } from '../json/read-json.ts';
import { addSample, addStack, noteWarning } from '../tables/profile-builder.ts';
import { type SpeedscopeReading, toNs } from './speedscope-reading.ts';

/** A sample's time is where the weights before it end: the format has no other. */
export function readSampledProfile(reading: SpeedscopeReading, profile: unknown): void {
  const { builder, thread, event, nsPerUnit, where } = reading;
  const samples = listOf(profile, 'samples') ?? [];
  const weights = listOf(profile, 'weights') ?? [];
  let value = numberOf(profile, 'startValue') ?? 0;
  for (let i = 0; i < samples.length; i++) {
    const weight = weights.length === 0 ? 1 : weights[i];
    const stack = stackOf(reading, samples[i]);
    if (stack === undefined || typeof weight !== 'number' || !(weight >= 0) || weight > 1e18) {
      noteWarning(builder.notes, 'entry-not-understood', 1, { text: `${where}.samples[${i}]` });
      continue;
    }
    if (nsPerUnit === undefined) {
      if (weight > 0) addSample(builder, { timeNs: Number.NaN, thread, stack, event, weight });
      continue;
    }
    const startNs = toNs(reading, value);
    value += weight;
    addSample(builder, { timeNs: startNs, thread, stack, event, weight: toNs(reading, value) - startNs });
  }
}

/** Frames are listed root first. Undefined where one is not in the file. */
function stackOf({ builder, frames }: SpeedscopeReading, sample: unknown): number | undefined {
  if (!Array.isArray(sample)) return undefined;
  let stack: number = NONE;
  for (const index of sample) {
    const frame: number | undefined = typeof index === 'number' ? frames[index] : undefined;
    if (frame === undefined) return undefined;
    stack = addStack(builder, stack, frame);
  }
  return stack;
}
