import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { threadId } from 'node:worker_threads';
import { startEmbeddedPostgres } from '@subsecond/api/db/embedded-postgres.ts';
import { runStatement } from '@subsecond/api/db/run-statement.ts';
import { migrateDatabase } from '@subsecond/api/migrate-database.ts';

/**
 * A real Postgres for tests: `TEST_DATABASE_URL` (an administrator's) where it is set, a container where Docker runs, else the
 * embedded server in a folder of its own. The first database of a test file starts it, the release of the last one ends it.
 */
export interface TestDatabase {
  /** As subsecond_app, or as an administrator who becomes it. */
  readonly databaseUrl: string;
  readonly ownerUrl: string;
  release(): Promise<void>;
}

interface TestServer {
  readonly kind: string;
  readonly adminUrl: string;
  /** The URL of a database in it, for each role. */
  urlsOf(database: string): { readonly databaseUrl: string; readonly ownerUrl: string };
  release(): Promise<void>;
}

/** Each process its own: several may use one server. */
const TEMPLATE = `subsecond_template_${process.pid}_${threadId}`;

let server: Promise<TestServer> | undefined;
let users = 0;

/** A migrated database that nobody else uses, cloned from a template in a few dozen milliseconds. */
export async function createTestDatabase(): Promise<TestDatabase> {
  users++;
  server ??= startServer();
  const running = await server;
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await createDatabase(running, name, `TEMPLATE ${TEMPLATE}`);
  return {
    ...running.urlsOf(name),
    release: async () => {
      await asAdmin(running, `DROP DATABASE ${name} WITH (FORCE)`);
      users--;
      if (users > 0) return;
      server = undefined;
      await asAdmin(running, `DROP DATABASE ${TEMPLATE} WITH (FORCE)`);
      await running.release();
    },
  };
}

async function startServer(): Promise<TestServer> {
  const running = await chooseServer();
  console.log(`Postgres for these tests: ${running.kind}`);
  await asAdmin(running, `DROP DATABASE IF EXISTS ${TEMPLATE}`);
  await asAdmin(running, `CREATE DATABASE ${TEMPLATE}`);
  const { ownerUrl } = running.urlsOf(TEMPLATE);
  if (ownerUrl !== withDatabase(running.adminUrl, TEMPLATE))
    await asAdmin(running, `ALTER DATABASE ${TEMPLATE} OWNER TO subsecond_owner`);
  await migrateDatabase({ ownerUrl });
  return running;
}

/** Where the owner has a URL of its own, it owns the database, as in production; an administrator's URL sees to its rights itself. */
async function createDatabase(running: TestServer, name: string, template: string): Promise<void> {
  const ownerHasUrl = running.urlsOf(name).ownerUrl !== withDatabase(running.adminUrl, name);
  await asAdmin(running, `CREATE DATABASE ${name} ${ownerHasUrl ? 'OWNER subsecond_owner' : ''} ${template}`);
}

function chooseServer(): Promise<TestServer> {
  const given = process.env['TEST_DATABASE_URL'];
  if (given)
    return Promise.resolve({
      kind: 'the one of TEST_DATABASE_URL',
      ...sharedUrls(given),
      release: async () => undefined,
    });
  return dockerRuns() ? startContainer() : startEmbedded();
}

const withDatabase = (url: string, database: string): string =>
  Object.assign(new URL(url), { pathname: `/${database}` }).href;

/** One URL for everything: whoever it names becomes the owner or the serving role. */
const sharedUrls = (adminUrl: string) => ({
  adminUrl,
  urlsOf: (database: string) => ({
    databaseUrl: withDatabase(adminUrl, database),
    ownerUrl: withDatabase(adminUrl, database),
  }),
});

const dockerRuns = (): boolean => spawnSync('docker', ['info'], { timeout: 5_000, stdio: 'ignore' }).status === 0;

async function startContainer(): Promise<TestServer> {
  const { GenericContainer, Wait } = await import('testcontainers');
  const container = await new GenericContainer('postgres:18-alpine')
    .withEnvironment({ POSTGRES_PASSWORD: 'test' })
    .withExposedPorts(5432)
    .withWaitStrategy(Wait.forLogMessage(/ready to accept connections/, 2))
    .start();
  const adminUrl = `postgres://postgres:test@${container.getHost()}:${container.getMappedPort(5432)}/postgres`;
  return { kind: 'a container', ...sharedUrls(adminUrl), release: async () => void (await container.stop()) };
}

async function startEmbedded(): Promise<TestServer> {
  const directory = mkdtempSync(join(tmpdir(), 'subsecond-test-'));
  chmodSync(directory, 0o711); // as root, another account has to reach the data
  const embedded = await startEmbeddedPostgres({ dataDirectory: directory, durable: false });
  return {
    kind: 'embedded',
    adminUrl: embedded.superuserUrl,
    urlsOf: (database) => ({
      databaseUrl: withDatabase(embedded.databaseUrl, database),
      ownerUrl: withDatabase(embedded.ownerUrl, database),
    }),
    release: async () => {
      await embedded.release();
      rmSync(directory, { recursive: true, force: true });
      rmSync(embedded.home, { recursive: true, force: true });
    },
  };
}

const asAdmin = ({ adminUrl }: TestServer, statement: string): Promise<unknown> => runStatement(adminUrl, statement);
