import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '@subsecond/contracts';
import pg from 'pg';
import { asDatabaseFailure } from './database-failure.ts';
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
/** For a connection, or one's turn at the pool's: longer than this nobody waits for a database that says nothing. */
const CONNECT_MS = 10_000;

/**
 * Connections that act as subsecond_app, whoever the URL names: an administrator's URL gives up its rights at the start of the
 * session. Sizes and counts (int8) are read as numbers: they stay far below 2^53.
 */
export function openPool(options: PoolOptions, Pool: typeof pg.Pool = pg.Pool): pg.Pool {
  const pool = new Pool({
    connectionString: options.connectionString,
    max: options.max,
    application_name: options.applicationName,
    options: `-c role=${APP_ROLE} -c search_path=${options.searchPath}${options.flushCommits === false ? ' -c synchronous_commit=off' : ''}`,
    keepAlive: true,
    connectionTimeoutMillis: CONNECT_MS,
    types: {
      getTypeParser: (oid: number, format?: 'text' | 'binary') =>
        oid === INT8 ? Number : pg.types.getTypeParser(oid, format as 'text'),
    },
  });
  // A connection that drops while somebody has it fails his query; that it says so a second time must not end the process.
  pool.on('connect', (client) => client.on('error', () => undefined));
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

const PATIENCE_MS = 5_000;
const ASK_AGAIN_MS = 200;

/** Waits a while for a database that is away. BullMQ asks again without a pause where it is refused at once. */
class PatientPool extends pg.Pool {
  override connect(): Promise<pg.PoolClient>;
  override connect(callback: ConnectCallback): void;
  override connect(callback?: ConnectCallback): Promise<pg.PoolClient> | undefined {
    const connecting = this.connectPatiently();
    if (callback === undefined) return connecting;
    connecting.then(
      (client) => callback(undefined, client, (error) => client.release(error)),
      (error: Error) => callback(error, undefined, () => undefined),
    );
    return undefined;
  }

  private async connectPatiently(): Promise<pg.PoolClient> {
    for (const deadline = Date.now() + PATIENCE_MS; ; await sleep(ASK_AGAIN_MS)) {
      try {
        return await super.connect();
      } catch (error) {
        if (this.ending || Date.now() > deadline || !(asDatabaseFailure(error) instanceof AppError)) throw error;
      }
    }
  }
}

type ConnectCallback = (
  error: Error | undefined,
  client: pg.PoolClient | undefined,
  done: (release?: Error | boolean) => void,
) => void;

/**
 * For BullMQ, which finds its tables by the search path and keeps a connection listening for each consumer. Its commits are not
 * flushed: a job that a power cut takes back is added again by the sweeper, since the profile's row is the truth.
 */
export const openQueuePool = (options: Pick<PoolOptions, 'connectionString' | 'onIdleError'>): pg.Pool =>
  openPool(
    {
      ...options,
      max: 10,
      applicationName: 'subsecond-queue',
      searchPath: 'bullmq,public',
      flushCommits: false,
    },
    PatientPool,
  );
