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

export const SERVER_LOG = 'server.log';
const LOG_BYTES = 4 << 20;
/** Shown of the log when a server does not start. */
const LOG_LINES = 30;
/** Recovery after a crash may replay a lot of WAL. */
const READY_MS = 300_000;
const STOP_MS = 30_000;

const WATCH_MS = 250;

export interface Postmaster {
  readonly pid: number;
  /** Why it ended, with what it logged; undefined while it runs. */
  readonly failed: () => string | undefined;
  /** Resolves when it has ended, however that came about. */
  readonly ended: Promise<void>;
}

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
): Postmaster {
  const logFile = join(place.home, SERVER_LOG);
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
  const { promise: ended, resolve } = Promise.withResolvers<void>();
  const end = (reason: string): void => {
    failure = reason;
    resolve();
  };
  child.once('error', (error) => end(`${error.message}.`));
  child.once('exit', (code, signal) => end(`it ended with ${signal ?? `code ${code}`}.`));
  child.unref();
  return {
    pid: child.pid ?? -1,
    failed: () =>
      failure === undefined
        ? undefined
        : `${failure}\n${lastLines(readFileSync(logFile).subarray(logStart).toString())}`,
    ended,
  };
}

/** The end of a log says why; the rest stays in the file. */
const lastLines = (text: string): string => text.trim().split('\n').slice(-LOG_LINES).join('\n');

/** One that somebody else started is no child of ours: nobody tells when it ends. */
export function watchPostmaster(pid: number): Postmaster {
  const { promise: ended, resolve } = Promise.withResolvers<void>();
  const startedAt = processStart(pid);
  let failure: string | undefined;
  const timer = setInterval(() => {
    if (processStart(pid) === startedAt) return;
    clearInterval(timer);
    failure = 'it ended.';
    resolve();
  }, WATCH_MS).unref();
  return { pid, failed: () => failure, ended };
}

/** For a process that is about to leave without waiting: the server shuts down by itself, in order. */
export function tellPostmasterToStop(pid: number): void {
  if (processStart(pid) !== '') process.kill(pid, 'SIGINT');
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
