import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exampleProfile, exampleTables } from '../../../../test/support/parsed-tables.ts';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/postgres.ts';
import { migrateDatabase } from '../migrate-database.ts';
import { createTeamTransactions } from '../repositories/team-transactions.ts';
import { openDatabase } from './open-database.ts';
import { LOCAL_TEAM_ID } from './roles.ts';

const TENANT_TABLES = [
  'teams',
  'profiles',
  'profile_labels',
  'profile_events',
  'profile_threads',
  'profile_seconds',
  'profile_stacks',
  'idempotency_keys',
];
const STRANGER = randomUUID();

let database: TestDatabase;
let app: ReturnType<typeof openDatabase>;
const profileId = randomUUID();

beforeAll(async () => {
  database = await createTestDatabase();
  app = openDatabase({ databaseUrl: database.databaseUrl });
  await createTeamTransactions(app.db).inTeam(LOCAL_TEAM_ID, async ({ profiles, idempotency }) => {
    await profiles.insertQueued(exampleProfile(profileId, { labels: { a: 'b' } }));
    await profiles.storeParsed(profileId, exampleTables());
    await idempotency.insert('key', 'ab'.repeat(32), profileId);
  });
});

afterAll(async () => {
  await app?.release();
  await database?.release();
});

/** Raw SQL as the serving role, in one transaction that names this team, or none. */
async function asApp(team: string | undefined, statement: string, values: unknown[] = []): Promise<pg.QueryResult> {
  const client = await app.pool.connect();
  try {
    await client.query('BEGIN');
    if (team !== undefined) await client.query("SELECT set_config('subsecond.team_id', $1, true)", [team]);
    return await client.query(statement, values);
  } finally {
    await client.query('ROLLBACK');
    client.release();
  }
}

describe('the serving role', () => {
  it.each(TENANT_TABLES)('sees rows of %s of its own team, none of another, and none without a team', async (table) => {
    expect((await asApp(LOCAL_TEAM_ID, `SELECT * FROM ${table}`)).rowCount).toBeGreaterThan(0);
    expect((await asApp(STRANGER, `SELECT * FROM ${table}`)).rowCount).toBe(0);
    expect((await asApp(undefined, `SELECT * FROM ${table}`)).rowCount).toBe(0);
  });

  it.each(TENANT_TABLES.filter((table) => table !== 'teams'))(
    'can not change or delete rows of %s of another team',
    async (table) => {
      expect((await asApp(STRANGER, `DELETE FROM ${table}`)).rowCount).toBe(0);
      expect((await asApp(undefined, `DELETE FROM ${table}`)).rowCount).toBe(0);
      expect((await asApp(STRANGER, `UPDATE ${table} SET team_id = $1`, [STRANGER])).rowCount).toBe(0);
      await expect(asApp(LOCAL_TEAM_ID, `UPDATE ${table} SET team_id = $1`, [STRANGER])).rejects.toThrow(
        /row-level security/,
      );
    },
  );

  it.each([STRANGER, undefined])('can not insert for another team (its own is %s)', async (team) => {
    const insert = "INSERT INTO idempotency_keys (team_id, key, request_digest, profile_id) VALUES ($1, 'x', '', $2)";
    await expect(asApp(team, insert, [LOCAL_TEAM_ID, profileId])).rejects.toThrow(/row-level security/);
  });

  it.each([
    'ALTER TABLE profiles DISABLE ROW LEVEL SECURITY',
    'ALTER TABLE profiles NO FORCE ROW LEVEL SECURITY',
    'DROP POLICY team ON profiles',
    'CREATE POLICY mine ON profiles USING (true)',
    'ALTER TABLE profiles OWNER TO subsecond_app',
    'TRUNCATE profiles',
    'DROP TABLE profiles',
    'CREATE TABLE subsecond.mine (x integer)',
    'CREATE FUNCTION subsecond.mine() RETURNS integer LANGUAGE sql AS $$ SELECT 1 $$',
    "INSERT INTO teams (id, name) VALUES (gen_random_uuid(), 'mine')",
    "UPDATE subsecond.migrations SET name = 'mine'",
    'ALTER TABLE bullmq.job ADD COLUMN mine integer',
    'DELETE FROM bullmq.migration',
  ])('may not run: %s', async (statement) => {
    await expect(asApp(LOCAL_TEAM_ID, statement)).rejects.toThrow(/permission denied|must be owner/);
  });

  it('can neither become the owner nor look past the policies', async () => {
    const client = new pg.Client({ connectionString: database.databaseUrl });
    await client.connect();
    try {
      const { rows } = await client.query('SELECT session_user AS name');
      if (rows[0]?.name !== 'subsecond_app') return; // an administrator's URL may become anybody; that is what two URLs are for
      await expect(client.query('SET ROLE subsecond_owner')).rejects.toThrow(/permission denied/);
      await client.query('SET row_security = off');
      await expect(client.query('SELECT * FROM subsecond.profiles')).rejects.toThrow(/row-level security/);
    } finally {
      await client.end();
    }
  });

  it('does not keep a team after its transaction', async () => {
    const client = await app.pool.connect();
    try {
      await client.query(`BEGIN; SELECT set_config('subsecond.team_id', '${LOCAL_TEAM_ID}', true); COMMIT`);
      expect((await client.query('SELECT * FROM profiles')).rowCount).toBe(0);
    } finally {
      client.release();
    }
  });
});

describe('the owner', () => {
  it('is bound by the policies as well: without a team it sees what the sweeper needs, and no contents', async () => {
    const client = new pg.Client({ connectionString: database.ownerUrl });
    await client.connect();
    try {
      await client.query('SET ROLE subsecond_owner');
      await client.query('SET search_path = subsecond');
      for (const table of [
        'profile_seconds',
        'profile_stacks',
        'profile_threads',
        'profile_events',
        'profile_labels',
        'idempotency_keys',
        'teams',
      ]) {
        expect((await client.query(`SELECT * FROM ${table}`)).rowCount, table).toBe(0);
      }
    } finally {
      await client.end();
    }
  });
});

describe('migrating', () => {
  it('is refused while the serving role could bypass the policies or a table forgot them', async () => {
    const client = new pg.Client({ connectionString: database.ownerUrl });
    await client.connect();
    try {
      await client.query('SET ROLE subsecond_owner');
      await client.query('CREATE TABLE subsecond.forgetful (team_id uuid)');
      await expect(migrateDatabase({ ownerUrl: database.ownerUrl })).rejects.toThrow(
        /Row-Level Security is off on forgetful/,
      );
      await client.query('DROP TABLE subsecond.forgetful');
    } finally {
      await client.end();
    }
    await expect(migrateDatabase({ ownerUrl: database.ownerUrl })).resolves.toEqual({ applied: [] });
  });

  it('may be done by several at once', async () => {
    const results = await Promise.all(
      Array.from({ length: 4 }, () => migrateDatabase({ ownerUrl: database.ownerUrl })),
    );
    expect(results).toEqual(Array.from({ length: 4 }, () => ({ applied: [] })));
  });

  it('refuses a migration that has changed, and a database that is newer', async () => {
    const client = new pg.Client({ connectionString: database.ownerUrl });
    await client.connect();
    try {
      await client.query('SET ROLE subsecond_owner');
      await client.query("UPDATE subsecond.migrations SET sha256 = 'x' || sha256 WHERE version = 1");
      await expect(migrateDatabase({ ownerUrl: database.ownerUrl })).rejects.toThrow(/0001.*has changed/);
      await client.query(
        "UPDATE subsecond.migrations SET sha256 = substr(sha256, 2) WHERE version = 1; INSERT INTO subsecond.migrations VALUES (999, '0999-later.sql', '')",
      );
      await expect(migrateDatabase({ ownerUrl: database.ownerUrl })).rejects.toThrow(/older than the database/);
      await client.query('DELETE FROM subsecond.migrations WHERE version = 999');
    } finally {
      await client.end();
    }
  });
});
