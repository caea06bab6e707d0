import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type pg from 'pg';

/** `migrations/0001-what-it-does.sql`: numbered without a gap, run once each and in order, never edited afterwards. */
interface Migration {
  readonly version: number;
  readonly name: string;
  readonly sql: string;
  readonly sha256: string;
}

export class MigrationError extends Error {
  constructor(message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'MigrationError';
  }
}

const MIGRATIONS_DIRECTORY = join(import.meta.dirname, '../../migrations');

export function readMigrations(directory = MIGRATIONS_DIRECTORY): Migration[] {
  const names = readdirSync(directory)
    .filter((name) => name.endsWith('.sql'))
    .sort();
  return names.map((name, index) => {
    const version = Number.parseInt(name, 10);
    if (version !== index + 1)
      throw new MigrationError(`migrations/${name} should be number ${index + 1}: numbers have no gap and no double.`);
    const sql = readFileSync(join(directory, name), 'utf8');
    return { version, name, sql, sha256: createHash('sha256').update(sql).digest('hex') };
  });
}

/** Brings schema `subsecond` up to date, one transaction a migration; the caller holds the lock. Returns what was run. */
export async function runMigrations(
  client: pg.ClientBase,
  migrations: readonly Migration[] = readMigrations(),
): Promise<string[]> {
  await client.query('CREATE SCHEMA IF NOT EXISTS subsecond');
  await client.query('SET search_path = subsecond');
  await client.query(
    'CREATE TABLE IF NOT EXISTS migrations (version integer PRIMARY KEY, name text NOT NULL, sha256 text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())',
  );
  const { rows: applied } = await client.query<{ version: number; name: string; sha256: string }>(
    'SELECT version, name, sha256 FROM migrations ORDER BY version',
  );
  for (const row of applied) {
    const known = migrations.find((migration) => migration.version === row.version);
    if (known === undefined) {
      throw new MigrationError(
        `The database has migration ${row.name}, which this release does not know: it is older than the database. Start the newer release, or restore a backup.`,
      );
    }
    if (known.sha256 !== row.sha256)
      throw new MigrationError(
        `migrations/${known.name} has changed since it was run. Put it back, and write the change as a new migration.`,
      );
  }
  const pending = migrations.filter((migration) => !applied.some((row) => row.version === migration.version));
  for (const migration of pending) await runOne(client, migration);
  return pending.map((migration) => migration.name);
}

async function runOne(client: pg.ClientBase, migration: Migration): Promise<void> {
  await client.query('BEGIN');
  try {
    await client.query(migration.sql);
    await client.query('INSERT INTO migrations (version, name, sha256) VALUES ($1, $2, $3)', [
      migration.version,
      migration.name,
      migration.sha256,
    ]);
    await client.query('COMMIT');
  } catch (cause) {
    await client.query('ROLLBACK');
    throw new MigrationError(`migrations/${migration.name} failed: ${(cause as Error).message}`, { cause });
  }
}
