import { createHash } from 'node:crypto';
import { accessSync, constants, lstatSync, mkdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { EmbeddedPostgresError } from './embedded-error.ts';
import { canReach, chooseServerAccount, type ServerAccount } from './server-account.ts';

/**
 * Where a private server lives:
 *
 *   <home>/cluster            Postgres' own data directory
 *   <home>/credentials.json   0600, passwords of its three roles
 *   <home>/launcher.json      who started it
 *   <home>/server.log
 *   /tmp/subsecond-<hash>/    its socket: a socket's path has 107 bytes at most, so it can't stand beside the data
 *
 * `home` is the directory asked for, unless root has to hand the server to an account that can't reach it (below /root):
 * then it is a directory under /var/lib or /var/tmp, named after the path that was asked for.
 */
export interface ServerPlace {
  readonly home: string;
  readonly cluster: string;
  readonly socketDirectory: string;
  readonly account: ServerAccount;
  /** What to tell the person who starts the server; usually nothing. */
  readonly notes: readonly string[];
}

const hashOf = (path: string): string => createHash('sha256').update(path).digest('hex').slice(0, 12);

function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
  } catch {
    return false;
  }
  return true;
}

const ownerOf = (path: string): number | undefined => statSync(path, { throwIfNoEntry: false })?.uid;

/** Makes a directory in a place where everybody may write; refuses one that somebody else has laid there. */
export function makeOwnDirectory(path: string, mode: number, trusted: readonly number[]): void {
  mkdirSync(path, { recursive: true, mode });
  const found = lstatSync(path);
  if (!found.isDirectory() || !trusted.includes(found.uid)) {
    throw new EmbeddedPostgresError(
      `${path} belongs to uid ${found.uid}, and is not trusted. Remove it, or set DATABASE_URL to a Postgres of your own.`,
    );
  }
}

export function chooseServerPlace(dataDirectory: string): ServerPlace {
  const asked = resolve(dataDirectory);
  const away = join(isWritable('/var/lib') ? '/var/lib' : '/var/tmp', `subsecond-${hashOf(asked)}`);
  const owner = ownerOf(join(asked, 'cluster'));
  const account = chooseServerAccount(owner);
  const reachable = canReach(join(asked, 'cluster'), account);
  const home = reachable ? asked : away;
  const accountThere = reachable ? account : chooseServerAccount(ownerOf(join(away, 'cluster')));
  const notes = reachable
    ? []
    : [`Postgres does not run as root, and ${asked} can be reached by root alone: the database is kept in ${away}.`];
  return {
    home,
    cluster: join(home, 'cluster'),
    socketDirectory: `/tmp/subsecond-${hashOf(home)}`,
    account: accountThere,
    notes,
  };
}
