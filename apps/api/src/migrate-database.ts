import pg from 'pg';
import { assertAppRoleIsBound, becomeOwner } from './db/ensure-roles.ts';
import { APP_ROLE } from './db/roles.ts';
import { runMigrations } from './db/run-migrations.ts';
import { StartError } from './describe-start-error.ts';
import { migrateQueueSchema } from './jobs/queue-schema.ts';

/** Any fixed number: processes that start together take turns. */
const MIGRATION_LOCK = 5_020_461;

/** Brings the database up to date: our schema, the queue's, the roles' rights. Safe to run at every start, and by several at once. */
export async function migrateDatabase(options: {
  readonly ownerUrl: string;
}): Promise<{ readonly applied: readonly string[] }> {
  const client = new pg.Client({ connectionString: options.ownerUrl, application_name: 'subsecond-migrate' });
  await client.connect().catch((error: unknown) => {
    throw unreachable(options.ownerUrl, error);
  });
  try {
    await client.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await becomeOwner(client);
    const applied = await runMigrations(client);
    // /readyz of a server that does not migrate compares the ledger with its own files.
    await client.query(`GRANT SELECT ON subsecond.migrations TO ${APP_ROLE}`);
    await migrateQueueSchema(client, APP_ROLE);
    await assertAppRoleIsBound(client);
    return { applied };
  } finally {
    // Ends the session, and its lock with it.
    await client.end();
  }
}

/** Never with the URL as it is: it may hold a password. */
function unreachable(ownerUrl: string, error: unknown): StartError {
  const { host, pathname, username } = new URL(ownerUrl);
  const [first] = error instanceof AggregateError ? error.errors : [error]; // one for each address of a name
  const reason = first instanceof Error ? first.message : String(first);
  return new StartError(
    `The Postgres at ${host}${pathname} can not be used by ${username || 'the default user'}: ${reason}. Check that it runs and takes that user, or correct DATABASE_URL (DATABASE_OWNER_URL, where it is set); without both, npm start brings a Postgres of its own.`,
    { cause: error },
  );
}
