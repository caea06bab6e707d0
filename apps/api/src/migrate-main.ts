import { readConfig } from './config.ts';
import { describeStartError, StartError } from './describe-start-error.ts';
import { migrateDatabase } from './migrate-database.ts';

/** Brings the database of many machines up to date, once, before the replicas of a new release start. */
try {
  const { databaseUrl, databaseOwnerUrl } = readConfig(process.env);
  const ownerUrl = databaseOwnerUrl ?? databaseUrl;
  if (ownerUrl === undefined)
    throw new StartError(
      'DATABASE_OWNER_URL is not set. Set it, or DATABASE_URL, to the Postgres that is to be migrated.',
    );
  const { applied } = await migrateDatabase({ ownerUrl });
  console.log(applied.length === 0 ? 'The database is up to date.' : `Migrated: ${applied.join(', ')}`);
} catch (error) {
  console.error(describeStartError(error));
  process.exitCode = 1;
}
