import { randomUUID } from 'node:crypto';
import { chmodSync, createReadStream, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { createGzip, gunzipSync } from 'node:zlib';
import { readConfig } from '@subsecond/api/config.ts';
import { createLogger } from '@subsecond/api/create-logger.ts';
import { startEmbeddedPostgres } from '@subsecond/api/db/embedded-postgres.ts';
import { LOCAL_TEAM_ID } from '@subsecond/api/db/roles.ts';
import { runStatement } from '@subsecond/api/db/run-statement.ts';
import { openStores, type Stores } from '@subsecond/api/deps.ts';
import { migrateDatabase } from '@subsecond/api/migrate-database.ts';
import { createReleaseStack } from '@subsecond/api/release-stack.ts';
import { startWorkers } from '@subsecond/api/start-workers.ts';
import { createPerfScriptParser } from '@subsecond/parser';
import { writePerfScript } from '../support/make-perf-script.ts';
import { exampleProfile } from '../support/parsed-tables.ts';

/** Part of the text's gzip -6, for the corpus's two-minute recording; and bytes a sample, for an hour of 32 CPUs. */
const BUDGET_SHARE_OF_GZIP = 1 / 3;
const BUDGET_BYTES_A_SAMPLE = 8;
/** From the 202 to ready, in bare parses of the same text. */
const BUDGET_READY = 1.5;

const TABLES = ['profiles', 'profile_labels', 'profile_events', 'profile_threads', 'profile_seconds', 'profile_stacks'];

/** As long as two minutes of 32 CPUs: nearly the same bytes a sample as an hour of them, in a thirtieth of the time. */
const MADE_UP = { bytes: 110_000_000, cpus: 32 } as const;

/**
 * `npm run bench -- storage [FILE [RUNS]]`: stores a text as the product does, on a private Postgres with fsync on, and prints what
 * it takes on disk, indexes and all, and how long it is from the 202 to ready, against the bare parse of the inflated text.
 * Without a file: the corpus's two-minute recording (PERF_CORPUS), and a made-up one of 32 CPUs.
 */
export async function benchStorage([file, runs = '5']: readonly string[]): Promise<void> {
  if (file !== undefined) return benchFile('storage', file, Number(runs), undefined);
  const corpus = process.env['PERF_CORPUS'];
  if (corpus === undefined)
    console.log('storage: without PERF_CORPUS there is no two-minute recording to hold against a third of its gzip');
  else
    await benchFile(
      'storage, two minutes',
      join(corpus, 'perf-script/49hz-120s-allcpu-g.txt.gz'),
      Number(runs),
      'share of gzip',
    );
  const folder = mkdtempSync(join(tmpdir(), 'subsecond-bench-'));
  try {
    const made = join(folder, 'made-up.txt');
    writePerfScript(made, MADE_UP);
    await benchFile('storage, 32 CPUs', made, 3, 'bytes a sample');
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function benchFile(
  bench: string,
  file: string,
  runs: number,
  held: 'share of gzip' | 'bytes a sample' | undefined,
): Promise<void> {
  const raw = readFileSync(file);
  const text = file.endsWith('.gz') ? gunzipSync(raw) : raw;
  const directory = mkdtempSync(join(tmpdir(), 'subsecond-bench-'));
  chmodSync(directory, 0o711);
  const releases = createReleaseStack();
  releases.push('folder', () => rmSync(directory, { recursive: true }));
  try {
    const postgres = await startEmbeddedPostgres({ dataDirectory: join(directory, 'postgres') });
    releases.push('postgres', () => postgres.release());
    await migrateDatabase({ ownerUrl: postgres.ownerUrl });
    const config = readConfig({ SUBSECOND_DATA_DIR: directory });
    const log = createLogger('error');
    const stores = await openStores(config, postgres.databaseUrl, log, releases);
    startWorkers(config, stores, log, releases, 1);
    const before = await tableBytes(postgres.ownerUrl);
    const attempts: { readyMs: number; bareMs: number }[] = [];
    let samples = 0;
    for (let run = 0; run < runs; run++) {
      const bareMs = bareParse(text);
      const id = await upload(stores, file, raw.length);
      const started = performance.now();
      samples = await becomesReady(stores, id);
      attempts.push({ readyMs: performance.now() - started, bareMs });
    }
    const after = await tableBytes(postgres.ownerUrl);
    // Of many profiles: the first of all brings files and index roots that the later ones share.
    const bytes = Object.fromEntries(
      TABLES.map((table) => [table, ((after[table] ?? 0) - (before[table] ?? 0)) / runs]),
    );
    const stored = Object.values(bytes).reduce((sum, size) => sum + size, 0);
    const gzipped = await gzipBytes(text);
    const readyMs = median(attempts.map((attempt) => attempt.readyMs));
    const bareMs = median(attempts.map((attempt) => attempt.bareMs));
    const print = (what: string, value: number, unit: string, budget?: number) =>
      console.log(JSON.stringify({ bench: `${bench}: ${what}`, value: rounded(value), unit, budget }));
    print(
      'stored, indexes and all',
      stored / samples,
      'B/sample',
      held === 'bytes a sample' ? BUDGET_BYTES_A_SAMPLE : undefined,
    );
    print(
      "stored, of the text's gzip -6",
      stored / gzipped,
      '',
      held === 'share of gzip' ? BUDGET_SHARE_OF_GZIP : undefined,
    );
    for (const [table, size] of Object.entries(bytes)) print(table, size, 'B');
    print('bare parse', bareMs, 'ms');
    print('202 → ready', readyMs, 'ms');
    print('first 202 → ready', attempts[0]?.readyMs ?? Number.NaN, 'ms');
    print('202 → ready, of the bare parse', readyMs / bareMs, '', BUDGET_READY);
  } finally {
    for (const failure of await releases.releaseAll()) console.error(failure.message);
  }
}

function bareParse(text: Uint8Array): number {
  const parser = createPerfScriptParser();
  const started = performance.now();
  for (let start = 0; start < text.length; start += 1 << 18) parser.push(text.subarray(start, start + (1 << 18)));
  parser.finish();
  return performance.now() - started;
}

async function upload({ teams, blobs, queue }: Stores, file: string, uploadBytes: number): Promise<string> {
  const id = randomUUID();
  const blobKey = `uploads/${id}`;
  const { sha256 } = await blobs.write(blobKey, createReadStream(file), { maxBytes: Number.MAX_SAFE_INTEGER });
  await teams.inTeam(LOCAL_TEAM_ID, ({ profiles }) =>
    profiles.insertQueued(exampleProfile(id, { blobKey, uploadBytes, uploadSha256: sha256 })),
  );
  await queue.enqueueParse({ teamId: LOCAL_TEAM_ID, profileId: id });
  return id;
}

async function becomesReady({ teams }: Stores, id: string): Promise<number> {
  for (;;) {
    const profile = await teams.inTeam(LOCAL_TEAM_ID, ({ profiles }) => profiles.findById(id));
    if (profile?.parsed !== undefined) return profile.parsed.sampleCount;
    if (profile?.status === 'failed') throw new Error(`${profile.error?.message}`);
    await sleep(5);
  }
}

async function tableBytes(url: string): Promise<Record<string, number>> {
  const rows = await runStatement(
    url,
    "SELECT name, pg_total_relation_size('subsecond.' || name)::text AS bytes FROM unnest($1::text[]) AS name",
    [TABLES],
  );
  return Object.fromEntries(rows.map((row) => [String(row['name']), Number(row['bytes'])]));
}

async function gzipBytes(text: Uint8Array): Promise<number> {
  let bytes = 0;
  const gzip = Readable.from([text]).pipe(createGzip({ level: 6 }));
  gzip.on('data', (chunk: Buffer) => (bytes += chunk.length));
  await finished(gzip);
  return bytes;
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

const rounded = (value: number): number => Number(value.toPrecision(3));
