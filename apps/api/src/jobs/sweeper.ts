import { setTimeout as sleep } from 'node:timers/promises';
import type { JobQueue } from '../services/ports.ts';
import { type SweptBlobs, sweepBlobs, sweepProfiles, type UnfinishedWork } from '../services/sweep.service.ts';

export interface SweeperDeps {
  readonly work: UnfinishedWork;
  readonly blobs: SweptBlobs;
  readonly queue: Pick<JobQueue, 'enqueueParse'>;
  readonly onError: (error: Error) => void;
  /** For tests. */
  readonly profilesEveryMs?: number;
  readonly blobsEveryMs?: number;
}

/** Makes good what crashes leave behind, now and then. Several may run at once. Returns the release. */
export function startSweeper(deps: SweeperDeps): () => Promise<void> {
  const stop = new AbortController();
  const every = async (ms: number, sweep: () => Promise<unknown>): Promise<void> => {
    while (!stop.signal.aborted) {
      await sweep().catch((error: unknown) => deps.onError(error instanceof Error ? error : new Error(String(error))));
      await sleep(ms, undefined, { signal: stop.signal }).catch(() => undefined); // ends with the release
    }
  };
  const loops = [
    every(deps.profilesEveryMs ?? 3_000, () => sweepProfiles(deps.work, deps.queue)),
    every(deps.blobsEveryMs ?? 600_000, () => sweepBlobs(deps.work, deps.blobs, new Date())),
  ];
  return async () => {
    stop.abort();
    await Promise.all(loops);
  };
}
