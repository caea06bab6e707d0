import { createHash } from 'node:crypto';
import type { ProfileResource, ProfileSummary } from '@subsecond/contracts';
import type { ParsedSummary, ProfileRecord } from './ports.ts';

/** From what is stored to what the API shows: `undefined` becomes `null`, nanoseconds become seconds. */

export function toProfileSummary(profile: ProfileRecord): ProfileSummary {
  const { parsed } = profile;
  return {
    id: profile.id,
    name: profile.name,
    status: profile.status,
    host: profile.host ?? parsed?.header.hostname ?? null,
    labels: profile.labels,
    pinned: profile.pinned,
    story: profile.story ?? null,
    uploadedAt: profile.uploadedAt.toISOString(),
    startedAt:
      (profile.startedAt ?? (parsed === undefined ? undefined : startOfRecording(parsed)))?.toISOString() ?? null,
    capturedOn: parsed?.header.capturedOn ?? null,
    fileName: profile.fileName ?? null,
    uploadBytes: profile.uploadBytes,
    spanSeconds: toSeconds(spanNs(parsed)),
    sampleCount: parsed?.sampleCount ?? null,
    defaultEvent: parsed?.defaultEvent ?? null,
    thumbnail: parsed?.thumbnail ?? null,
    error: profile.error ?? null,
  };
}

export function toProfileResource(profile: ProfileRecord): ProfileResource {
  const { parsed } = profile;
  return {
    ...toProfileSummary(profile),
    format: parsed?.format ?? null,
    header: parsed?.header ?? null,
    events: [...(parsed?.events ?? [])],
    warnings: [...(parsed?.warnings ?? [])],
    quality: parsed?.quality ?? null,
    firstSampleSeconds: toSeconds(parsed?.firstSampleNs),
    lastSampleSeconds: toSeconds(parsed?.lastSampleNs),
    timeZeroSeconds: parsed?.timeZeroSeconds ?? null,
    timeResolutionNs: parsed?.timeResolutionNs ?? null,
    cpuCount: parsed?.cpuCount ?? null,
    threadCount: parsed?.threadCount ?? null,
    stackCount: parsed?.stackCount ?? null,
    inflatedBytes: parsed?.inflatedBytes ?? null,
    parseMilliseconds: parsed?.parseMilliseconds ?? null,
    tablesVersion: parsed === undefined ? null : tablesVersion(parsed),
  };
}

/** Names one parse's tables: a second parse never takes the same time to the microsecond and stores the same counts by accident. */
export function tablesVersion(parsed: ParsedSummary): string {
  const { codecVersion, parseMilliseconds, sampleCount, stackCount, threadCount, inflatedBytes } = parsed;
  return createHash('sha256')
    .update(JSON.stringify([codecVersion, parseMilliseconds, sampleCount, stackCount, threadCount, inflatedBytes]))
    .digest('hex')
    .slice(0, 16);
}

/**
 * Wall-clock time of the first sample, from the pair of readings that `perf record -k CLOCK_MONOTONIC` leaves in the header;
 * undefined without it. The clock's reading passes 2^53, hence BigInt.
 */
export function startOfRecording(
  parsed: Pick<ParsedSummary, 'header' | 'firstSampleNs' | 'timeZeroSeconds'>,
): Date | undefined {
  const { referenceTime, referenceClockNs } = parsed.header;
  if (referenceTime === null || referenceClockNs === null || parsed.firstSampleNs === undefined) return undefined;
  const referenceMs = Date.parse(referenceTime);
  if (Number.isNaN(referenceMs) || !/^\d{1,20}$/.test(referenceClockNs)) return undefined;
  const firstClockNs = BigInt(parsed.timeZeroSeconds) * 1_000_000_000n + BigInt(Math.round(parsed.firstSampleNs));
  const start = new Date(referenceMs + Number((firstClockNs - BigInt(referenceClockNs)) / 1_000_000n));
  return Number.isNaN(start.getTime()) ? undefined : start;
}

function spanNs(parsed: ParsedSummary | undefined): number | undefined {
  if (parsed?.firstSampleNs === undefined || parsed.lastSampleNs === undefined) return undefined;
  return parsed.lastSampleNs - parsed.firstSampleNs;
}

function toSeconds(ns: number | undefined): number | null {
  return ns === undefined ? null : ns / 1_000_000_000;
}
