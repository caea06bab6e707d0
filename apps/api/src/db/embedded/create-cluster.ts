import { spawn } from 'node:child_process';
import {
  chownSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { EmbeddedPostgresError } from './embedded-error.ts';
import type { ServerBinaries } from './server-binaries.ts';
import type { ServerPlace } from './server-place.ts';

/** initdb works in a directory of its own that takes its name last, so that one cut short leaves nothing that looks like a database. */
export async function createCluster(
  place: ServerPlace,
  binaries: ServerBinaries,
  superuserPassword: string,
): Promise<void> {
  for (const name of readdirSync(place.home)) {
    if (name.startsWith('cluster.new')) rmSync(join(place.home, name), { recursive: true, force: true });
  }
  const unfinished = join(place.home, 'cluster.new');
  const passwordFile = join(place.home, 'cluster.new-password');
  mkdirSync(unfinished, { mode: 0o700 });
  writeFileSync(passwordFile, superuserPassword, { mode: 0o600 });
  if (place.account.dropped) {
    chownSync(unfinished, place.account.uid, place.account.gid);
    chownSync(passwordFile, place.account.uid, place.account.gid);
  }
  await runInitdb(place, binaries, [
    '-D',
    unfinished,
    '-U',
    'postgres',
    '-E',
    'UTF8',
    '--locale=C',
    '--auth=scram-sha-256',
    `--pwfile=${passwordFile}`,
    '--no-instructions',
  ]);
  rmSync(passwordFile);
  renameSync(unfinished, place.cluster);
  const home = openSync(place.home, 'r');
  fsyncSync(home);
  closeSync(home);
}

async function runInitdb(place: ServerPlace, binaries: ServerBinaries, argv: readonly string[]): Promise<void> {
  const identity = place.account.dropped ? { uid: place.account.uid, gid: place.account.gid } : {};
  const child = spawn(binaries.initdb, argv, {
    ...identity,
    cwd: '/',
    env: { PATH: process.env['PATH'] ?? '', LC_ALL: 'C' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const outcome = await new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code, signal) => resolve(code === 0 ? '' : `it ended with ${signal ?? `code ${code}`}`));
  });
  if (outcome !== '') {
    throw new EmbeddedPostgresError(
      `initdb could not make a database in ${place.home}: ${outcome}.\n${output.trim()}\nCheck that the disk has room, or set DATABASE_URL to a Postgres of your own.`,
    );
  }
}

/** Refuses data written by another major version: its files can't be read, and no pg_upgrade comes with the binaries. */
export function assertClusterVersion(place: ServerPlace, binaries: ServerBinaries): void {
  const file = join(place.cluster, 'PG_VERSION');
  const found = existsSync(file) ? readFileSync(file, 'utf8').trim() : 'none';
  if (found !== String(binaries.major)) {
    throw new EmbeddedPostgresError(
      `${place.cluster} was written by Postgres ${found}, and this is Postgres ${binaries.major}. Start the release that wrote it, or move ${place.home} aside to begin anew.`,
    );
  }
}
