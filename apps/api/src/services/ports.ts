import type { Readable } from 'node:stream';
import type {
  ParseWarningResource,
  ProfileEventResource,
  ProfileFailure,
  ProfileFormat,
  ProfilePatch,
  ProfileProgress,
  ProfileQualityResource,
  ProfileStatus,
  RecordingHeaderResource,
  Thumbnail,
} from '@subsecond/contracts';

/**
 * What services need of the outside: repositories, blob store, queue. Services know rules and see only these types;
 * `deps.ts` plugs in Postgres, the disk and BullMQ.
 */

/** Who asks. Until people can sign in there is one: the local team's owner. */
export interface Principal {
  readonly teamId: string;
  readonly role: 'owner' | 'admin' | 'editor' | 'viewer';
  readonly name: string;
}

export interface ProfileRecord {
  readonly id: string;
  readonly name: string;
  readonly status: ProfileStatus;
  readonly host: string | undefined;
  readonly labels: Readonly<Record<string, string>>;
  readonly pinned: boolean;
  readonly story: string | undefined;
  readonly fileName: string | undefined;
  readonly blobKey: string;
  readonly uploadBytes: number;
  readonly uploadSha256: string;
  readonly uploadedAt: Date;
  readonly startedAt: Date | undefined;
  readonly error: ProfileFailure | undefined;
  /** Present once the profile is ready. */
  readonly parsed: ParsedSummary | undefined;
}

/** What parsing found out, beside the tables themselves. */
export interface ParsedSummary {
  readonly format: ProfileFormat;
  readonly header: RecordingHeaderResource;
  readonly events: readonly ProfileEventResource[];
  readonly defaultEvent: string;
  readonly warnings: readonly ParseWarningResource[];
  readonly quality: ProfileQualityResource;
  readonly thumbnail: Thumbnail | undefined;
  readonly sampleCount: number;
  /** Nanoseconds since time zero of the earliest and latest timed sample; undefined where nothing is timed. */
  readonly firstSampleNs: number | undefined;
  readonly lastSampleNs: number | undefined;
  readonly timeZeroSeconds: number;
  readonly timeResolutionNs: number;
  readonly cpuCount: number;
  readonly threadCount: number;
  readonly stackCount: number;
  readonly inflatedBytes: number;
  readonly parseMilliseconds: number;
  /** Version of the chunk codec and of the reader that made the tables. */
  readonly codecVersion: number;
}

/** One second of one event: a row of `profile_seconds`. */
export interface SecondRow {
  readonly event: number;
  /** Since time zero; −1 holds the samples without a time. */
  readonly second: number;
  readonly sampleCount: number;
  readonly idleSampleCount: number;
  readonly weight: number;
  /** 50 rows, row 0 the earliest; idle samples included. Empty for second −1. */
  readonly bins: readonly number[];
  /** Of `bins`, those that are idle. */
  readonly idleBins: readonly number[];
  /** `encodeSampleChunk`, deflated raw. */
  readonly samples: Uint8Array;
}

export interface ThreadRow {
  readonly pid: number | undefined;
  readonly tid: number;
  readonly comm: string;
}

/** Everything a parse stores, as the parse thread hands it over. Goes into Postgres in one transaction. */
export interface ParsedTables {
  readonly summary: ParsedSummary;
  readonly seconds: readonly SecondRow[];
  readonly threads: readonly ThreadRow[];
  /** `encodeStackTables`, deflated raw, cut into parts of at most 1 MiB. */
  readonly stackParts: readonly Uint8Array[];
}

export interface NewProfile {
  readonly id: string;
  readonly name: string;
  readonly host: string | undefined;
  readonly labels: Readonly<Record<string, string>>;
  readonly story: string | undefined;
  readonly fileName: string | undefined;
  readonly startedAt: Date | undefined;
  readonly blobKey: string;
  readonly uploadBytes: number;
  readonly uploadSha256: string;
  /** Of an example that comes with the product. */
  readonly exampleKey?: string | undefined;
}

export interface ListFilter {
  readonly q: string | undefined;
  readonly host: string | undefined;
  readonly labels: readonly (readonly [key: string, value: string])[];
  readonly from: Date | undefined;
  readonly to: Date | undefined;
  readonly cursor: string | undefined;
  readonly limit: number;
}

/** All methods see one team only: the one whose transaction they run in (Row-Level Security). */
export interface ProfileRepository {
  insertQueued(profile: NewProfile): Promise<void>;
  findById(id: string): Promise<ProfileRecord | undefined>;
  /** Newest upload first. A damaged cursor is an AppError `bad-query`. */
  list(
    filter: ListFilter,
  ): Promise<{ readonly profiles: readonly ProfileRecord[]; readonly nextCursor: string | undefined }>;
  /** A person's change makes an example his own: it loses its key. */
  update(id: string, patch: ProfilePatch): Promise<ProfileRecord | undefined>;
  /** Removes the row and everything that hangs on it; the blob is the caller's to delete. */
  remove(id: string): Promise<{ readonly blobKey: string } | undefined>;
  /** The product's examples that nobody has changed. */
  untouchedExamples(): Promise<readonly { readonly id: string; readonly key: string; readonly uploadSha256: string }[]>;
  /** queued or parsing → parsing. False where the profile is gone or already ready or failed. */
  markParsing(id: string): Promise<boolean>;
  /** Replaces what an earlier attempt stored, stores the tables and sets `ready`. False where the profile is gone. */
  storeParsed(id: string, tables: ParsedTables): Promise<boolean>;
  markFailed(id: string, failure: ProfileFailure): Promise<void>;
}

export interface IdempotencyRepository {
  /** Within 7 days. `requestDigest` is the SHA-256 of the upload's bytes and metadata. */
  find(key: string): Promise<{ readonly profileId: string; readonly requestDigest: string } | undefined>;
  /** False where the key is already taken (a concurrent request won). */
  insert(key: string, requestDigest: string, profileId: string): Promise<boolean>;
}

export interface ProfileTablesRepository {
  /** Rows of one event ordered by second, half-open `[from, to)`, the first `limit`; `from` −1 takes the samples without time as well. */
  seconds(
    profileId: string,
    event: number,
    range?: { readonly from: number; readonly to: number; readonly limit?: number },
  ): Promise<readonly Omit<SecondRow, 'bins' | 'idleBins'>[]>;
  bins(
    profileId: string,
    event: number,
  ): Promise<readonly Pick<SecondRow, 'second' | 'sampleCount' | 'idleSampleCount' | 'bins' | 'idleBins'>[]>;
  stackParts(profileId: string): Promise<readonly Uint8Array[]>;
  threads(profileId: string): Promise<readonly ThreadRow[]>;
}

export interface Repositories {
  readonly profiles: ProfileRepository;
  readonly tables: ProfileTablesRepository;
  readonly idempotency: IdempotencyRepository;
}

/** Runs `work` in one transaction that sees `teamId` alone. */
export interface TeamTransactions {
  /** `durable: false` where a power cut may undo it: the commit then waits for no disk. */
  inTeam<T>(
    teamId: string,
    work: (repositories: Repositories) => Promise<T>,
    options?: { readonly durable?: boolean },
  ): Promise<T>;
}

export interface BlobStore {
  /** Streams to the store; resolves only when the bytes are durable (fsync). Leaves nothing behind when `signal` or an error ends it. */
  write(
    key: string,
    bytes: Readable,
    options: { readonly maxBytes: number; readonly signal?: AbortSignal },
  ): Promise<{ readonly bytes: number; readonly sha256: string }>;
  /** Undefined where there is no such blob. */
  read(key: string): Promise<Readable | undefined>;
  remove(key: string): Promise<void>;
}

export interface JobQueue {
  /** Idempotent by profile: a job that is waiting or running is not added twice. */
  enqueueParse(payload: { readonly teamId: string; readonly profileId: string }): Promise<void>;
  enqueueDeleteBlob(payload: { readonly blobKey: string }): Promise<void>;
}

/** Progress of running parses, wherever the worker runs. Returns the release. */
export interface ProgressFeed {
  subscribe(
    profileId: string,
    listener: (progress: Pick<ProfileProgress, 'bytesRead' | 'bytesTotal' | 'samples' | 'phase'>) => void,
  ): () => void;
}

export interface Clock {
  now(): Date;
}
