import { resolve } from 'node:path';
import { assertOwnUploads } from './assert-own-uploads.ts';
import { assertPortIsFree } from './assert-port-is-free.ts';
import { type Config, readConfig } from './config.ts';
import { createLogger } from './create-logger.ts';
import type { Services, Stores } from './deps.ts';
import { describeStartError } from './describe-start-error.ts';
import { prepareDataDirectory } from './prepare-data-directory.ts';
import { createReleaseStack, type ReleaseStack } from './release-stack.ts';
import { runUntilSignal } from './run-until-signal.ts';
import type { Principal } from './services/ports.ts';

/**
 * Everything in one process: Postgres (private, unless DATABASE_URL names one), migrations, worker, sweeper, API
 * and pages; then the examples. Slow things start side by side, and what is not needed first is imported while Postgres starts.
 */
/** Writing all of its memory to a slow disk takes it a while. */
const STOP_POSTGRES_MS = 70_000;
const EXAMPLES = resolve(import.meta.dirname, '../../../examples');

export async function runLocal(env: Readonly<Record<string, string | undefined>>): Promise<void> {
  const releases = createReleaseStack();
  await runUntilSignal(
    releases,
    async ({ stopping, fail }) => {
      const config = prepareDataDirectory(readConfig(env));
      const log = createLogger(config.logLevel ?? 'warn');
      await assertPortIsFree(config);
      if (config.redisUrl !== undefined)
        await (await import('./assert-redis-answers.ts')).assertRedisAnswers(config.redisUrl);

      const database = openDatabaseServer(config, { log, releases, fail });
      const pages = import('./prepare-web.ts').then(({ prepareWeb }) => prepareWeb(releases));
      const [deps, http] = [import('./deps.ts'), import('./start-http.ts')];
      // A failure waits for the others: what they started must be on the stack before it is released.
      await Promise.allSettled([deps, http, database, pages]);
      const [{ openStores, createServices, LOCAL_OWNER }, { startHttp }, { databaseUrl }, web] = await Promise.all([
        deps,
        http,
        database,
        pages,
      ]);
      if (stopping.aborted) return;

      const stores = await openStores(config, databaseUrl, log, releases);
      await assertOwnUploads(config, stores);
      const services = createServices(config, stores, databaseUrl, log, releases);
      const { url } = await startHttp(config, stores, services, web, log, releases);
      const { startWorkers } = await import('./start-workers.ts');
      startWorkers(config, stores, log, releases);
      console.log(`Subsecond is ready at ${url}`);

      // The server serves: what goes wrong from here on, the next start makes good.
      await seed(config, stores, services, LOCAL_OWNER, stopping).catch((error: unknown) => {
        if (!stopping.aborted)
          log.error({ err: error }, 'the examples could not be uploaded; the next start tries again');
      });
    },
    describeStartError,
  );
}

async function seed(
  { dataDir }: Pick<Config, 'dataDir'>,
  { db, teams }: Pick<Stores, 'db' | 'teams'>,
  { profiles }: Pick<Services, 'profiles'>,
  owner: Principal,
  stopping: AbortSignal,
): Promise<void> {
  const { seedExamples } = await import('./seed-examples.ts');
  const { createUnfinishedWorkRepository } = await import('./repositories/unfinished-work.repository.ts');
  const installationId = await createUnfinishedWorkRepository(db).installationId();
  await seedExamples(
    { profiles, teams, owner, installationId, examplesDirectory: EXAMPLES, dataDirectory: dataDir },
    stopping,
  );
}

interface Surroundings {
  readonly log: ReturnType<typeof createLogger>;
  readonly releases: ReleaseStack;
  readonly fail: (error: unknown) => void;
}

async function openDatabaseServer(config: Config, around: Surroundings): Promise<{ readonly databaseUrl: string }> {
  const [{ migrateDatabase }, urls] = await Promise.all([
    import('./migrate-database.ts'),
    findDatabase(config, around),
  ]);
  await migrateDatabase({ ownerUrl: urls.ownerUrl });
  return urls;
}

async function findDatabase(
  config: Config,
  { log, releases, fail }: Surroundings,
): Promise<{ readonly databaseUrl: string; readonly ownerUrl: string }> {
  if (config.databaseUrl !== undefined)
    return { databaseUrl: config.databaseUrl, ownerUrl: config.databaseOwnerUrl ?? config.databaseUrl };
  const { startEmbeddedPostgres } = await import('./db/embedded-postgres.ts');
  const postgres = await startEmbeddedPostgres({
    dataDirectory: resolve(config.dataDir, 'postgres'),
    events: {
      onLost: (reason) => log.error(`the embedded Postgres is gone (${reason}) and is started again`),
      onRestarted: (milliseconds) => log.warn({ milliseconds }, 'the embedded Postgres is back'),
      onGivenUp: fail,
    },
  });
  releases.push('embedded Postgres', () => postgres.release(), STOP_POSTGRES_MS);
  for (const note of postgres.notes) console.error(note);
  return { databaseUrl: postgres.databaseUrl, ownerUrl: postgres.ownerUrl };
}
