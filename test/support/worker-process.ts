import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export interface WorkerProcess {
  /** Everything it has printed. */
  readonly output: () => string;
  readonly signal: (name: NodeJS.Signals) => void;
  /** Its exit code, or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals>;
}

/** The shipped worker, as a process of its own. */
export function startWorkerProcess(env: {
  readonly databaseUrl: string;
  readonly redisUrl: string | undefined;
  readonly dataDirectory: string;
}): WorkerProcess {
  const child: ChildProcess = spawn(
    process.execPath,
    [fileURLToPath(import.meta.resolve('@subsecond/api/worker-main.ts'))],
    {
      env: {
        PATH: process.env['PATH'] ?? '',
        DATABASE_URL: env.databaseUrl,
        SUBSECOND_DATA_DIR: env.dataDirectory,
        ...(env.redisUrl === undefined ? {} : { REDIS_URL: env.redisUrl }),
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let output = '';
  child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const { promise: ended, resolve } = Promise.withResolvers<number | NodeJS.Signals>();
  child.once('close', (code, signal) => resolve(code ?? signal ?? -1));
  return { output: () => output, signal: (name) => void child.kill(name), ended };
}
