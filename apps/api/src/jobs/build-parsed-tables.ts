import { promisify } from 'node:util';
import { deflateRaw, deflateRawSync } from 'node:zlib';
import type { ProfileEventResource, ProfileQualityResource, RecordingHeaderResource } from '@subsecond/contracts';
import type { ParseResult } from '@subsecond/parser';
import {
  CODEC_VERSION,
  chunkSamples,
  cpuCount,
  defaultEvent,
  deriveIdleSamples,
  deriveQuality,
  deriveSamplerLattice,
  encodeSampleChunk,
  encodeStackTables,
  type Profile,
  type RecordingHeader,
  type SamplerLattice,
} from '@subsecond/profile';
import type { ParsedSummary, ParsedTables, SecondRow, ThreadRow } from '../services/ports.ts';
import { binSecond } from './bin-second.ts';
import { deriveThumbnail } from './derive-thumbnail.ts';

const deflate = promisify(deflateRaw);

/** Measured on a two-minute recording: level 1 takes as long and gives 10 % more for the stacks, level 9 saves 1 % in twice the time. */
const DEFLATE = { level: 6 } as const;
/** A second of fewer bytes is deflated sooner than handed over. */
const WORTH_ANOTHER_THREAD_BYTES = 3_000;
const STACK_PART_BYTES = 1 << 20;

/** From what the parser read to what the database keeps. The stack tables and large seconds are deflated on other threads meanwhile. */
export async function buildParsedTables(result: ParseResult, elapsedMs: () => number): Promise<ParsedTables> {
  const { profile } = result;
  const encodedStacks = encodeStackTables(profile);
  const stackParts = deflate(encodedStacks, inOneGo(encodedStacks.length)).then(cutIntoParts);
  stackParts.catch(() => undefined); // awaited below, also where the seconds fail first
  const idle = deriveIdleSamples(profile);
  const pending = startSeconds(profile, idle);
  const lattices = profile.events.map((_, event) => deriveSamplerLattice(profile, event));
  const events = describeEvents(profile, pending, lattices);
  const summary = summarize(result, { idle, events, lattice: lattices[defaultEvent(profile)] });
  const parts = await stackParts;
  const seconds = await whenDeflated(pending);
  return {
    summary: { ...summary, parseMilliseconds: elapsedMs() },
    seconds,
    threads: threadRows(profile),
    stackParts: parts,
  };
}

/** Room for all that comes out: with less, zlib's thread waits at every buffer for this one, which is at work. */
const inOneGo = (length: number) => ({ ...DEFLATE, chunkSize: Math.max(1 << 14, length >> 1) });

/** A second whose samples may still be on their way through zlib. */
interface PendingSecond {
  readonly row: Omit<SecondRow, 'samples'>;
  readonly samples: Uint8Array | Promise<Uint8Array>;
}

function startSeconds(profile: Profile, idle: Uint8Array): PendingSecond[] {
  const pending: PendingSecond[] = [];
  for (const { event, second, indexes } of chunkSamples(profile)) {
    const samples = deflateSamples(encodeSampleChunk(profile, event, second, indexes));
    const row = { event, second, sampleCount: indexes.length, ...binSecond(profile, idle, second, indexes) };
    pending.push({ row, samples });
  }
  return pending;
}

function deflateSamples(encoded: Uint8Array): PendingSecond['samples'] {
  const options = { ...inOneGo(encoded.length), ...tablesFor(encoded.length) };
  if (encoded.length < WORTH_ANOTHER_THREAD_BYTES) return ownBytes(deflateRawSync(encoded, options));
  const samples = deflate(encoded, options).then(ownBytes);
  samples.catch(() => undefined); // awaited in whenDeflated, after what may fail before
  return samples;
}

const whenDeflated = (pending: readonly PendingSecond[]): Promise<SecondRow[]> =>
  Promise.all(pending.map(async ({ row, samples }) => ({ ...row, samples: await samples })));

/** A window and hash table no larger than the bytes: clearing those of the defaults takes longer than deflating 300 bytes. */
function tablesFor(length: number) {
  const windowBits = Math.min(15, Math.max(9, Math.ceil(Math.log2(length + 1))));
  return { windowBits, memLevel: Math.min(8, windowBits - 5) };
}

/** zlib's answer is the beginning of a larger buffer; this one can be moved to another thread and keeps nothing else alive. */
const ownBytes = (bytes: Uint8Array): Uint8Array => new Uint8Array(bytes);

function cutIntoParts(bytes: Uint8Array): Uint8Array[] {
  const parts: Uint8Array[] = [];
  for (let start = 0; start < bytes.length; start += STACK_PART_BYTES)
    parts.push(ownBytes(bytes.subarray(start, start + STACK_PART_BYTES)));
  return parts;
}

function describeEvents(
  profile: Profile,
  seconds: readonly PendingSecond[],
  lattices: readonly (SamplerLattice | undefined)[],
): ProfileEventResource[] {
  const events = profile.events.map((event, index) => ({
    name: event.name,
    weightUnit: event.weightUnit,
    fixedWeight: event.fixedWeight ?? null,
    frequencyHz: event.frequencyHz ?? null,
    sampleCount: 0,
    idleSampleCount: 0,
    totalWeight: 0,
    isLattice: lattices[index] !== undefined,
  }));
  for (const { row } of seconds) {
    const event = events[row.event];
    if (event === undefined) throw new Error(`a chunk belongs to event ${row.event}, and there are ${events.length}`);
    event.sampleCount += row.sampleCount;
    event.idleSampleCount += row.idleSampleCount;
    event.totalWeight += row.weight;
  }
  return events;
}

interface Derived {
  readonly idle: Uint8Array;
  readonly events: readonly ProfileEventResource[];
  readonly lattice: SamplerLattice | undefined;
}

function summarize(result: ParseResult, { idle, events, lattice }: Derived): Omit<ParsedSummary, 'parseMilliseconds'> {
  const { profile } = result;
  const { timeNs, length } = profile.samples;
  const event = defaultEvent(profile);
  const quality = deriveQuality(profile, lattice, idle);
  const timed = length - quality.samplesWithoutTime;
  return {
    format: result.format,
    header: headerResource(profile.header),
    events,
    defaultEvent: events[event]?.name ?? '',
    warnings: result.warnings.map((warning) => ({ ...warning, lines: warning.lines.map((line) => ({ ...line })) })),
    quality: qualityResource(result, quality),
    thumbnail: timed === 0 ? undefined : deriveThumbnail(profile, { event, idle, lattice }),
    sampleCount: length,
    firstSampleNs: timed === 0 ? undefined : timeNs[0],
    lastSampleNs: timed === 0 ? undefined : timeNs[timed - 1],
    timeZeroSeconds: profile.timeZeroSeconds,
    timeResolutionNs: profile.timeResolutionNs,
    cpuCount: cpuCount(profile),
    threadCount: profile.threads.length,
    stackCount: profile.stacks.length,
    inflatedBytes: result.bytes,
    codecVersion: CODEC_VERSION,
  };
}

function qualityResource(result: ParseResult, quality: ReturnType<typeof deriveQuality>): ProfileQualityResource {
  const countOf = (kind: ParseResult['warnings'][number]['kind']): number =>
    result.warnings.find((warning) => warning.kind === kind)?.count ?? 0;
  return {
    samples: quality.samples,
    samplesWithoutTime: quality.samplesWithoutTime,
    samplesWithoutStack: quality.samplesWithoutStack,
    stacksCut: quality.stacksCut,
    samplesUnresolved: quality.samplesUnresolved,
    lostSamples: result.lostSamples,
    linesNotUnderstood: countOf('line-not-understood') + countOf('frame-not-understood'),
    expectedSamples: quality.expectedSamples ?? null,
    recordedSamples: quality.recordedSamples ?? null,
    missingOnIdleRecordingCpus: quality.missingOnIdleRecordingCpus ?? null,
  };
}

const headerResource = (header: RecordingHeader): RecordingHeaderResource => ({
  hostname: header.hostname ?? null,
  osRelease: header.osRelease ?? null,
  perfVersion: header.perfVersion ?? null,
  arch: header.arch ?? null,
  cpusOnline: header.cpusOnline ?? null,
  cpusAvailable: header.cpusAvailable ?? null,
  cpuDescription: header.cpuDescription ?? null,
  commandLine: header.commandLine ?? null,
  capturedOn: header.capturedOn ?? null,
  referenceTime: header.referenceTime ?? null,
  referenceClockNs: header.referenceClockNs ?? null,
});

function threadRows({ threads }: Profile): ThreadRow[] {
  return threads.comm.map((comm, thread) => {
    const pid = threads.pid[thread];
    return { pid: pid === undefined || pid < 0 ? undefined : pid, tid: threads.tid[thread] ?? -1, comm };
  });
}
