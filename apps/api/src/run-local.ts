import { resolve } from 'node:path';
import { assertPortIsFree } from './assert-port-is-free.ts';
import { readConfig } from './config.ts';
import { createLogger } from './create-logger.ts';
import { describeStartError } from './describe-start-error.ts';
import { createReleaseStack, type ReleaseStack } from './release-stack.ts';
import { runUntilSignal } from './run-until-signal.ts';

/**
 * Everything in one process: Postgres (private, unless DATABASE_URL names one), migrations, worker, sweeper, API
 * and pages; then the examples. Slow things start side by side, and what is not needed first is imported while Postgres starts.
 */
const EXAMPLES = resolve(import.meta.dirname, '../../../examples');

export async function runLocal(env: Readonly<Record<string, string | undefined>>): Promise<void> {
  const releases = createReleaseStack();
  await runUntilSignal(
    releases,
    async (stopping) => {
      const config = readConfig(env);
      const log = createLogger(config.logLevel ?? 'warn');
      await assertPortIsFree(config);

      const database = openDatabaseServer(config, releases);
      const pages = import('./prepare-web.ts').then(({ prepareWeb }) => prepareWeb(releases));
      const [{ openStores, createServices, LOCAL_OWNER }, { startHttp }, { databaseUrl }, web] = await allStarted(
        import('./deps.ts'),
        import('./start-http.ts'),
        database,
        pages,
      );
      if (stopping.aborted) return;

      const stores = await openStores(config, databaseUrl, log, releases);
      const services = createServices(config, stores, databaseUrl, log, releases);
      const { url } = await startHttp(config, stores, services, web, log, releases);
      const { startWorkers } = await import('./start-workers.ts');
      startWorkers(config, stores, log, releases);
      console.log(`Subsecond is ready at ${url}`);

      const { seedExamples } = await import('./seed-examples.ts');
      const { createUnfinishedWorkRepository } = await import('./repositories/unfinished-work.repository.ts');
      const installationId = await createUnfinishedWorkRepository(stores.db).installationId();
      const seeding = seedExamples(
        {
          profiles: services.profiles,
          owner: LOCAL_OWNER,
          installationId,
          examplesDirectory: EXAMPLES,
          dataDirectory: config.dataDir,
        },
        stopping,
      );
      await seeding.catch((error: unknown) => {
        if (!stopping.aborted)
          log.error({ err: error }, 'the examples could not be uploaded; the next start tries again');
      });
    },
    describeStartError,
  );
}

async function openDatabaseServer(
  config: ReturnType<typeof readConfig>,
  stack: ReleaseStack,
): Promise<{ readonly databaseUrl: string }> {
  const [{ migrateDatabase }, urls] = await Promise.all([import('./migrate-database.ts'), findDatabase(config, stack)]);
  await migrateDatabase({ ownerUrl: urls.ownerUrl });
  return urls;
}

async function findDatabase(
  config: ReturnType<typeof readConfig>,
  stack: ReleaseStack,
): Promise<{ readonly databaseUrl: string; readonly ownerUrl: string }> {
  if (config.databaseUrl !== undefined)
    return { databaseUrl: config.databaseUrl, ownerUrl: config.databaseOwnerUrl ?? config.databaseUrl };
  const { startEmbeddedPostgres } = await import('./db/embedded-postgres.ts');
  const postgres = await startEmbeddedPostgres({ dataDirectory: resolve(config.dataDir, 'postgres') });
  stack.push('embedded Postgres', () => postgres.release());
  for (const note of postgres.notes) console.error(note);
  return { databaseUrl: postgres.databaseUrl, ownerUrl: postgres.ownerUrl };
}

/** As `Promise.all`, but a failure waits for the others: what they started must be on the stack before it is released. */
async function allStarted<T extends readonly unknown[]>(
  ...starting: { readonly [K in keyof T]: Promise<T[K]> }
): Promise<T> {
  await Promise.allSettled(starting);
  return Promise.all(starting) as Promise<unknown> as Promise<T>; // the mapped tuple is beyond what Promise.all's type infers
}
