import { runMigrations } from 'bullmq';
import type pg from 'pg';

/** BullMQ's tables for when there is no Redis, and the serving role's rights on them: data only, no DDL. */
export const QUEUE_SCHEMA = 'bullmq';

export async function migrateQueueSchema(client: pg.ClientBase, servingRole: string): Promise<void> {
  await runMigrations(client, QUEUE_SCHEMA);
  await client.query(`GRANT USAGE ON SCHEMA ${QUEUE_SCHEMA} TO ${servingRole}`);
  await client.query(`GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ${QUEUE_SCHEMA} TO ${servingRole}`);
  await client.query(`GRANT USAGE, SELECT, UPDATE ON ALL SEQUENCES IN SCHEMA ${QUEUE_SCHEMA} TO ${servingRole}`);
  await client.query(`GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA ${QUEUE_SCHEMA} TO ${servingRole}`);
  // The ledger is the owner's alone.
  await client.query(`REVOKE INSERT, UPDATE, DELETE ON ${QUEUE_SCHEMA}.migration FROM ${servingRole}`);
}
