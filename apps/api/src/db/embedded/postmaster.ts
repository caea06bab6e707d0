import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { EmbeddedPostgresError } from './embedded-error.ts';
import { processStart } from './launcher-claim.ts';
import type { ServerBinaries } from './server-binaries.ts';
import type { ServerPlace } from './server-place.ts';

/** The socket is the only way in, so the port is nothing but a part of its name. */
export const SOCKET_PORT = 5432;

const LOG_BYTES = 4 << 20;
/** Recovery after a crash may replay a lot of WAL. */
const READY_MS = 300_000;
const STOP_MS = 30_000;

/** A postmaster that a killed launcher has left behind, from `postmaster.pid`; its first and fifth lines are pid and socket directory. */
export function findPostmaster(
  place: ServerPlace,
): { readonly pid: number; readonly socketDirectory: string } | undefined {
  let lines: string[];
  try {
    lines = readFileSync(join(place.cluster, 'postmaster.pid'), 'utf8').split('\n');
  } catch {
    return undefined;
  }
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 1 || !isPostgres(pid)) return undefined;
  return { pid, socketDirectory: lines[4] ?? '' };
}

/** A pid in a stale file may long be somebody else's. */
function isPostgres(pid: number): boolean {
  if (processStart(pid) === '') return false;
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')[0]?.endsWith('postgres') ?? false;
  } catch {
    return false;
  }
}

/** Starts a server in a session of its own, so that Ctrl-C in the terminal reaches the application first. */
export function startPostmaster(
  place: ServerPlace,
  binaries: ServerBinaries,
  settings: Readonly<Record<string, string>>,
): { readonly pid: number; readonly failed: () => string | undefined } {
  const logFile = join(place.home, 'server.log');
  const log = openSync(logFile, 'a', 0o600);
  if (statSync(logFile).size > LOG_BYTES) truncateSync(logFile);
  const logStart = statSync(logFile).size;
  const argv = ['-D', place.cluster, '-k', place.socketDirectory, '-p', String(SOCKET_PORT)];
  for (const [name, value] of Object.entries(settings)) argv.push('-c', `${name}=${value}`);
  const identity = place.account.dropped ? { uid: place.account.uid, gid: place.account.gid } : {};
  const child = spawn(binaries.postgres, argv, {
    ...identity,
    cwd: '/',
    env: { PATH: process.env['PATH'] ?? '', LC_ALL: 'C' },
    stdio: ['ignore', log, log],
    detached: true,
  });
  closeSync(log);
  let failure: string | undefined;
  child.once('error', (error) => (failure = `${error.message}.`));
  child.once('exit', (code, signal) => (failure = `it ended with ${signal ?? `code ${code}`}.`));
  child.unref();
  return {
    pid: child.pid ?? -1,
    failed: () =>
      failure === undefined ? undefined : `${failure}\n${readFileSync(logFile, 'utf8').slice(logStart).trim()}`,
  };
}

/** Tries until the server lets somebody in. */
export async function waitUntilReady(
  clientConfig: pg.ClientConfig,
  failed: () => string | undefined,
): Promise<pg.Client> {
  const deadline = Date.now() + READY_MS;
  for (;;) {
    const client = new pg.Client(clientConfig);
    client.on('error', () => undefined); // a refused client reports twice
    try {
      await client.connect();
      return client;
    } catch (error) {
      const failure = failed();
      if (failure !== undefined) throw new EmbeddedPostgresError(`The embedded Postgres did not start: ${failure}`);
      if (error instanceof Error && 'code' in error && error.code === '28P01') throw error; // wrong password: waiting does not help
      if (Date.now() > deadline)
        throw new EmbeddedPostgresError(
          `The embedded Postgres was not ready after ${READY_MS / 1000} s. Its log is beside its data.`,
          { cause: error },
        );
    }
    await sleep(15);
  }
}

/** SIGINT ends sessions and shuts down in order; SIGTERM would wait for clients for ever. */
export async function stopPostmaster(pid: number): Promise<void> {
  for (const signal of ['SIGINT', 'SIGQUIT'] as const) {
    if (processStart(pid) === '') return;
    process.kill(pid, signal);
    const deadline = Date.now() + STOP_MS;
    while (Date.now() < deadline) {
      if (processStart(pid) === '') return;
      await sleep(10);
    }
  }
  throw new EmbeddedPostgresError(`The embedded Postgres, process ${pid}, does not stop.`);
}
