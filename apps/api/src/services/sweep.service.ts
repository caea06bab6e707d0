import type { JobQueue } from './ports.ts';

/** What a crash may have left behind, across all teams. */
export interface UnfinishedWork {
  unfinishedProfiles(
    unchangedForMs: number,
    atMost: number,
  ): Promise<readonly { readonly teamId: string; readonly profileId: string }[]>;
  referencedBlobs(keys: readonly string[]): Promise<ReadonlySet<string>>;
  forgetExpiredIdempotencyKeys(): Promise<void>;
  installationId(): Promise<string>;
}

export interface SweptBlobs {
  list(): AsyncIterable<{ readonly key: string; readonly modifiedAt: Date }>;
  remove(key: string): Promise<void>;
  removeAbandonedUploads(unchangedSince: Date): Promise<number>;
  /** False where the store belongs to another database, whose blobs nobody here refers to. */
  belongsTo(installationId: string): Promise<boolean>;
}

/** A profile that was just enqueued needs no help. */
const UNCHANGED_MS = 5_000;
/** Looked at in random order, so that a longer queue is seen over several sweeps. */
const PROFILES_A_SWEEP = 200;
/** Longer than any upload takes between its bytes and its row. */
const BLOB_GRACE_MS = 3_600_000;
const KEYS_A_QUERY = 1_000;

/** Adds the job of every unfinished profile again: one that is waiting or running is not added twice. */
export async function sweepProfiles(
  work: Pick<UnfinishedWork, 'unfinishedProfiles'>,
  queue: Pick<JobQueue, 'enqueueParse'>,
): Promise<number> {
  const unfinished = await work.unfinishedProfiles(UNCHANGED_MS, PROFILES_A_SWEEP);
  for (const profile of unfinished) await queue.enqueueParse(profile);
  return unfinished.length;
}

/** Removes uploads that never got a row, half-written files and old idempotency keys. */
export async function sweepBlobs(work: UnfinishedWork, blobs: SweptBlobs, now: Date): Promise<number> {
  await work.forgetExpiredIdempotencyKeys();
  if (!(await blobs.belongsTo(await work.installationId()))) return 0;
  const before = new Date(now.getTime() - BLOB_GRACE_MS);
  let removed = await blobs.removeAbandonedUploads(before);
  let keys: string[] = [];
  const removeOrphans = async (): Promise<void> => {
    const referenced = await work.referencedBlobs(keys);
    for (const key of keys.filter((candidate) => !referenced.has(candidate))) {
      await blobs.remove(key);
      removed++;
    }
    keys = [];
  };
  for await (const { key, modifiedAt } of blobs.list()) {
    if (modifiedAt < before) keys.push(key);
    if (keys.length === KEYS_A_QUERY) await removeOrphans();
  }
  if (keys.length > 0) await removeOrphans();
  return removed;
}
