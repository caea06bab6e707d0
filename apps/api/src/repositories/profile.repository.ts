import type { ProfileFailure } from '@subsecond/contracts';
import { type Kysely, sql, type Transaction } from 'kysely';
import { jsonArrayFrom } from 'kysely/helpers/postgres';
import type { Database } from '../db/database-types.ts';
import type { ListFilter, ProfileRepository } from '../services/ports.ts';
import { parseListCursor, printListCursor } from './list-cursor.ts';
import { toProfileRecord } from './profile-record.ts';
import { storeParsed } from './store-parsed.ts';

type Executor = Kysely<Database> | Transaction<Database>;

/** An upload that has ended its worker so often is not given another. */
const MAX_ATTEMPTS = 8;
const ATTEMPTS_USED_UP: ProfileFailure = {
  code: 'internal',
  message: `Reading this upload was begun ${MAX_ATTEMPTS} times and never came to an end: it may take more memory than the server has, or the server was restarted each time.`,
  cure: 'Record for a shorter time or on fewer CPUs, or give the worker more memory, and upload it again.',
  line: null,
  byteOffset: null,
  seemsToBe: null,
};

const currentTeam = sql<string>`current_team()`;

const selectRecords = (db: Executor) =>
  db
    .selectFrom('profiles')
    .select([
      'profiles.id',
      'profiles.name',
      'profiles.status',
      'profiles.host',
      'profiles.labels',
      'profiles.pinned',
      'profiles.story',
      'profiles.file_name',
      'profiles.blob_key',
      'profiles.upload_bytes',
      'profiles.upload_sha256',
      'profiles.uploaded_at',
      'profiles.started_at',
      'profiles.error',
      'profiles.summary',
      'profiles.thumbnail_deflated',
      'profiles.thumbnail_columns',
    ])
    .select((eb) =>
      jsonArrayFrom(
        eb
          .selectFrom('profile_events as e')
          .select([
            'e.name',
            'e.weight_unit',
            'e.fixed_weight',
            'e.frequency_hz',
            'e.sample_count',
            'e.idle_sample_count',
            'e.total_weight',
            'e.is_lattice',
          ])
          .whereRef('e.team_id', '=', 'profiles.team_id')
          .whereRef('e.profile_id', '=', 'profiles.id')
          .orderBy('e.event'),
      ).as('events'),
    );

/** One team's profiles: whose, the transaction says. */
export function createProfileRepository(db: Executor): ProfileRepository {
  const insertLabels = async (profileId: string, labels: Readonly<Record<string, string>>): Promise<void> => {
    const pairs = Object.entries(labels);
    if (pairs.length === 0) return;
    await sql`INSERT INTO profile_labels (team_id, profile_id, key, value)
      SELECT current_team(), ${profileId}, key, value FROM unnest(${pairs.map(([key]) => key)}::text[], ${pairs.map(([, value]) => value)}::text[]) AS label (key, value)`.execute(
      db,
    );
  };

  const findById: ProfileRepository['findById'] = async (id) => {
    const row = await selectRecords(db).where('profiles.id', '=', id).executeTakeFirst();
    return row === undefined ? undefined : toProfileRecord(row);
  };

  return {
    insertQueued: async (profile) => {
      await db
        .insertInto('profiles')
        .values({
          team_id: currentTeam,
          id: profile.id,
          name: profile.name,
          host: profile.host ?? null,
          labels: JSON.stringify(profile.labels),
          story: profile.story ?? null,
          example_key: profile.exampleKey ?? null,
          file_name: profile.fileName ?? null,
          blob_key: profile.blobKey,
          upload_bytes: profile.uploadBytes,
          upload_sha256: Buffer.from(profile.uploadSha256, 'hex'),
          started_at: profile.startedAt ?? null,
        })
        .execute();
      await insertLabels(profile.id, profile.labels);
    },

    findById,

    list: async (filter) => {
      const rows = await listQuery(db, filter).execute();
      const profiles = rows.slice(0, filter.limit).map(toProfileRecord);
      const last = profiles.at(-1);
      return {
        profiles,
        nextCursor: rows.length > filter.limit && last !== undefined ? printListCursor(last) : undefined,
      };
    },

    update: async (id, patch) => {
      const { rows } = await sql<{ id: string }>`UPDATE profiles SET
          name = coalesce(${patch.name ?? null}, name),
          labels = coalesce(${patch.labels === undefined ? null : JSON.stringify(patch.labels)}::jsonb, labels),
          pinned = coalesce(${patch.pinned ?? null}, pinned),
          example_key = NULL
        WHERE id = ${id} RETURNING id`.execute(db);
      if (rows.length === 0) return undefined;
      if (patch.labels !== undefined) {
        await db.deleteFrom('profile_labels').where('profile_id', '=', id).execute();
        await insertLabels(id, patch.labels);
      }
      return findById(id);
    },

    remove: async (id) => {
      const row = await db.deleteFrom('profiles').where('id', '=', id).returning('blob_key').executeTakeFirst();
      return row === undefined ? undefined : { blobKey: row.blob_key };
    },

    untouchedExamples: async () => {
      const rows = await db
        .selectFrom('profiles')
        .select(['id', 'example_key', 'upload_sha256'])
        .where('example_key', 'is not', null)
        .execute();
      return rows.map((row) => ({
        id: row.id,
        key: row.example_key ?? '',
        uploadSha256: Buffer.from(row.upload_sha256).toString('hex'),
      }));
    },

    markParsing: async (id) => {
      const { rows } = await sql<{ status: string }>`UPDATE profiles SET
          parse_attempts = parse_attempts + 1,
          status = CASE WHEN parse_attempts < ${MAX_ATTEMPTS} THEN 'parsing' ELSE 'failed' END,
          error = CASE WHEN parse_attempts < ${MAX_ATTEMPTS} THEN NULL ELSE ${JSON.stringify(ATTEMPTS_USED_UP)}::jsonb END,
          status_changed_at = now()
        WHERE id = ${id} AND status IN ('queued', 'parsing') RETURNING status`.execute(db);
      return rows[0]?.status === 'parsing';
    },

    storeParsed: (id, tables) => storeParsed(db, id, tables),

    markFailed: async (id, failure: ProfileFailure) => {
      await db
        .updateTable('profiles')
        .set({ status: 'failed', status_changed_at: sql`now()`, error: JSON.stringify(failure) })
        .where('id', '=', id)
        // A slower attempt must not undo what another has stored.
        .where('status', 'in', ['queued', 'parsing'])
        .execute();
    },
  };
}

/** One row more than asked for, to know whether there is a next page. */
function listQuery(db: Executor, filter: ListFilter) {
  let query = selectRecords(db)
    .orderBy('profiles.uploaded_at', 'desc')
    .orderBy('profiles.id', 'desc')
    .limit(filter.limit + 1);
  if (filter.q !== undefined && filter.q !== '') {
    const pattern = `%${filter.q.replaceAll(/[\\%_]/g, '\\$&')}%`;
    query = query.where((eb) =>
      eb.or([
        eb('profiles.name', 'ilike', pattern),
        eb('profiles.host', 'ilike', pattern),
        eb('profiles.file_name', 'ilike', pattern),
        // `:` joins them in the pages and in `label=`: key, value and key:value are all found.
        eb.exists(
          eb
            .selectFrom('profile_labels as l')
            .select('l.key')
            .whereRef('l.team_id', '=', 'profiles.team_id')
            .whereRef('l.profile_id', '=', 'profiles.id')
            .where(sql<boolean>`l.key || ':' || l.value ILIKE ${pattern}`),
        ),
      ]),
    );
  }
  if (filter.host !== undefined) query = query.where('profiles.host', '=', filter.host);
  for (const [key, value] of filter.labels) {
    query = query.where((eb) =>
      eb.exists(
        eb
          .selectFrom('profile_labels as l')
          .select('l.key')
          .whereRef('l.team_id', '=', 'profiles.team_id')
          .whereRef('l.profile_id', '=', 'profiles.id')
          .where('l.key', '=', key)
          .where('l.value', '=', value),
      ),
    );
  }
  if (filter.from !== undefined) query = query.where('profiles.uploaded_at', '>=', filter.from);
  if (filter.to !== undefined) query = query.where('profiles.uploaded_at', '<', filter.to);
  if (filter.cursor !== undefined) {
    const { uploadedAt, id } = parseListCursor(filter.cursor);
    query = query.where(sql<boolean>`(profiles.uploaded_at, profiles.id) < (${uploadedAt}, ${id}::uuid)`);
  }
  return query;
}
