// `npm run migrate`: brings the schema of DATABASE_OWNER_URL up to date, for servers that run several processes.
// `npm start` migrates by itself.
import { readConfig } from '../apps/api/src/config.ts';
import { migrateDatabase } from '../apps/api/src/migrate-database.ts';

const { databaseOwnerUrl, databaseUrl } = readConfig(process.env);
const ownerUrl = databaseOwnerUrl ?? databaseUrl;
if (ownerUrl === undefined) {
  console.error(
    'DATABASE_OWNER_URL is not set. Set it to the database as its owner: postgres://subsecond_owner:password@db:5432/subsecond',
  );
  process.exitCode = 1;
} else {
  const { applied } = await migrateDatabase({ ownerUrl });
  console.log(applied.length === 0 ? 'The schema is up to date.' : `Applied ${applied.join(', ')}.`);
}
