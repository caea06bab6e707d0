import { mkdirSync, realpathSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Config } from './config.ts';
import { StartError } from './describe-start-error.ts';

/**
 * Makes the data directory and the uploads' in it, and answers the settings with its real path: whichever way it was named, it is
 * one directory, and what is named after its path (the embedded Postgres of root, its socket) is found again.
 *
 * Step by step: where the file system takes no new directory (/proc), Node's own recursive mkdir never ends.
 */
export function prepareDataDirectory<T extends Pick<Config, 'dataDir'>>(config: T): T {
  const asked = resolve(config.dataDir);
  try {
    makeMissing(asked);
    const dataDir = realpathSync(asked);
    makeMissing(join(dataDir, 'uploads'), 0o700);
    return { ...config, dataDir };
  } catch (error) {
    throw new StartError(
      `SUBSECOND_DATA_DIR is "${config.dataDir}", and ${reasonOf(error, asked)}. Give a directory that this user may write to, such as SUBSECOND_DATA_DIR=$HOME/subsecond-data.`,
    );
  }
}

class NotADirectory extends Error {}

function makeMissing(path: string, mode = 0o755): void {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found?.isDirectory()) return;
  if (found !== undefined) throw new NotADirectory(path);
  makeMissing(dirname(path));
  mkdirSync(path, { mode });
}

function reasonOf(error: unknown, asked: string): string {
  if (error instanceof NotADirectory) return `${error.message === asked ? 'that' : error.message} is no directory`;
  const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
  switch (code) {
    case 'EACCES':
    case 'EPERM':
      return 'this user may not make it or write there';
    case 'EROFS':
      return 'its disk can only be read';
    case 'ENOSPC':
      return 'its disk is full';
    default:
      return `nothing can be made there (${code})`;
  }
}
