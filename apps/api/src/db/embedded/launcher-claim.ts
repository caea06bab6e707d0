import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { EmbeddedPostgresError } from './embedded-error.ts';

/** Which process answers for a private server. A pid alone is not enough: pids come back. */
const claimSchema = z.object({ pid: z.number(), startedAt: z.string() });
type Claim = z.infer<typeof claimSchema>;

/** Field 22 of /proc/PID/stat, ticks since boot; empty where there is no such process. */
export function processStart(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    // A zombie holds nothing any more.
    return fields[0] === 'Z' ? '' : (fields[19] ?? '');
  } catch {
    return '';
  }
}

const readClaim = (file: string): Claim | undefined => {
  try {
    return claimSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return undefined;
  }
};

/** Takes the place for this process; refuses while the process that has it lives. Returns the release. */
export function claimPlace(home: string): () => void {
  const file = join(home, 'launcher.json');
  const claim: Claim = { pid: process.pid, startedAt: processStart(process.pid) };
  for (let attempt = 0; attempt < 3; attempt++) {
    try {
      writeFileSync(file, JSON.stringify(claim), { flag: 'wx', mode: 0o600 });
      return () => rmSync(file, { force: true });
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    }
    const holder = readClaim(file);
    if (holder !== undefined && processStart(holder.pid) === holder.startedAt) {
      throw new EmbeddedPostgresError(
        `The database in ${home} is in use by process ${holder.pid}. Stop that one first, give this one a data directory of its own, or point both at one DATABASE_URL.`,
      );
    }
    rmSync(file, { force: true });
  }
  throw new EmbeddedPostgresError(
    `Several processes start the database in ${home} at the same time. Start one of them.`,
  );
}
