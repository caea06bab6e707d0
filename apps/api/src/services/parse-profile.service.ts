import type { Readable } from 'node:stream';
import type { ProfileFailure, ProfileProgress } from '@subsecond/contracts';
import type { BlobStore, ParsedTables, TeamTransactions } from './ports.ts';

/** The upload can't become a profile, whoever tries: stored with the profile, never retried. */
export class ParseFailure extends Error {
  readonly failure: ProfileFailure;

  constructor(failure: ProfileFailure, options?: { cause?: unknown }) {
    super(`${failure.code}: ${failure.message}`, options);
    this.name = 'ParseFailure';
    this.failure = failure;
  }
}

/** Reads an upload into tables, off the event loop. */
export interface UploadParser {
  /** Throws ParseFailure for what the bytes say, anything else for what befell the machine. */
  parse(
    upload: Readable,
    onProgress: (progress: { readonly bytesRead: number; readonly samples: number }) => void,
  ): Promise<ParsedTables>;
}

export type ParseProgress = Pick<ProfileProgress, 'bytesRead' | 'bytesTotal' | 'samples' | 'phase'>;

export interface ParseProfileDeps {
  readonly teams: TeamTransactions;
  readonly blobs: Pick<BlobStore, 'read'>;
  readonly parser: UploadParser;
  /** May be called often; whoever implements it thins it out and never throws. */
  readonly publishProgress: (profileId: string, progress: ParseProgress) => void;
}

export type ParseOutcome = 'stored' | 'failed' | 'nothing-to-do';

const UPLOAD_MISSING: ProfileFailure = {
  code: 'upload-missing',
  message: 'The uploaded file is no longer in the store.',
  cure: 'Upload it again.',
  line: null,
  byteOffset: null,
  seemsToBe: null,
};

export const INTERNAL_FAILURE: ProfileFailure = {
  code: 'internal',
  message: 'The server failed while it read this upload.',
  cure: "Upload it again. If that fails as well, report it together with the server's log.",
  line: null,
  byteOffset: null,
  seemsToBe: null,
};

/**
 * One attempt at turning an upload into a profile. May be interrupted anywhere and run again, even twice at once: the row's
 * status decides what is left to do, and storing is one transaction that leaves nothing of an earlier attempt.
 */
export async function parseProfile(
  deps: ParseProfileDeps,
  { teamId, profileId }: { readonly teamId: string; readonly profileId: string },
): Promise<ParseOutcome> {
  const { teams, blobs, parser, publishProgress } = deps;
  // A claim that a power cut takes back leaves the profile queued, and it is claimed again.
  const profile = await teams.inTeam(
    teamId,
    async ({ profiles }) => ((await profiles.markParsing(profileId)) ? profiles.findById(profileId) : undefined),
    { durable: false },
  );
  if (profile === undefined) return 'nothing-to-do';
  const bytesTotal = profile.uploadBytes;
  publishProgress(profileId, { bytesRead: 0, bytesTotal, samples: 0, phase: 'reading' });
  try {
    const upload = await blobs.read(profile.blobKey);
    if (upload === undefined) throw new ParseFailure(UPLOAD_MISSING);
    const tables = await parser.parse(upload, (progress) =>
      publishProgress(profileId, { ...progress, bytesTotal, phase: 'reading' }),
    );
    const { sampleCount } = tables.summary;
    publishProgress(profileId, { bytesRead: bytesTotal, bytesTotal, samples: sampleCount, phase: 'storing' });
    // The upload is what is durable: tables that a power cut takes back leave the profile unfinished, and it is read again.
    const stored = await teams.inTeam(teamId, ({ profiles }) => profiles.storeParsed(profileId, tables), {
      durable: false,
    });
    publishProgress(profileId, { bytesRead: bytesTotal, bytesTotal, samples: sampleCount, phase: 'done' });
    return stored ? 'stored' : 'nothing-to-do';
  } catch (error) {
    if (!(error instanceof ParseFailure)) throw error;
    await teams.inTeam(teamId, ({ profiles }) => profiles.markFailed(profileId, error.failure));
    publishProgress(profileId, { bytesRead: bytesTotal, bytesTotal, samples: 0, phase: 'done' });
    return 'failed';
  }
}
