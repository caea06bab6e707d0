import { createPostgresBackend, type JobsOptions, Queue, Worker, withBackend } from 'bullmq';
import type pg from 'pg';

/** Where jobs wait: Redis where there is one, else the same Postgres as everything (`openQueuePool`; whoever opened it ends it). */
export type QueueLocation =
  | { readonly kind: 'redis'; readonly url: string }
  | { readonly kind: 'postgres'; readonly pool: pg.Pool };

/** The part of BullMQ that is used here, whichever the back end. */
export interface OpenQueue {
  add(name: string, data: object, options: JobsOptions): Promise<unknown>;
  release(): Promise<void>;
}

export interface ConsumedJob {
  readonly id?: string | undefined;
  readonly data: unknown;
  /** 0 at the first try. */
  readonly attemptsMade: number;
}

export interface ConsumeOptions {
  readonly concurrency: number;
  /** A job whose lock has run out counts as stalled, and is given to another worker. */
  readonly lockMs: number;
  readonly stalledCheckMs: number;
}

/** How often a job may lose its worker before BullMQ gives it up; the sweeper and the row's attempts go on from there. */
const MAX_STALLED = 2;

/** BullMQ takes a pool, but its type asks for its own narrower view of one. */
const asConnection = (pool: pg.Pool) => pool as unknown as Parameters<typeof createPostgresBackend>[1]['connection'];

const postgres = withBackend(createPostgresBackend);

export interface QueueConnection {
  open(name: string): OpenQueue;
  /** Returns the release, which waits for running jobs. */
  consume(name: string, options: ConsumeOptions, handle: (job: ConsumedJob) => Promise<void>): () => Promise<void>;
}

export function connectQueue(location: QueueLocation, onError: (error: Error) => void): QueueConnection {
  switch (location.kind) {
    case 'redis':
      return connectToRedis(location.url, onError);
    case 'postgres':
      return connectToPostgres(location.pool, onError);
    default:
      return location satisfies never;
  }
}

const workerOptions = ({ concurrency, lockMs, stalledCheckMs }: ConsumeOptions) => ({
  concurrency,
  lockDuration: lockMs,
  stalledInterval: stalledCheckMs,
  maxStalledCount: MAX_STALLED,
});

function connectToPostgres(pool: pg.Pool, onError: (error: Error) => void): QueueConnection {
  const connection = asConnection(pool);
  // BullMQ repeats the pool's own errors, which whoever opened the pool hears already.
  const heard = new WeakSet<Error>();
  pool.on('error', (error) => heard.add(error));
  const report = (error: Error): void => {
    if (!pool.ending && !heard.has(error)) onError(error);
  };
  return {
    open: (name) => {
      const queue = new postgres.Queue(name, { connection });
      queue.on('error', report);
      return { add: (jobName, data, options) => queue.add(jobName, data, options), release: () => queue.close() };
    },
    consume: (name, options, handle) => {
      const worker = new postgres.Worker(name, handle, { connection, ...workerOptions(options) });
      worker.on('error', report);
      return () => worker.close();
    },
  };
}

function connectToRedis(url: string, onError: (error: Error) => void): QueueConnection {
  return {
    open: (name) => {
      // A producer fails soon and does not wait for Redis to return: the sweeper makes good what was not added.
      const queue = new Queue(name, { connection: { url, maxRetriesPerRequest: 1 }, skipWaitingForReady: true });
      queue.on('error', onError);
      return { add: (jobName, data, options) => queue.add(jobName, data, options), release: () => queue.close() };
    },
    consume: (name, options, handle) => {
      const worker = new Worker(name, handle, {
        connection: { url, maxRetriesPerRequest: null },
        ...workerOptions(options),
      });
      worker.on('error', onError);
      return () => worker.close();
    },
  };
}
