import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { AppError, type ProfileStatus, type UploadMetadata } from '@subsecond/contracts';
import { findProfile, requireRole } from './access.ts';
import type { BlobStore, JobQueue, Principal, Repositories, TeamTransactions } from './ports.ts';
import { profileNameOf, shownFileName } from './profile-name.ts';

export interface Upload {
  readonly metadata: UploadMetadata;
  /** Set on the examples that come with the product. */
  readonly story?: string;
  readonly exampleKey?: string;
  readonly fileName: string | undefined;
  readonly file: Readable;
  /** Awaited once the file was read; rejects where the request turns out to be no complete upload. */
  readonly complete?: () => Promise<void>;
  readonly idempotencyKey: string | undefined;
  /** Aborted when the client goes away. */
  readonly signal: AbortSignal;
}

export interface UploadDeps {
  readonly teams: TeamTransactions;
  readonly blobs: BlobStore;
  readonly queue: Pick<JobQueue, 'enqueueParse'>;
  readonly newId: () => string;
  readonly maxUploadBytes: number;
  readonly onQueueError: (error: unknown) => void;
}

export interface AcceptedUpload {
  readonly id: string;
  readonly status: ProfileStatus;
}

/**
 * Bytes first, then the row, then the job. A crash after the bytes leaves a blob without a row, which nobody sees; after the
 * row, a profile that the sweeper enqueues again. The answer is given once bytes and row are durable.
 */
export async function uploadProfile(deps: UploadDeps, principal: Principal, upload: Upload): Promise<AcceptedUpload> {
  requireRole(principal, 'write');
  const id = deps.newId();
  const blobKey = `${principal.teamId}/${id}`;
  const written = await writeBlob(deps, blobKey, upload);
  let accepted: AcceptedUpload;
  try {
    await upload.complete?.();
    accepted = await deps.teams.inTeam(principal.teamId, (repositories) =>
      insertProfile(repositories, { id, blobKey, written, upload }),
    );
  } catch (error) {
    // A database that was lost may have committed the row: then its bytes must stay. Those without a row the sweeper removes.
    if (!(error instanceof AppError && error.code === 'unavailable')) await deps.blobs.remove(blobKey);
    throw error;
  }
  if (accepted.id !== id) {
    await deps.blobs.remove(blobKey);
    return accepted;
  }
  // The row is committed: the sweeper takes over where the queue can not be reached now.
  await deps.queue.enqueueParse({ teamId: principal.teamId, profileId: id }).catch(deps.onQueueError);
  return accepted;
}

async function writeBlob(
  deps: UploadDeps,
  blobKey: string,
  upload: Upload,
): Promise<{ readonly bytes: number; readonly sha256: string }> {
  try {
    return await deps.blobs.write(blobKey, upload.file, { maxBytes: deps.maxUploadBytes, signal: upload.signal });
  } catch (error) {
    if (error instanceof AppError) throw error;
    if (upload.signal.aborted || upload.file.errored !== null) {
      throw new AppError(
        'bad-upload',
        'The upload ended before its last byte, so nothing of it was kept. Send it again, whole.',
      );
    }
    throw error;
  }
}

interface NewUpload {
  readonly id: string;
  readonly blobKey: string;
  readonly written: { readonly bytes: number; readonly sha256: string };
  readonly upload: Upload;
}

async function insertProfile(
  repositories: Repositories,
  { id, blobKey, written, upload }: NewUpload,
): Promise<AcceptedUpload> {
  const { metadata, idempotencyKey } = upload;
  const digest = requestDigest(written.sha256, metadata);
  if (idempotencyKey !== undefined) {
    const earlier = await repositories.idempotency.find(idempotencyKey);
    if (earlier !== undefined) return answerAgain(repositories, idempotencyKey, earlier, digest);
  }
  await repositories.profiles.insertQueued({
    id,
    name: metadata.name ?? profileNameOf(upload.fileName),
    host: metadata.host,
    labels: metadata.labels ?? {},
    story: upload.story,
    exampleKey: upload.exampleKey,
    fileName: shownFileName(upload.fileName),
    startedAt: metadata.startedAt === undefined ? undefined : new Date(metadata.startedAt),
    blobKey,
    uploadBytes: written.bytes,
    uploadSha256: written.sha256,
  });
  if (idempotencyKey !== undefined && !(await repositories.idempotency.insert(idempotencyKey, digest, id))) {
    // A concurrent request with the same key committed first: ours steps back.
    await repositories.profiles.remove(id);
    const winner = await repositories.idempotency.find(idempotencyKey);
    if (winner === undefined)
      throw new AppError(
        'unavailable',
        'Another request with this Idempotency-Key is being handled. Send the upload again.',
        1,
      );
    return answerAgain(repositories, idempotencyKey, winner, digest);
  }
  return { id, status: 'queued' };
}

async function answerAgain(
  repositories: Repositories,
  key: string,
  earlier: { readonly profileId: string; readonly requestDigest: string },
  digest: string,
): Promise<AcceptedUpload> {
  if (earlier.requestDigest !== digest) {
    throw new AppError(
      'idempotency-mismatch',
      `The Idempotency-Key "${key}" came with other bytes or other metadata within the last 7 days. Send this upload with a key of its own.`,
    );
  }
  const profile = await findProfile(repositories, earlier.profileId);
  return { id: profile.id, status: profile.status };
}

/** SHA-256 over the bytes' digest and the metadata, whose keys are sorted: the order of JSON keys says nothing. */
export function requestDigest(uploadSha256: string, metadata: UploadMetadata): string {
  const labels = Object.entries(metadata.labels ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256')
    .update(
      JSON.stringify([uploadSha256, metadata.name ?? null, metadata.host ?? null, metadata.startedAt ?? null, labels]),
    )
    .digest('hex');
}
