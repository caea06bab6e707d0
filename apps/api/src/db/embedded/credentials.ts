import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { EmbeddedPostgresError } from './embedded-error.ts';

const credentials = z.object({ superuser: z.string(), owner: z.string(), app: z.string() });
/** Passwords of the three roles of a private server. */
export type Credentials = z.infer<typeof credentials>;

const newPassword = (): string => randomBytes(24).toString('base64url');

/** Reads the passwords beside the data, or makes them. They are on disk before initdb is given the first. */
export function loadCredentials(home: string, clusterExists: boolean): Credentials {
  const file = join(home, 'credentials.json');
  if (existsSync(file)) {
    const read = credentials.safeParse(JSON.parse(readFileSync(file, 'utf8')));
    if (read.success) return read.data;
  }
  if (clusterExists) {
    throw new EmbeddedPostgresError(
      `${file} is missing or damaged, so the database beside it can't be opened. Put it back from a backup.`,
    );
  }
  const made: Credentials = { superuser: newPassword(), owner: newPassword(), app: newPassword() };
  const unfinished = `${file}.${process.pid}`;
  const descriptor = openSync(unfinished, 'w', 0o600);
  writeSync(descriptor, JSON.stringify(made));
  fsyncSync(descriptor);
  closeSync(descriptor);
  renameSync(unfinished, file);
  return made;
}
