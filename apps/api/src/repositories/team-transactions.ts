import { type Kysely, sql } from 'kysely';
import { asDatabaseFailure } from '../db/database-failure.ts';
import type { Database } from '../db/database-types.ts';
import { TEAM_SETTING } from '../db/roles.ts';
import type { TeamTransactions } from '../services/ports.ts';
import { createIdempotencyRepository } from './idempotency.repository.ts';
import { createProfileRepository } from './profile.repository.ts';
import { createProfileTablesRepository } from './profile-tables.repository.ts';

/**
 * The only way to the repositories: a transaction that has named its team. The setting ends with the transaction. A database
 * that is away is `unavailable`, whatever the driver calls it.
 */
export function createTeamTransactions(db: Kysely<Database>): TeamTransactions {
  return {
    inTeam: (teamId, work, { durable = true } = {}) =>
      db
        .transaction()
        .execute(async (transaction) => {
          await (durable
            ? sql`SELECT set_config(${TEAM_SETTING}, ${teamId}, true)`
            : sql`SELECT set_config(${TEAM_SETTING}, ${teamId}, true), set_config('synchronous_commit', 'off', true)`
          ).execute(transaction);
          return work({
            profiles: createProfileRepository(transaction),
            tables: createProfileTablesRepository(transaction),
            idempotency: createIdempotencyRepository(transaction),
          });
        })
        .catch((error: unknown) => {
          throw asDatabaseFailure(error);
        }),
  };
}
