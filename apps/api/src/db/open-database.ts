import { Kysely, type LogEvent, PostgresDialect } from 'kysely';
import type pg from 'pg';
import type { Database } from './database-types.ts';
import { openPool } from './open-pool.ts';

export interface OpenDatabaseOptions {
  readonly databaseUrl: string;
  readonly maxConnections?: number;
  readonly applicationName?: string;
  readonly onIdleError?: (error: Error) => void;
  /** Told every statement that was run; tests review them. */
  readonly onStatement?: (sql: string) => void;
}

/** Kysely on a pool of its own, serving as subsecond_app. Release it with `release`. */
export function openDatabase(options: OpenDatabaseOptions): {
  readonly db: Kysely<Database>;
  readonly pool: pg.Pool;
  release(): Promise<void>;
} {
  const pool = openPool({
    connectionString: options.databaseUrl,
    max: options.maxConnections ?? 10,
    applicationName: options.applicationName ?? 'subsecond',
    searchPath: 'subsecond',
    onIdleError: options.onIdleError ?? (() => undefined),
  });
  const { onStatement } = options;
  const db = new Kysely<Database>({
    dialect: new PostgresDialect({ pool }),
    ...(onStatement === undefined ? {} : { log: (event: LogEvent) => onStatement(event.query.sql) }),
  });
  return { db, pool, release: () => db.destroy() };
}
