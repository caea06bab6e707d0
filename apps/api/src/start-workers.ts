import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Logger } from 'pino';
import type { Config } from './config.ts';
import type { Stores } from './deps.ts';
import { createParseThreads } from './jobs/parse-threads.ts';
import { PROGRESS_CHANNEL } from './jobs/progress-feed.ts';
import { createProgressPublisher } from './jobs/progress-publisher.ts';
import { startSweeper } from './jobs/sweeper.ts';
import { defaultParseConcurrency, startWorker } from './jobs/worker.ts';
import type { ReleaseStack } from './release-stack.ts';
import { createUnfinishedWorkRepository } from './repositories/unfinished-work.repository.ts';

type WorkerConfig = Pick<
  Config,
  | 'maxInflatedBytes'
  | 'maxInflationRatio'
  | 'maxLineBytes'
  | 'maxStackDepth'
  | 'maxStrings'
  | 'maxStacks'
  | 'maxSamples'
  | 'maxDocumentBytes'
  | 'maxParseSeconds'
  | 'maxParseMemoryMb'
>;

/** Everything that works in the background: parse threads, job consumers, sweeper. For worker-main, and for local-main's one process. */
export function startWorkers(
  config: WorkerConfig,
  stores: Stores,
  log: Logger,
  releases: ReleaseStack,
  concurrency: number = defaultParseConcurrency(),
): void {
  const { db, teams, blobs, queue, queueLocation } = stores;
  const parser = createParseThreads({
    threads: concurrency,
    limits: config,
    maxSeconds: config.maxParseSeconds,
    maxMemoryMb: config.maxParseMemoryMb,
    onBroken: (error) => log.error({ err: error }, 'a parse thread broke'),
  });
  // Started early, released last: only after its consumers.
  releases.push('parse threads', () => parser.release());
  const publishProgress = createProgressPublisher((payload) =>
    sql`SELECT set_config('synchronous_commit', 'off', true), pg_notify(${PROGRESS_CHANNEL}, ${payload})`.execute(db),
  );
  const release = startWorker({
    teams,
    blobs,
    parser,
    publishProgress,
    location: queueLocation,
    parseConcurrency: concurrency,
    onError: (error) => log.warn({ err: error }, 'a job will be tried again'),
  });
  releases.push('job consumers', () => stopInTime(release, () => parser.release()));
  const work = createUnfinishedWorkRepository(db);
  releases.push(
    'sweeper',
    startSweeper({
      work,
      blobs,
      queue,
      onError: (error) => log.warn({ err: error }, 'a sweep failed; the next one tries again'),
    }),
  );
}

/** A parse that goes on for longer than this after the signal is ended; its job is tried again by the next worker. */
const GRACE_MS = 5_000;

async function stopInTime(release: () => Promise<void>, endParses: () => Promise<void>): Promise<void> {
  const timer = new AbortController();
  const released = release().finally(() => timer.abort());
  await Promise.race([released, sleep(GRACE_MS, undefined, { signal: timer.signal }).catch(() => undefined)]);
  if (!timer.signal.aborted) await endParses();
  await released;
}
