import { type EventIndex, mergeRanges, type Profile, sampleRange, type TimeRange } from '@subsecond/profile';

/** What is written: the samples of one event that a filter takes, in some ranges of time. */
export interface ExportSelection {
  readonly profile: Profile;
  /** The one event whose samples `mask` takes. */
  readonly event: EventIndex;
  /** One byte a sample, 1 = taken (`deriveSampleMask`). */
  readonly mask: Uint8Array;
  /** Half-open; a sample in two of them counts once. Undefined takes every sample, those without a time too. */
  readonly ranges: readonly TimeRange[] | undefined;
}

/** Rows of the sample table, in their order: by time, those without one last. */
export function selectedSamples({ profile, mask, ranges }: ExportSelection): Int32Array {
  const indexRanges =
    ranges === undefined
      ? [{ first: 0, end: profile.samples.length }]
      : mergeRanges(ranges).map(({ startNs, endNs }) => sampleRange(profile, startNs, endNs));
  let taken = 0;
  for (const { first, end } of indexRanges) for (let i = first; i < end; i++) taken += mask[i];
  const rows = new Int32Array(taken);
  let next = 0;
  for (const { first, end } of indexRanges) for (let i = first; i < end; i++) if (mask[i] === 1) rows[next++] = i;
  return rows;
}
