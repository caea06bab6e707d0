import { type Kysely, sql } from 'kysely';
import type { Database } from '../db/database-types.ts';

/** What the sweeper asks across all teams, through the three SECURITY DEFINER functions of migrations/0002. */
export function createUnfinishedWorkRepository(db: Kysely<Database>) {
  return {
    unfinishedProfiles: async (
      unchangedForMs: number,
      atMost: number,
    ): Promise<readonly { readonly teamId: string; readonly profileId: string }[]> => {
      const { rows } = await sql<{
        team_id: string;
        profile_id: string;
      }>`SELECT team_id, profile_id FROM unfinished_profiles(${`${unchangedForMs} milliseconds`}::interval, ${atMost})`.execute(
        db,
      );
      return rows.map((row) => ({ teamId: row.team_id, profileId: row.profile_id }));
    },
    referencedBlobs: async (keys: readonly string[]): Promise<ReadonlySet<string>> => {
      const { rows } = await sql<{
        key: string;
      }>`SELECT referenced_blobs AS key FROM referenced_blobs(${keys}::text[])`.execute(db);
      return new Set(rows.map((row) => row.key));
    },
    forgetExpiredIdempotencyKeys: async (): Promise<void> => {
      await sql`SELECT forget_expired_idempotency_keys()`.execute(db);
    },
    installationId: async (): Promise<string> => {
      const row = await db.selectFrom('installation').select('id').executeTakeFirstOrThrow();
      return row.id;
    },
  };
}
