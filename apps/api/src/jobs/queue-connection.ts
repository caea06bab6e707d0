import { setTimeout as sleep } from 'node:timers/promises';
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

/**
 * What BullMQ uses of a pool; its type asks for its own narrower view of one. It would repeat the pool's own errors, which whoever
 * opened the pool hears already.
 */
const asConnection = (pool: pg.Pool) =>
  ({
    connect: pool.connect.bind(pool),
    query: pool.query.bind(pool),
    end: pool.end.bind(pool),
    on: () => undefined,
    options: pool.options,
  }) as unknown as Parameters<typeof createPostgresBackend>[1]['connection'];

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
  const report = (error: Error): void => {
    if (!pool.ending) onError(error);
  };
  return {
    open: (name) => {
      const stop = new AbortController();
      const opening = untilReady(() => new postgres.Queue(name, { connection }), report, stop.signal);
      return {
        add: async (jobName, data, options) => (await opening)?.add(jobName, data, options),
        release: async () => {
          stop.abort();
          await (await opening)?.close();
        },
      };
    },
    consume: (name, options, handle) => {
      const stop = new AbortController();
      const create = () => new postgres.Worker(name, handle, { connection, autorun: false, ...workerOptions(options) });
      const opening = untilReady(create, report, stop.signal);
      opening.then((worker) => (stop.signal.aborted ? undefined : worker?.run())).catch(report);
      return async () => {
        stop.abort();
        await (await opening)?.close();
      };
    },
  };
}

interface BullObject {
  on(name: 'error', listener: (error: Error) => void): unknown;
  waitUntilReady(): Promise<unknown>;
  close(): Promise<void>;
}

const REOPEN_MS = 500;

/**
 * BullMQ 6.7 remembers a failed first look at Postgres for ever, and its worker then spins without a pause: one that did not
 * become ready is thrown away, and never runs. Undefined where the release came first.
 */
async function untilReady<T extends BullObject>(
  create: () => T,
  report: (error: Error) => void,
  stop: AbortSignal,
): Promise<T | undefined> {
  while (!stop.aborted) {
    const created = create();
    created.on('error', report);
    try {
      await created.waitUntilReady();
      return created;
    } catch (error) {
      report(error instanceof Error ? error : new Error(String(error)));
      created.close().catch(() => undefined); // it never began
    }
    await sleep(REOPEN_MS, undefined, { signal: stop }).catch(() => undefined); // ends with the release
  }
  return undefined;
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
