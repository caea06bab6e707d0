import { randomBytes, randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import type { Config } from './config.ts';
import type { Database } from './db/database-types.ts';
import { openDatabase } from './db/open-database.ts';
import { openQueuePool } from './db/open-pool.ts';
import { LOCAL_TEAM_ID } from './db/roles.ts';
import { createJobQueue } from './jobs/job-queue.ts';
import { createProgressFeed } from './jobs/progress-feed.ts';
import type { QueueLocation } from './jobs/queue-connection.ts';
import type { ReleaseStack } from './release-stack.ts';
import { createTeamTransactions } from './repositories/team-transactions.ts';
import { type AnalysisService, createAnalysisService } from './services/analysis.service.ts';
import { createAnalysisPool } from './services/analysis-pool.ts';
import type { Clock, JobQueue, Principal, TeamTransactions } from './services/ports.ts';
import { createProfileService, type ProfileService } from './services/profile.service.ts';
import { uuidV7 } from './services/uuid-v7.ts';
import { createDiskBlobStore, type DiskBlobStore } from './storage/disk-blob-store.ts';

/** The composition root: where the services' ports meet Postgres, the disk and BullMQ. Mains start, tests start; nobody else. */

export const systemClock: Clock = { now: () => new Date() };

/** Until people can sign in, everybody whom the guard lets through is the one team's owner. */
export const LOCAL_OWNER: Principal = { teamId: LOCAL_TEAM_ID, role: 'owner', name: 'local owner' };

/** The start itself, and a page that is opened right then, have the cores first. */
const ANALYSIS_THREADS_AFTER_MS = 1_500;
const PROGRESS_POLL_MS = 1_500;

/** What both the API and the workers stand on. */
export interface Stores {
  readonly db: Kysely<Database>;
  readonly teams: TeamTransactions;
  readonly blobs: DiskBlobStore;
  readonly queue: JobQueue;
  readonly queueLocation: QueueLocation;
}

export async function openStores(
  config: Pick<Config, 'dataDir' | 'redisUrl'>,
  databaseUrl: string,
  log: Logger,
  releases: ReleaseStack,
): Promise<Stores> {
  const onIdleError = (error: Error) => log.warn({ err: error }, 'a database connection was lost');
  const { db, release } = openDatabase({ databaseUrl, onIdleError });
  releases.push('database pool', release);
  const queueLocation = openQueueLocation(config.redisUrl, databaseUrl, onIdleError, releases);
  const queue = createJobQueue({
    location: queueLocation,
    onError: (error) => log.warn({ err: error }, 'the job queue reported a problem'),
  });
  releases.push('job queue', () => queue.release());
  const directory = join(config.dataDir, 'uploads');
  await mkdir(directory, { recursive: true, mode: 0o700 });
  return { db, teams: createTeamTransactions(db), blobs: createDiskBlobStore({ directory }), queue, queueLocation };
}

function openQueueLocation(
  redisUrl: string | undefined,
  databaseUrl: string,
  onIdleError: (error: Error) => void,
  releases: ReleaseStack,
): QueueLocation {
  if (redisUrl !== undefined) return { kind: 'redis', url: redisUrl };
  const pool = openQueuePool({ connectionString: databaseUrl, onIdleError });
  releases.push('queue pool', () => pool.end());
  return { kind: 'postgres', pool };
}

export interface Services {
  readonly profiles: ProfileService;
  readonly analysis: AnalysisService;
}

export function createServices(
  config: Pick<Config, 'maxUploadBytes'>,
  stores: Stores,
  databaseUrl: string,
  log: Logger,
  releases: ReleaseStack,
): Services {
  const progress = createProgressFeed({
    databaseUrl,
    onError: (error) => log.warn({ err: error }, 'the progress feed was interrupted'),
  });
  releases.push('progress feed', () => progress.release());
  const pool = createAnalysisPool();
  const starting = setTimeout(() => pool.startThreads(), ANALYSIS_THREADS_AFTER_MS).unref();
  releases.push('analysis threads', () => {
    clearTimeout(starting);
    return pool.release();
  });
  const profiles = createProfileService({
    teams: stores.teams,
    blobs: stores.blobs,
    queue: stores.queue,
    progress,
    progressPollMs: PROGRESS_POLL_MS,
    newId: () => uuidV7(systemClock.now().getTime(), randomBytes(16)),
    maxUploadBytes: config.maxUploadBytes,
    onQueueError: (error) => log.warn({ err: error }, 'a job could not be enqueued; the sweeper will'),
  });
  return { profiles, analysis: createAnalysisService({ teams: stores.teams, pool }) };
}

export const newRequestId = (): string => randomUUID();
