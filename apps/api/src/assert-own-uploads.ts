import type { Config } from './config.ts';
import type { Stores } from './deps.ts';
import { StartError } from './describe-start-error.ts';
import { createUnfinishedWorkRepository } from './repositories/unfinished-work.repository.ts';

/**
 * The uploads know the database that they belong to. With another one the lists would be empty and nobody would say why: the data
 * directory was moved away from its embedded Postgres, or DATABASE_URL was changed.
 */
export async function assertOwnUploads(
  { dataDir, databaseUrl }: Pick<Config, 'dataDir' | 'databaseUrl'>,
  { db, blobs }: Pick<Stores, 'db' | 'blobs'>,
): Promise<void> {
  const installationId = await createUnfinishedWorkRepository(db).installationId();
  if (await blobs.belongsTo(installationId)) {
    // The embedded Postgres serves one process, which is this one: what was being written, nobody goes on writing.
    if (databaseUrl === undefined) await blobs.removeAbandonedUploads(new Date());
    return;
  }
  throw new StartError(
    `The uploads in ${dataDir}/uploads belong to another database than the one that was found. ${databaseUrl === undefined ? 'If the directory was moved or renamed, move it back to where it was' : 'Set DATABASE_URL to the database they were uploaded with'}; to begin anew, give another SUBSECOND_DATA_DIR.`,
  );
}
