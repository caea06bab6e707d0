import { readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { EmbeddedPostgresError } from './embedded-error.ts';

/** Postgres refuses to run as root, so the account of the server may differ from ours. */
export interface ServerAccount {
  readonly uid: number;
  readonly gid: number;
  /** True where we are root and hand the server to somebody else. */
  readonly dropped: boolean;
}

interface PasswdEntry {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

const readPasswd = (): PasswdEntry[] =>
  readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
    .filter((fields) => fields.length >= 4)
    .map((fields) => ({ name: fields[0] ?? '', uid: Number(fields[2]), gid: Number(fields[3]) }));

/** As root: the owner of an existing cluster, else `nobody`. Otherwise: ourselves, who must have a name (initdb and libpq ask for it). */
export function chooseServerAccount(clusterOwner: number | undefined): ServerAccount {
  const ownUid = process.getuid?.() ?? 0;
  const ownGid = process.getgid?.() ?? 0;
  const passwd = readPasswd();
  if (ownUid !== 0) {
    if (!passwd.some((entry) => entry.uid === ownUid)) {
      throw new EmbeddedPostgresError(
        `The embedded Postgres needs a named user, but uid ${ownUid} has no entry in /etc/passwd. Add one, run as another user, or set DATABASE_URL to a Postgres of your own.`,
      );
    }
    if (clusterOwner !== undefined && clusterOwner !== ownUid) {
      throw new EmbeddedPostgresError(
        `The database files belong to uid ${clusterOwner}, and this process runs as uid ${ownUid}. Run as that user, or change the owner of the data directory.`,
      );
    }
    return { uid: ownUid, gid: ownGid, dropped: false };
  }
  const owner =
    clusterOwner === undefined || clusterOwner === 0 ? undefined : passwd.find((entry) => entry.uid === clusterOwner);
  const account = owner ?? passwd.find((entry) => entry.name === 'nobody');
  if (account === undefined) {
    throw new EmbeddedPostgresError(
      'Postgres refuses to run as root, and /etc/passwd has no user "nobody" to hand it to. Run as an ordinary user, or set DATABASE_URL.',
    );
  }
  return { uid: account.uid, gid: account.gid, dropped: true };
}

const SEARCH = 1;
const READ = 4;

function allows(path: string, account: ServerAccount, wanted: number): boolean {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) return false;
  const shift = found.uid === account.uid ? 6 : found.gid === account.gid ? 3 : 0;
  return ((found.mode >> shift) & wanted) === wanted;
}

/** Whether the account may walk down to `path` itself: every directory above it grants search. `path` need not exist. */
export function canReach(path: string, account: ServerAccount): boolean {
  if (!account.dropped) return true;
  for (let directory = dirname(path); ; directory = dirname(directory)) {
    const exists = statSync(directory, { throwIfNoEntry: false }) !== undefined;
    if (exists && !allows(directory, account, SEARCH)) return false;
    if (directory === dirname(directory)) return true;
  }
}

export const canExecute = (path: string, account: ServerAccount): boolean =>
  !account.dropped || (canReach(path, account) && allows(path, account, READ | SEARCH));
