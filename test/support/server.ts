import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '@subsecond/api/config.ts';
import { createLogger } from '@subsecond/api/create-logger.ts';
import { createServices, openStores, type Services, type Stores } from '@subsecond/api/deps.ts';
import { prepareWeb } from '@subsecond/api/prepare-web.ts';
import { createReleaseStack, type ReleaseStack } from '@subsecond/api/release-stack.ts';
import { startHttp } from '@subsecond/api/start-http.ts';
import { startWorkers } from '@subsecond/api/start-workers.ts';
import { createTestDatabase, type TestDatabase } from './postgres.ts';

/**
 * The real server for tests: a fresh database, a data directory of its own, a free port; nothing in it is a fake. The release
 * stops everything it started, and says so where something would not stop.
 */
export interface TestServer {
  /** Such as http://localhost:41234, without a slash at the end. */
  readonly url: string;
  readonly dataDir: string;
  readonly stores: Stores;
  readonly services: Services;
  release(): Promise<void>;
}

export interface TestServerOptions {
  /** With the pages, which must be built: `npm run build`. */
  readonly web?: boolean;
  /** Of the test's own, which it may stop and start; without it, a fresh one. */
  readonly database?: Pick<TestDatabase, 'databaseUrl' | 'ownerUrl'>;
  /** False leaves uploads queued. */
  readonly worker?: boolean;
  readonly env?: Readonly<Record<string, string>>;
}

export async function startTestServer(options: TestServerOptions = {}): Promise<TestServer> {
  const releases = createReleaseStack();
  const releaseAll = async () => {
    const failures = await releases.releaseAll();
    if (failures.length > 0) throw new AggregateError(failures, 'the test server did not stop cleanly');
  };
  try {
    const dataDir = mkdtempSync(join(tmpdir(), 'subsecond-server-'));
    releases.push('data directory', () => rmSync(dataDir, { recursive: true, force: true }));
    const database = options.database ?? (await freshDatabase(releases));
    const config = readConfig({
      PORT: '0',
      SUBSECOND_DATA_DIR: dataDir,
      DATABASE_URL: database.databaseUrl,
      DATABASE_OWNER_URL: database.ownerUrl,
      SUBSECOND_LOG_LEVEL: 'error',
      ...options.env,
    });
    const log = createLogger(config.logLevel ?? 'error');
    const stores = await openStores(config, database.databaseUrl, log, releases);
    const services = createServices(config, stores, database.databaseUrl, log, releases);
    const web = options.web === true ? await prepareWeb(releases) : undefined;
    const { port } = await startHttp(config, stores, services, web, log, releases);
    if (options.worker !== false) startWorkers(config, stores, log, releases, 1);
    return { url: `http://localhost:${port}`, dataDir, stores, services, release: releaseAll };
  } catch (error) {
    await releases.releaseAll();
    throw error;
  }
}

async function freshDatabase(releases: ReleaseStack): Promise<TestDatabase> {
  const database = await createTestDatabase();
  releases.push('database', () => database.release());
  return database;
}
