import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** The shipped entry points, in processes of their own, as `npm start` runs them; only their environment is the test's. */
const root = join(import.meta.dirname, '../..');
const distDir = process.env['NEXT_DIST_DIR'] ?? '.next';
export const pagesAreBuilt = existsSync(join(root, 'apps/web', distDir, 'BUILD_ID'));

export interface ShippedServer {
  readonly child: ChildProcess;
  readonly output: { stdout: string; stderr: string };
  readonly exited: Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>;
  /** The address it printed; throws what it said where it ended instead. */
  ready(): Promise<string>;
}

export interface ShippedPlace {
  readonly dataDir: string;
  start(env?: Readonly<Record<string, string>>, main?: string): ShippedServer;
  /** Of the private Postgres; undefined where none runs. */
  postmasterPid(): number | undefined;
  /** Kills what still runs, waits for its Postgres, and removes the directory. */
  release(): Promise<void>;
}

export function makeShippedPlace(): ShippedPlace {
  const dataDir = mkdtempSync(join(tmpdir(), 'subsecond-shipped-'));
  chmodSync(dataDir, 0o755); // as root, another account has to reach the data
  const running = new Set<ChildProcess>();
  const postmasterPid = (): number | undefined => {
    const file = join(dataDir, 'postgres/cluster/postmaster.pid');
    return existsSync(file) ? Number(readFileSync(file, 'utf8').split('\n', 1)[0]) : undefined;
  };
  return {
    dataDir,
    postmasterPid,
    start: (env = {}, main = 'local-main.ts') => {
      const server = startMain(join(root, 'apps/api/src', main), { SUBSECOND_DATA_DIR: dataDir, ...env });
      running.add(server.child);
      server.child.once('exit', () => running.delete(server.child));
      return server;
    },
    release: async () => {
      for (const child of running) child.kill('SIGKILL');
      const postmaster = postmasterPid();
      if (postmaster !== undefined && isAlive(postmaster)) process.kill(postmaster, 'SIGINT');
      const deadline = Date.now() + 20_000;
      while (postmaster !== undefined && isAlive(postmaster)) {
        if (Date.now() > deadline) throw new Error(`the Postgres ${postmaster} does not stop`);
        await sleep(20);
      }
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

function startMain(file: string, env: Readonly<Record<string, string>>): ShippedServer {
  const child = spawn(process.execPath, [file], {
    cwd: root,
    env: {
      PATH: process.env['PATH'] ?? '',
      PORT: '0',
      NEXT_TELEMETRY_DISABLED: '1',
      NEXT_DIST_DIR: distDir,
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = { stdout: '', stderr: '' };
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (output.stdout += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (output.stderr += text));
  const { promise: exited, resolve } = Promise.withResolvers<Awaited<ShippedServer['exited']>>();
  child.once('exit', (code, signal) => resolve({ code, signal }));
  return {
    child,
    output,
    exited,
    ready: async () => {
      const deadline = Date.now() + 60_000;
      while (!output.stdout.includes('\n') && child.exitCode === null && Date.now() < deadline) await sleep(20);
      const url = /http:\/\/\S+/.exec(output.stdout)?.[0];
      if (url === undefined) throw new Error(`no address, but exit ${child.exitCode}: ${output.stderr}`);
      return url;
    },
  };
}

export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ESRCH') return false;
    throw error;
  }
}
