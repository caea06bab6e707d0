import type pg from 'pg';
import { APP_ROLE, OWNER_ROLE } from './roles.ts';
import { MigrationError } from './run-migrations.ts';

/**
 * Makes the session act as subsecond_owner. With a URL of its own it already is; an administrator's URL makes the two roles
 * where they are missing (without login: who logs in is the administrator's business) and takes the owner's.
 */
export async function becomeOwner(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query<{ name: string; database: string }>(
    'SELECT current_user AS name, current_database() AS database',
  );
  const { name, database } = rows[0] ?? { name: '', database: '' };
  if (name !== OWNER_ROLE) await prepareAsAdministrator(client, name, database);
  else await assertAppRoleExists(client);
}

async function prepareAsAdministrator(client: pg.ClientBase, administrator: string, database: string): Promise<void> {
  try {
    for (const role of [OWNER_ROLE, APP_ROLE]) {
      // Roles belong to the whole server, and the migration lock to one database: another may make them at the same time.
      await client.query(`DO $$ BEGIN
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '${role}') THEN
          CREATE ROLE ${role} NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS;
        END IF;
      EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
      END $$`);
      const { rows } = await client.query<{ may: boolean }>("SELECT pg_has_role($1, $2, 'SET') AS may", [
        administrator,
        role,
      ]);
      if (rows[0]?.may !== true) await client.query(`GRANT ${role} TO CURRENT_USER`);
    }
    const { rows } = await client.query<{ may: boolean }>("SELECT has_database_privilege($1, $2, 'CREATE') AS may", [
      OWNER_ROLE,
      database,
    ]);
    if (rows[0]?.may !== true)
      await client.query(`GRANT CREATE ON DATABASE ${quoteIdentifier(database)} TO ${OWNER_ROLE}`);
    await client.query(`SET ROLE ${OWNER_ROLE}`);
  } catch (cause) {
    throw new MigrationError(
      `The user ${administrator} may not prepare the database: ${(cause as Error).message}. Let an administrator create the roles ${OWNER_ROLE} and ${APP_ROLE} (docs/operations.md), and set DATABASE_OWNER_URL.`,
      { cause },
    );
  }
}

async function assertAppRoleExists(client: pg.ClientBase): Promise<void> {
  const { rowCount } = await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [APP_ROLE]);
  if (rowCount === 0)
    throw new MigrationError(
      `The role ${APP_ROLE} does not exist. Let an administrator run: CREATE ROLE ${APP_ROLE} LOGIN PASSWORD '…'`,
    );
}

const quoteIdentifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** Tenancy hangs on this: refuses to go on where the serving role could look past Row-Level Security. */
export async function assertAppRoleIsBound(client: pg.ClientBase): Promise<void> {
  const { rows: roles } = await client.query<{ flaw: string }>(
    `SELECT CASE WHEN rolsuper THEN 'is a superuser' WHEN rolbypassrls THEN 'has BYPASSRLS' WHEN pg_has_role($1, $2, 'MEMBER') THEN 'is a member of ' || $2 END AS flaw
     FROM pg_roles WHERE rolname = $1`,
    [APP_ROLE, OWNER_ROLE],
  );
  const flaw = roles[0]?.flaw;
  if (flaw)
    throw new MigrationError(
      `The role ${APP_ROLE} ${flaw}, so teams would not be kept apart. Run: ALTER ROLE ${APP_ROLE} NOSUPERUSER NOBYPASSRLS; REVOKE ${OWNER_ROLE} FROM ${APP_ROLE}`,
    );
  const { rows: open } = await client.query<{ name: string }>(
    `SELECT c.relname AS name FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'team_id' AND NOT a.attisdropped
     WHERE c.relnamespace = 'subsecond'::regnamespace AND c.relkind IN ('r', 'p') AND NOT (c.relrowsecurity AND c.relforcerowsecurity)`,
  );
  if (open.length > 0)
    throw new MigrationError(
      `Row-Level Security is off on ${open.map((row) => row.name).join(', ')}: a migration forgot it.`,
    );
}
