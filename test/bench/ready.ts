import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, createReadStream, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { gunzipSync } from 'node:zlib';
import { readConfig } from '@subsecond/api/config.ts';
import { createLogger } from '@subsecond/api/create-logger.ts';
import { startEmbeddedPostgres } from '@subsecond/api/db/embedded-postgres.ts';
import { LOCAL_TEAM_ID } from '@subsecond/api/db/roles.ts';
import { openStores } from '@subsecond/api/deps.ts';
import { createProgressFeed } from '@subsecond/api/jobs/progress-feed.ts';
import { migrateDatabase } from '@subsecond/api/migrate-database.ts';
import { createReleaseStack } from '@subsecond/api/release-stack.ts';
import { startWorkers } from '@subsecond/api/start-workers.ts';
import { writePerfScript } from '../support/make-perf-script.ts';
import { exampleProfile } from '../support/parsed-tables.ts';

/** From the 202 to ready, in bare parses of the same text; the least of each, because other programs only ever make it longer. */
const BUDGET = 1.5;
const MADE_UP = { bytes: 110_000_000, cpus: 32 } as const;

/**
 * `npm run bench -- ready [FILE [RUNS]]`: bare parse and 202 → ready take turns in one process, on one kind of thread, warm.
 * Without a file: the corpus's two-minute recording (PERF_CORPUS), and a made-up one of 110 MB.
 */
export async function benchReady([file, runs = '15']: readonly string[]): Promise<void> {
  if (file !== undefined) return benchFile('ready', file, Number(runs));
  const corpus = process.env['PERF_CORPUS'];
  if (corpus !== undefined)
    await benchFile('ready, two minutes', join(corpus, 'perf-script/49hz-120s-allcpu-g.txt.gz'), Number(runs));
  const folder = mkdtempSync(join(tmpdir(), 'subsecond-bench-'));
  try {
    const made = join(folder, 'made-up.txt');
    writePerfScript(made, MADE_UP);
    await benchFile('ready, 110 MB', made, 4);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function benchFile(bench: string, file: string, runs: number): Promise<void> {
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
    const { teams, blobs, queue, ...stores } = await openStores(config, postgres.databaseUrl, log, releases);
    startWorkers(config, { teams, blobs, queue, ...stores }, log, releases, 1);
    const feed = createProgressFeed({ databaseUrl: postgres.databaseUrl, onError: (error) => console.error(error) });
    releases.push('progress feed', () => feed.release());
    const thread = new Worker(new URL('../support/bare-parse-thread.ts', import.meta.url));
    releases.push('bare thread', async () => void (await thread.terminate()));

    const bareParse = async (): Promise<number> => {
      thread.postMessage(text);
      const [milliseconds = Number.NaN]: number[] = await once(thread, 'message');
      return milliseconds;
    };
    const becomeReady = async (): Promise<number> => {
      const id = randomUUID();
      const blobKey = `uploads/${id}`;
      const { promise: ready, resolve } = Promise.withResolvers<void>();
      const unsubscribe = feed.subscribe(id, ({ phase }) => {
        if (phase === 'done') resolve();
      });
      const { sha256 } = await blobs.write(blobKey, createReadStream(file), { maxBytes: Number.MAX_SAFE_INTEGER });
      await teams.inTeam(LOCAL_TEAM_ID, ({ profiles }) =>
        profiles.insertQueued(exampleProfile(id, { blobKey, uploadBytes: raw.length, uploadSha256: sha256 })),
      );
      await queue.enqueueParse({ teamId: LOCAL_TEAM_ID, profileId: id });
      const started = performance.now();
      await ready;
      unsubscribe();
      return performance.now() - started;
    };

    const first = await becomeReady();
    for (let warm = 0; warm < Math.min(runs, 5); warm++) await bareParse();
    const bare: number[] = [];
    const ready: number[] = [];
    for (let run = 0; run < runs; run++) {
      bare.push(await bareParse());
      ready.push(await becomeReady());
    }
    const print = (what: string, value: number, unit: string, budget?: number) =>
      console.log(JSON.stringify({ bench: `${bench}: ${what}`, value: Number(value.toPrecision(3)), unit, budget }));
    print('bare parse, least', Math.min(...bare), 'ms');
    print('bare parse, median', median(bare), 'ms');
    print('202 → ready, first', first, 'ms');
    print('202 → ready, least', Math.min(...ready), 'ms');
    print('202 → ready, median', median(ready), 'ms');
    print('202 → ready, of the bare parse, medians', median(ready) / median(bare), '');
    print('202 → ready, of the bare parse, least', Math.min(...ready) / Math.min(...bare), '', BUDGET);
  } finally {
    for (const failure of await releases.releaseAll()) console.error(failure.message);
  }
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
