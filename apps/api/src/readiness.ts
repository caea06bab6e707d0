import { connect } from 'node:net';
import { type Kysely, sql } from 'kysely';
import type { Config } from './config.ts';
import type { Database } from './db/database-types.ts';
import { readMigrations } from './db/run-migrations.ts';
import type { ReadinessCheck } from './http/health.routes.ts';

const PROBE_MS = 2_000;

/** Database, migrations and queue, each asked for real: a server that is up but can not take an upload is not ready. */
export function createReadinessCheck(
  db: Kysely<Database>,
  { databaseUrl, redisUrl }: Pick<Config, 'databaseUrl' | 'redisUrl'>,
): ReadinessCheck {
  const newest = readMigrations().at(-1)?.version ?? 0;

  const checkMigrations = async (): Promise<string | undefined> => {
    const { rows } = await sql<{
      version: number | null;
    }>`SELECT max(version) AS version FROM subsecond.migrations`.execute(db);
    const version = rows[0]?.version ?? 0;
    return version >= newest
      ? undefined
      : `The database is at migration ${version} and this release needs ${newest}. Migrate it: npm start does, or apps/api/src/migrate-main.ts where several machines share it.`;
  };

  const checkQueue = async (): Promise<string | undefined> => {
    if (redisUrl !== undefined)
      return (await canConnect(new URL(redisUrl)))
        ? undefined
        : 'Redis does not answer. Check REDIS_URL and the Redis server.';
    await sql`SELECT 1 FROM bullmq.migration LIMIT 1`.execute(db);
    return undefined;
  };

  return async () => {
    const databaseIsAway = `The database does not answer. ${databaseUrl === undefined ? 'The embedded Postgres is started again by itself; server.log beside its data says why it ended.' : 'Check DATABASE_URL and the Postgres server.'}`;
    const [database, queue] = await Promise.all([
      withDeadline(checkMigrations(), databaseIsAway),
      withDeadline(
        checkQueue(),
        'The job queue can not be read. Check REDIS_URL, or the schema bullmq of the database.',
      ),
    ]);
    // A queue that lives in the database is away with it.
    const missing = database === databaseIsAway && redisUrl === undefined ? [database] : [database, queue];
    return missing.filter((sentence) => sentence !== undefined);
  };
}

async function withDeadline(probe: Promise<string | undefined>, failure: string): Promise<string | undefined> {
  const { promise, resolve } = Promise.withResolvers<string>();
  const timer = setTimeout(() => resolve(failure), PROBE_MS);
  try {
    return await Promise.race([probe.catch(() => failure), promise]);
  } finally {
    clearTimeout(timer);
  }
}

function canConnect(url: URL): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const socket = connect({ host: url.hostname, port: Number(url.port || 6379), timeout: PROBE_MS });
  socket
    .once('connect', () => resolve(true))
    .once('error', () => resolve(false))
    .once('timeout', () => resolve(false));
  return promise.finally(() => socket.destroy());
}
