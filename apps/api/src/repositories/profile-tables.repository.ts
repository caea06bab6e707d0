import { type Kysely, sql, type Transaction } from 'kysely';
import type { Database } from '../db/database-types.ts';
import type { ProfileTablesRepository } from '../services/ports.ts';
import { STORED_ROWS, unpackBins } from './pack-bins.ts';

/** The tables of a ready profile, as stored. */
export function createProfileTablesRepository(db: Kysely<Database> | Transaction<Database>): ProfileTablesRepository {
  return {
    seconds: async (profileId, event, range) => {
      let query = db
        .selectFrom('profile_seconds')
        .select(['event', 'second', 'sample_count', 'idle_sample_count', 'weight', 'samples'])
        .where('profile_id', '=', profileId)
        .where('event', '=', event)
        .orderBy('second');
      if (range !== undefined) query = query.where('second', '>=', range.from).where('second', '<', range.to);
      if (range?.limit !== undefined) query = query.limit(range.limit);
      const rows = await query.execute();
      return rows.map((row) => ({
        event: row.event,
        second: row.second,
        sampleCount: row.sample_count,
        idleSampleCount: row.idle_sample_count,
        weight: row.weight,
        samples: row.samples,
      }));
    },

    bins: async (profileId, event) => {
      const rows = await db
        .selectFrom('profile_seconds')
        .select(['second', 'sample_count', 'idle_sample_count', 'bins', 'idle_bins'])
        .where('profile_id', '=', profileId)
        .where('event', '=', event)
        .orderBy('second')
        .execute();
      return rows.map((row) => {
        const expected = row.second < 0 ? 0 : STORED_ROWS;
        return {
          second: row.second,
          sampleCount: row.sample_count,
          idleSampleCount: row.idle_sample_count,
          bins: unpackBins(Buffer.from(row.bins), expected),
          idleBins: unpackBins(Buffer.from(row.idle_bins), expected),
        };
      });
    },

    stackParts: async (profileId) => {
      const rows = await db
        .selectFrom('profile_stacks')
        .select('data')
        .where('profile_id', '=', profileId)
        .orderBy('part')
        .execute();
      return rows.map((row) => row.data);
    },

    threads: async (profileId) => {
      const { rows } = await sql<{
        pid: number | null;
        tid: number;
        comm: string;
      }>`SELECT thread.pid, thread.tid, thread.comm
        FROM profile_threads, unnest(pids, tids, comms) WITH ORDINALITY AS thread (pid, tid, comm, ordinality)
        WHERE profile_id = ${profileId} ORDER BY part, ordinality`.execute(db);
      return rows.map((row) => ({ pid: row.pid ?? undefined, tid: row.tid, comm: row.comm }));
    },
  };
}
