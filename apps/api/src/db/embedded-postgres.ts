import { chownSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { assertClusterVersion, createCluster } from './embedded/create-cluster.ts';
import { type Credentials, loadCredentials } from './embedded/credentials.ts';
import { EmbeddedPostgresError } from './embedded/embedded-error.ts';
import { type KeepRunningEvents, keepRunning } from './embedded/keep-running.ts';
import { claimPlace } from './embedded/launcher-claim.ts';
import {
  findPostmaster,
  type Postmaster,
  SERVER_LOG,
  SOCKET_PORT,
  startPostmaster,
  stopPostmaster,
  tellPostmasterToStop,
  waitUntilReady,
  watchPostmaster,
} from './embedded/postmaster.ts';
import { findServerBinaries } from './embedded/server-binaries.ts';
import { chooseServerPlace, makeOwnDirectory, type ServerPlace } from './embedded/server-place.ts';
import { APP_ROLE, OWNER_ROLE } from './roles.ts';

/**
 * A private Postgres for whoever has none: one server, one data directory, reached through a Unix socket alone.
 *
 * claim the place → make the cluster if there is none → adopt the server a killed launcher left behind, or start one →
 * roles and database. From then on it is kept running: one that ends by itself is started again. The release undoes it in
 * the opposite order; a process that leaves without releasing still tells the server to stop.
 */
export interface EmbeddedPostgres {
  /** As subsecond_app. */
  readonly databaseUrl: string;
  /** As subsecond_owner. */
  readonly ownerUrl: string;
  /** As postgres, for tests that make databases. */
  readonly superuserUrl: string;
  /** Where the data really is. */
  readonly home: string;
  /** What to tell the person who starts the server. */
  readonly notes: readonly string[];
  release(): Promise<void>;
}

export interface EmbeddedPostgresOptions {
  readonly dataDirectory: string;
  /** False only for data that may be lost: tests. */
  readonly durable?: boolean;
  /** Told when the server ends by itself, is back, or can not be started again; without it, it stays down. */
  readonly events?: KeepRunningEvents;
}

const DATABASE = 'subsecond';

const SETTINGS = {
  listen_addresses: '',
  unix_socket_permissions: '0700',
  max_connections: '200',
  shared_buffers: '128MB',
  // Nobody replicates from a private server.
  wal_level: 'minimal',
  max_wal_senders: '0',
  // Queries here are short; compiling them costs more than it saves.
  jit: 'off',
} as const;

const NOT_DURABLE = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' } as const;

export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const place = chooseServerPlace(options.dataDirectory);
  mkdirSync(place.home, { recursive: true, mode: 0o755 });
  const unclaim = claimPlace(place.home);
  try {
    return await startClaimed(place, options, unclaim);
  } catch (error) {
    unclaim();
    throw error;
  }
}

async function startClaimed(
  place: ServerPlace,
  { durable = true, events }: EmbeddedPostgresOptions,
  unclaim: () => void,
): Promise<EmbeddedPostgres> {
  const binaries = findServerBinaries(place.home, place.account);
  const exists = existsSync(place.cluster);
  const credentials = loadCredentials(place.home, exists);
  if (!exists) await createCluster(place, binaries, credentials.superuser);
  assertClusterVersion(place, binaries);

  const urlOf = (role: string, password: string, database: string): string =>
    `postgres://${role}:${password}@localhost:${SOCKET_PORT}/${database}?host=${encodeURIComponent(place.socketDirectory)}`;
  const superuserUrl = urlOf('postgres', credentials.superuser, 'postgres');
  const start = (): Postmaster => {
    makeSocketDirectory(place);
    return startPostmaster(place, binaries, { ...SETTINGS, ...(durable ? {} : NOT_DURABLE) });
  };
  makeSocketDirectory(place);
  const server = (await adoptPostmaster(place, superuserUrl)) ?? start();
  let running = server;
  const leave = (): void => tellPostmasterToStop(running.pid);
  process.on('exit', leave);
  try {
    const client = await waitUntilReady({ connectionString: superuserUrl }, server.failed);
    try {
      await ensureRoles(client, credentials);
    } finally {
      await client.end();
    }
  } catch (error) {
    process.off('exit', leave);
    await stopPostmaster(server.pid);
    throw error;
  }
  const kept = keepRunning(
    server,
    {
      start: () => (running = start()),
      untilReady: async ({ failed }) =>
        (await waitUntilReady({ connectionString: superuserUrl }, failed)).end().catch(() => undefined),
      logFile: join(place.home, SERVER_LOG),
    },
    events,
  );
  return {
    databaseUrl: urlOf(APP_ROLE, credentials.app, DATABASE),
    ownerUrl: urlOf(OWNER_ROLE, credentials.owner, DATABASE),
    superuserUrl,
    home: place.home,
    notes: place.notes,
    release: async () => {
      await kept.release();
      process.off('exit', leave);
      rmSync(place.socketDirectory, { recursive: true, force: true });
      unclaim();
    },
  };
}

/** Again before each start: a cleaner of /tmp may have taken it. */
function makeSocketDirectory({ socketDirectory, account }: ServerPlace): void {
  makeOwnDirectory(socketDirectory, 0o700, [account.uid, process.getuid?.() ?? 0]);
  if (account.dropped) chownSync(socketDirectory, account.uid, account.gid);
}

/** A living server of this cluster whose launcher is gone is taken over if it answers on our socket, else ended. */
async function adoptPostmaster(place: ServerPlace, url: string): Promise<Postmaster | undefined> {
  const left = findPostmaster(place);
  if (left === undefined) return undefined;
  if (
    left.socketDirectory === place.socketDirectory &&
    existsSync(join(place.socketDirectory, `.s.PGSQL.${SOCKET_PORT}`))
  ) {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
    client.on('error', () => undefined);
    const answers = await client.connect().then(
      () => true,
      () => false,
    );
    await client.end().catch(() => undefined);
    if (answers) return watchPostmaster(left.pid);
  }
  await stopPostmaster(left.pid);
  return undefined;
}

async function ensureRoles(client: pg.Client, credentials: Credentials): Promise<void> {
  for (const [role, password] of [
    [OWNER_ROLE, credentials.owner],
    [APP_ROLE, credentials.app],
  ] as const) {
    const { rowCount } = await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [role]);
    const verb = rowCount === 0 ? 'CREATE' : 'ALTER';
    // No bind parameters in DDL: both are made by us from letters, digits, - and _.
    if (!/^[\w-]+$/.test(password))
      throw new EmbeddedPostgresError(
        'credentials.json holds a password with unexpected characters. Restore the file.',
      );
    await client.query(
      `${verb} ROLE ${role} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS PASSWORD '${password}'`,
    );
  }
  const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [DATABASE]);
  if (rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE} OWNER ${OWNER_ROLE} TEMPLATE template0`);
}
