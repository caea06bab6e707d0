import { type Kysely, sql, type Transaction } from 'kysely';
import type { Database } from '../db/database-types.ts';
import type { IdempotencyRepository } from '../services/ports.ts';

/** Keys older than this are as good as never used; the sweeper removes them. */
const KEPT = sql`now() - interval '7 days'`;

export function createIdempotencyRepository(db: Kysely<Database> | Transaction<Database>): IdempotencyRepository {
  return {
    find: async (key) => {
      const row = await db
        .selectFrom('idempotency_keys')
        .select(['profile_id', 'request_digest'])
        .where('key', '=', key)
        .where('created_at', '>', sql<Date>`${KEPT}`)
        .executeTakeFirst();
      return row === undefined
        ? undefined
        : { profileId: row.profile_id, requestDigest: row.request_digest.toString('hex') };
    },

    insert: async (key, requestDigest, profileId) => {
      // An expired key is taken over in the same statement, so that two requests can't both win it.
      const { rows } = await sql`INSERT INTO idempotency_keys (team_id, key, request_digest, profile_id)
        VALUES (current_team(), ${key}, ${Buffer.from(requestDigest, 'hex')}, ${profileId})
        ON CONFLICT (team_id, key) DO UPDATE SET request_digest = excluded.request_digest, profile_id = excluded.profile_id, created_at = now()
          WHERE idempotency_keys.created_at <= ${KEPT}
        RETURNING profile_id`.execute(db);
      return rows.length > 0;
    },
  };
}
