import { type Kysely, sql, type Transaction } from 'kysely';
import type { Database } from '../db/database-types.ts';
import { packThumbnail } from '../db/pack-thumbnail.ts';
import type { ParsedTables, SecondRow } from '../services/ports.ts';
import { isAllZero, packBins } from './pack-bins.ts';
import { toStoredSummary } from './profile-record.ts';

type Executor = Kysely<Database> | Transaction<Database>;

/** Of samples in one statement: large enough to be quick, small enough for the server's memory. */
const BATCH_BYTES = 4 << 20;
const BATCH_ROWS = 1024;
const THREADS_A_ROW = 1024;

/**
 * The row's lock makes two attempts take turns; the later one finds `ready` and leaves what is there, so nothing is stored
 * twice. Must run inside a transaction: until it commits, readers see the profile as it was.
 */
export async function storeParsed(db: Executor, id: string, tables: ParsedTables): Promise<boolean> {
  const row = await db.selectFrom('profiles').select('status').where('id', '=', id).forUpdate().executeTakeFirst();
  if (row === undefined) return false;
  if (row.status === 'ready') return true;
  await sql`WITH
      events AS (DELETE FROM profile_events WHERE profile_id = ${id}),
      threads AS (DELETE FROM profile_threads WHERE profile_id = ${id}),
      seconds AS (DELETE FROM profile_seconds WHERE profile_id = ${id})
    DELETE FROM profile_stacks WHERE profile_id = ${id}`.execute(db);
  await insertEvents(db, id, tables);
  await insertThreads(db, id, tables);
  for (const batch of batches(tables.seconds)) await insertSeconds(db, id, batch);
  for (const [part, data] of tables.stackParts.entries()) {
    await sql`INSERT INTO profile_stacks (team_id, profile_id, part, data) VALUES (current_team(), ${id}, ${part}, ${data})`.execute(
      db,
    );
  }
  const { summary } = tables;
  await db
    .updateTable('profiles')
    .set({
      status: 'ready',
      status_changed_at: sql`now()`,
      error: null,
      // What the person who uploaded said goes before what the recording says.
      host: sql`coalesce(host, ${summary.header.hostname})`,
      summary: JSON.stringify(toStoredSummary(summary)),
      thumbnail_deflated: summary.thumbnail === undefined ? null : packThumbnail(summary.thumbnail.bins),
      thumbnail_columns: summary.thumbnail?.columns ?? null,
    })
    .where('id', '=', id)
    .execute();
  return true;
}

async function insertEvents(db: Executor, id: string, { summary: { events } }: ParsedTables): Promise<void> {
  await sql`INSERT INTO profile_events (team_id, profile_id, event, name, weight_unit, fixed_weight, frequency_hz, sample_count, idle_sample_count, total_weight, is_lattice)
    SELECT current_team(), ${id}, (ordinality - 1)::smallint, name, weight_unit, fixed_weight, frequency_hz, sample_count, idle_sample_count, total_weight, is_lattice
    FROM unnest(
      ${events.map((e) => e.name)}::text[], ${events.map((e) => e.weightUnit)}::text[], ${events.map((e) => e.fixedWeight)}::float8[],
      ${events.map((e) => e.frequencyHz)}::float8[], ${events.map((e) => e.sampleCount)}::int8[], ${events.map((e) => e.idleSampleCount)}::int8[],
      ${events.map((e) => e.totalWeight)}::float8[], ${events.map((e) => e.isLattice)}::boolean[]
    ) WITH ORDINALITY AS event (name, weight_unit, fixed_weight, frequency_hz, sample_count, idle_sample_count, total_weight, is_lattice)`.execute(
    db,
  );
}

async function insertThreads(db: Executor, id: string, { threads }: ParsedTables): Promise<void> {
  for (let first = 0; first < threads.length; first += THREADS_A_ROW) {
    const row = threads.slice(first, first + THREADS_A_ROW);
    await sql`INSERT INTO profile_threads (team_id, profile_id, part, pids, tids, comms)
      VALUES (current_team(), ${id}, ${first / THREADS_A_ROW}, ${row.map((t) => t.pid ?? null)}::int4[], ${row.map((t) => t.tid)}::int4[], ${row.map((t) => t.comm)}::text[])`.execute(
      db,
    );
  }
}

function* batches(seconds: readonly SecondRow[]): Iterable<readonly SecondRow[]> {
  let first = 0;
  let bytes = 0;
  for (const [index, row] of seconds.entries()) {
    bytes += row.samples.length;
    if (bytes < BATCH_BYTES && index - first + 1 < BATCH_ROWS) continue;
    yield seconds.slice(first, index + 1);
    first = index + 1;
    bytes = 0;
  }
  if (first < seconds.length) yield seconds.slice(first);
}

/**
 * COPY is refused on tables with Row-Level Security, and an array of bytea travels as hexadecimal text. So all byte strings of a
 * batch go as one binary parameter that the statement cuts up again.
 */
async function insertSeconds(db: Executor, id: string, rows: readonly SecondRow[]): Promise<void> {
  const bins = rows.map((row) => packBins(row.bins));
  const idleBins = rows.map((row) => (isAllZero(row.idleBins) ? Buffer.alloc(0) : packBins(row.idleBins)));
  const samples = rows.map((row) => row.samples);
  await sql`INSERT INTO profile_seconds (team_id, profile_id, event, second, sample_count, idle_sample_count, weight, bins, idle_bins, samples)
    SELECT current_team(), ${id}, event, second, sample_count, idle_sample_count, weight,
      substring(${Buffer.concat(bins)}::bytea FROM bins_end - bins_bytes + 1 FOR bins_bytes),
      substring(${Buffer.concat(idleBins)}::bytea FROM idle_bins_end - idle_bins_bytes + 1 FOR idle_bins_bytes),
      substring(${Buffer.concat(samples)}::bytea FROM samples_end - samples_bytes + 1 FOR samples_bytes)
    FROM unnest(
      ${rows.map((row) => row.event)}::int2[], ${rows.map((row) => row.second)}::int4[], ${rows.map((row) => row.sampleCount)}::int4[],
      ${rows.map((row) => row.idleSampleCount)}::int4[], ${rows.map((row) => row.weight)}::float8[],
      ${lengths(bins)}::int4[], ${ends(bins)}::int4[], ${lengths(idleBins)}::int4[], ${ends(idleBins)}::int4[], ${lengths(samples)}::int4[], ${ends(samples)}::int4[]
    ) AS row (event, second, sample_count, idle_sample_count, weight, bins_bytes, bins_end, idle_bins_bytes, idle_bins_end, samples_bytes, samples_end)`.execute(
    db,
  );
}

const lengths = (parts: readonly Uint8Array[]): number[] => parts.map((part) => part.length);

const ends = (parts: readonly Uint8Array[]): number[] => {
  let end = 0;
  return parts.map((part) => (end += part.length));
};
