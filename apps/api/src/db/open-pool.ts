import pg from 'pg';
import { APP_ROLE } from './roles.ts';

export interface PoolOptions {
  readonly connectionString: string;
  readonly max: number;
  /** Shown in pg_stat_activity. */
  readonly applicationName: string;
  /** Schemas in which unqualified names are looked up. */
  readonly searchPath: string;
  /** False where a commit that a power cut undoes does no harm. */
  readonly flushCommits?: boolean;
  /** An idle connection that drops is replaced; this only tells. */
  readonly onIdleError: (error: Error) => void;
}

const INT8 = 20;

/**
 * Connections that act as subsecond_app, whoever the URL names: an administrator's URL gives up its rights at the start of the
 * session. Sizes and counts (int8) are read as numbers: they stay far below 2^53.
 */
export function openPool(options: PoolOptions): pg.Pool {
  const pool = new pg.Pool({
    connectionString: options.connectionString,
    max: options.max,
    application_name: options.applicationName,
    options: `-c role=${APP_ROLE} -c search_path=${options.searchPath}${options.flushCommits === false ? ' -c synchronous_commit=off' : ''}`,
    keepAlive: true,
    types: {
      getTypeParser: (oid: number, format?: 'text' | 'binary') =>
        oid === INT8 ? Number : pg.types.getTypeParser(oid, format as 'text'),
    },
  });
  pool.on('error', (error) => {
    if (!pool.ending) options.onIdleError(withoutClient(error));
  });
  return pool;
}

/** pg-pool hangs the whole connection on the error; a log has no use for it. */
export function withoutClient(error: Error): Error {
  const { message } = error;
  const plain: Error & { code?: unknown } = new Error(message);
  if ('code' in error) plain.code = error.code;
  return plain;
}

/**
 * For BullMQ, which finds its tables by the search path and keeps a connection listening for each consumer. Its commits are not
 * flushed: a job that a power cut takes back is added again by the sweeper, since the profile's row is the truth.
 */
export const openQueuePool = (options: Pick<PoolOptions, 'connectionString' | 'onIdleError'>): pg.Pool =>
  openPool({
    ...options,
    max: 10,
    applicationName: 'subsecond-queue',
    searchPath: 'bullmq,public',
    flushCommits: false,
  });
