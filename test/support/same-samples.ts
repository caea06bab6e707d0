/** The first difference between a parsed profile's samples and the reference's, whatever their order; undefined if there is none. */
import type { Profile } from '@subsecond/profile';
import type { ReferenceSample } from './reference-reader.ts';
import { samplesAsReference } from './samples-as-reference.ts';

export function sameSamples(profile: Profile, reference: readonly ReferenceSample[]): string | undefined {
  const digits = profile.timeResolutionNs === 1 ? 9 : 6;
  const parsed = samplesAsReference(profile)
    .map((sample) => JSON.stringify(sample))
    .sort();
  const expected = reference
    .map((sample) => JSON.stringify({ ...sample, time: widened(sample.time, digits), period: sample.period ?? '1' }))
    .sort();
  for (let i = 0; i < Math.max(parsed.length, expected.length); i++) {
    if (parsed[i] !== expected[i])
      return `sample ${i} of ${parsed.length} (reference: ${expected.length})\nparser:    ${parsed[i]}\nreference: ${expected[i]}`;
  }
  return undefined;
}

function widened(time: string | undefined, digits: number): string | undefined {
  if (time === undefined) return undefined;
  const [seconds = '', fraction = ''] = time.split('.');
  return `${seconds}.${fraction.padEnd(digits, '0')}`;
}
