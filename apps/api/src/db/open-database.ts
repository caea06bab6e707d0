import { Kysely, PostgresDialect } from 'kysely';
import type { Database } from './database-types.ts';
import { openPool } from './open-pool.ts';

export interface OpenDatabaseOptions {
  readonly databaseUrl: string;
  readonly maxConnections?: number;
  readonly applicationName?: string;
  readonly onIdleError?: (error: Error) => void;
}

/** Kysely on a pool of its own, serving as subsecond_app. Release it with `release`. */
export function openDatabase(options: OpenDatabaseOptions): { readonly db: Kysely<Database>; release(): Promise<void> } {
  const pool = openPool({
    connectionString: options.databaseUrl,
    max: options.maxConnections ?? 10,
    applicationName: options.applicationName ?? 'subsecond',
    searchPath: 'subsecond',
    onIdleError: options.onIdleError ?? (() => undefined),
  });
  const db = new Kysely<Database>({ dialect: new PostgresDialect({ pool }) });
  return { db, release: () => db.destroy() };
}
