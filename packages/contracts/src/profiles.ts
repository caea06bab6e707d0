import { z } from 'zod';
import { PARSE_FAILURES } from './errors.ts';

/** Schemas of the profile routes of `/api/v1`: the server validates with them, the page and the agent take their types. */

export const profileStatus = z.enum(['queued', 'parsing', 'ready', 'failed']);
export type ProfileStatus = z.infer<typeof profileStatus>;

export const profileId = z.uuid();

export const labels = z
  .record(z.string().min(1).max(64), z.string().max(256))
  .refine((l) => Object.keys(l).length <= 64, 'at most 64 labels');

/** The optional `metadata` part of an upload. */
export const uploadMetadata = z.strictObject({
  name: z.string().trim().min(1).max(200).optional(),
  host: z.string().trim().min(1).max(255).optional(),
  labels: labels.optional(),
  /** Wall-clock time of the recording's first sample. */
  startedAt: z.iso.datetime({ offset: true }).optional(),
});
export type UploadMetadata = z.infer<typeof uploadMetadata>;

export const uploadAccepted = z.object({ id: profileId, status: profileStatus, url: z.string() });
export type UploadAccepted = z.infer<typeof uploadAccepted>;

export const profileEvent = z.object({
  name: z.string(),
  weightUnit: z.enum(['samples', 'ns', 'count', 'bytes']),
  /** null where it varies. */
  fixedWeight: z.number().nullable(),
  frequencyHz: z.number().nullable(),
  sampleCount: z.number().int(),
  idleSampleCount: z.number().int(),
  totalWeight: z.number(),
  /** Whether the sampler looks at every CPU at a fixed rate, so that a bin can be read as CPUs busy. */
  isLattice: z.boolean(),
});
export type ProfileEventResource = z.infer<typeof profileEvent>;

export const parseWarning = z.object({
  kind: z.string(),
  count: z.number().int(),
  firstLine: z.number().int(),
  firstByteOffset: z.number().int(),
  lines: z.array(z.object({ line: z.number().int(), text: z.string() })),
});
export type ParseWarningResource = z.infer<typeof parseWarning>;

export const profileQuality = z.object({
  samples: z.number().int(),
  samplesWithoutTime: z.number().int(),
  samplesWithoutStack: z.number().int(),
  stacksCut: z.number().int(),
  /** Samples whose leaf frame has no symbol. */
  samplesUnresolved: z.number().int(),
  lostSamples: z.number().int(),
  linesNotUnderstood: z.number().int(),
  /** Of the default event: ticks its lattice should have had on all CPUs; null where the sampler is no lattice. */
  expectedSamples: z.number().int().nullable(),
  /** Of the default event: samples recorded within that lattice. */
  recordedSamples: z.number().int().nullable(),
  /** Of those not recorded, the ones on CPUs that are seen idle in other samples; absent where an older version read the profile. */
  missingOnIdleRecordingCpus: z.number().int().nullable().optional(),
});
export type ProfileQualityResource = z.infer<typeof profileQuality>;

export const profileFailure = z.object({
  code: z.enum(PARSE_FAILURES),
  message: z.string(),
  cure: z.string(),
  line: z.number().int().nullable(),
  byteOffset: z.number().int().nullable(),
  seemsToBe: z.string().nullable(),
});
export type ProfileFailure = z.infer<typeof profileFailure>;

export const recordingHeader = z.object({
  hostname: z.string().nullable(),
  osRelease: z.string().nullable(),
  perfVersion: z.string().nullable(),
  arch: z.string().nullable(),
  cpusOnline: z.number().int().nullable(),
  cpusAvailable: z.number().int().nullable(),
  cpuDescription: z.string().nullable(),
  commandLine: z.string().nullable(),
  capturedOn: z.string().nullable(),
  referenceTime: z.string().nullable(),
  referenceClockNs: z.string().nullable(),
});
export type RecordingHeaderResource = z.infer<typeof recordingHeader>;

/** 50 rows × up to 240 columns, a byte a bin: 255 = no data, 0…254 = share of the maximum, square-root scaled. */
export const thumbnail = z.object({
  columns: z.number().int(),
  rows: z.number().int(),
  /** base64, column-major, row 0 the earliest. */
  bins: z.string(),
});
export type Thumbnail = z.infer<typeof thumbnail>;

export const profileSummary = z.object({
  id: profileId,
  name: z.string(),
  status: profileStatus,
  host: z.string().nullable(),
  labels,
  pinned: z.boolean(),
  /** Set on the examples that come with the product: where to look, Markdown-free text. */
  story: z.string().nullable(),
  uploadedAt: z.string(),
  /** ISO 8601 with zone; null where neither the upload nor the header knows the wall clock. */
  startedAt: z.string().nullable(),
  /** perf's own words, in the host's unnamed zone. */
  capturedOn: z.string().nullable(),
  fileName: z.string().nullable(),
  uploadBytes: z.number().int(),
  /** Seconds from the first sample to the last, null until ready or without times. */
  spanSeconds: z.number().nullable(),
  sampleCount: z.number().int().nullable(),
  defaultEvent: z.string().nullable(),
  thumbnail: thumbnail.nullable(),
  error: profileFailure.nullable(),
});
export type ProfileSummary = z.infer<typeof profileSummary>;

/** What the upload was read as: the parser's `InputFormat`. */
export const profileFormat = z.enum([
  'perf-script',
  'cpuprofile',
  'heapprofile',
  'chrome-trace',
  'speedscope',
  'folded',
  'pprof',
  'jfr',
  'nflxprofile',
]);
export type ProfileFormat = z.infer<typeof profileFormat>;

export const profileResource = profileSummary.extend({
  /** null until ready. */
  format: profileFormat.nullable(),
  header: recordingHeader.nullable(),
  events: z.array(profileEvent),
  warnings: z.array(parseWarning),
  quality: profileQuality.nullable(),
  /** Of the timed samples: seconds from time zero, half-open; the span of all events. */
  firstSampleSeconds: z.number().nullable(),
  lastSampleSeconds: z.number().nullable(),
  /** Time zero in the recording's clock. */
  timeZeroSeconds: z.number().nullable(),
  timeResolutionNs: z.number().int().nullable(),
  cpuCount: z.number().int().nullable(),
  threadCount: z.number().int().nullable(),
  stackCount: z.number().int().nullable(),
  inflatedBytes: z.number().int().nullable(),
  parseMilliseconds: z.number().nullable(),
  /** Changes whenever the stored tables do; part of the address under which stacks and samples may be cached. */
  tablesVersion: z.string().nullable(),
});
export type ProfileResource = z.infer<typeof profileResource>;

export const profileListQuery = z.strictObject({
  q: z
    .string()
    .max(200)
    .optional()
    .describe('text, in any case, that the name, the host, the file name or a label (key:value) contains'),
  host: z.string().max(255).optional().describe('a host name, whole'),
  /** Repeatable: all must match. */
  label: z
    .preprocess(
      (value) => (value === undefined || Array.isArray(value) ? value : [value]),
      z.array(z.string().regex(/^[^:]{1,64}:/, 'not of the form key:value')).max(64),
    )
    .optional()
    .describe('key:value; repeat it, and all must match'),
  from: z.iso
    .datetime({ offset: true })
    .optional()
    .describe('the earliest upload time, ISO 8601 with a zone such as 2026-11-21T00:00:00Z'),
  to: z.iso
    .datetime({ offset: true })
    .optional()
    .describe('the upload time before which profiles are listed, ISO 8601 with a zone'),
  cursor: z.string().max(200).optional().describe('the nextCursor of the page before'),
  limit: z.coerce.number().int().min(1).max(200).default(50).describe('a whole number from 1 to 200'),
});
export type ProfileListQuery = z.infer<typeof profileListQuery>;

export const profileList = z.object({ profiles: z.array(profileSummary), nextCursor: z.string().nullable() });
export type ProfileList = z.infer<typeof profileList>;

export const profilePatch = z.strictObject({
  name: z.string().trim().min(1).max(200).optional(),
  labels: labels.optional(),
  pinned: z.boolean().optional(),
});
export type ProfilePatch = z.infer<typeof profilePatch>;

export const threadList = z.object({
  threads: z.array(z.object({ pid: z.number().int().nullable(), tid: z.number().int(), comm: z.string() })),
});
export type ThreadList = z.infer<typeof threadList>;

/** `data:` of the server-sent events of `/progress`; the event's name is `progress`, and `end` for the last one. */
export const profileProgress = z.object({
  status: profileStatus,
  /** Upload bytes read so far by the parser, and all of them. */
  bytesRead: z.number().int(),
  bytesTotal: z.number().int(),
  samples: z.number().int(),
  phase: z.enum(['waiting', 'reading', 'storing', 'done']),
  error: profileFailure.nullable(),
});
export type ProfileProgress = z.infer<typeof profileProgress>;
