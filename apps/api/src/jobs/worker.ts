import { availableParallelism } from 'node:os';
import type { JobName } from '@subsecond/contracts';
import { JOB_NAMES, type JobDeps, runJob } from './job-catalog.ts';
import { connectQueue, type QueueLocation } from './queue-connection.ts';

export interface WorkerDeps extends JobDeps {
  readonly location: QueueLocation;
  /** Uploads parsed at once; as many as there are parse threads. */
  readonly parseConcurrency: number;
  /** A job failed, or a connection was lost; it is tried again. */
  readonly onError: (error: Error) => void;
}

/** A killed worker's job is taken up by another after the lock has run out and two checks have seen it: within 25 s. */
const LOCK_MS = 15_000;
const STALLED_CHECK_MS = 5_000;
const DELETE_CONCURRENCY = 2;

/** One core is left to the event loop, the database and zlib's threads. */
export const defaultParseConcurrency = (): number => Math.max(1, availableParallelism() - 1);

/** Takes jobs of every kind. The release waits for those under way. */
export function startWorker(deps: WorkerDeps): () => Promise<void> {
  const { location, parseConcurrency, onError } = deps;
  const connection = connectQueue(location, onError);
  const concurrency = {
    'parse-profile': parseConcurrency,
    'delete-blob': DELETE_CONCURRENCY,
  } as const satisfies Record<JobName, number>;
  const releases = JOB_NAMES.map((name) =>
    connection.consume(
      name,
      { concurrency: concurrency[name], lockMs: LOCK_MS, stalledCheckMs: STALLED_CHECK_MS },
      async (job) => {
        try {
          await runJob(name, job.data, deps);
        } catch (error) {
          onError(
            new Error(
              `${name} ${job.id ?? ''}, try ${job.attemptsMade + 1}: ${error instanceof Error ? error.message : String(error)}`,
              { cause: error },
            ),
          );
          throw error;
        }
      },
    ),
  );
  return async () => {
    await Promise.all(releases.map((release) => release()));
  };
}
