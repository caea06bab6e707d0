import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { openDatabase } from '@subsecond/api/db/open-database.ts';
import { openQueuePool } from '@subsecond/api/db/open-pool.ts';
import { LOCAL_TEAM_ID } from '@subsecond/api/db/roles.ts';
import { createJobQueue } from '@subsecond/api/jobs/job-queue.ts';
import { createProgressFeed } from '@subsecond/api/jobs/progress-feed.ts';
import { createTeamTransactions } from '@subsecond/api/repositories/team-transactions.ts';
import type { ProfileRecord } from '@subsecond/api/services/ports.ts';
import { createDiskBlobStore } from '@subsecond/api/storage/disk-blob-store.ts';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { makePerfScript } from '../support/make-perf-script.ts';
import { exampleProfile } from '../support/parsed-tables.ts';
import { createTestDatabase } from '../support/postgres.ts';
import { missingRedis, startRedis } from '../support/redis-server.ts';
import { startWorkerProcess, type WorkerProcess } from '../support/worker-process.ts';

/** Long enough that a worker is in the middle of it when the signal comes. */
const BIG_BYTES = 60_000_000;
/** Lock 15 s, two checks of 5 s, and the parse itself on a busy machine. */
const RECOVERED_MS = 90_000;

const releases: (() => Promise<void> | void)[] = [];
let big: Buffer[] = [];

beforeAll(() => {
  big = [...makePerfScript({ bytes: BIG_BYTES })].map((chunk) => Buffer.from(chunk));
});

afterEach(async () => {
  for (const release of releases.splice(0).reverse()) await release();
});

async function setUp(backEnd: 'postgres' | 'redis') {
  const database = await createTestDatabase();
  releases.push(() => database.release());
  const redis = backEnd === 'redis' ? await startRedis() : undefined;
  if (redis !== undefined) releases.push(() => redis.release());
  const dataDirectory = mkdtempSync(join(tmpdir(), 'subsecond-crash-'));
  releases.push(() => rmSync(dataDirectory, { recursive: true }));
  const { db, release } = openDatabase({ databaseUrl: database.databaseUrl });
  releases.push(release);
  const teams = createTeamTransactions(db);
  const blobs = createDiskBlobStore({ directory: join(dataDirectory, 'uploads') });
  const pool =
    redis === undefined
      ? openQueuePool({ connectionString: database.databaseUrl, onIdleError: () => undefined })
      : undefined;
  if (pool !== undefined) releases.push(() => pool.end());
  const location =
    pool === undefined ? ({ kind: 'redis', url: redis?.url ?? '' } as const) : ({ kind: 'postgres', pool } as const);
  const queue = createJobQueue({ location, onError: (error) => console.error('queue:', error.message) });
  releases.push(() => queue.release());
  const feed = createProgressFeed({ databaseUrl: database.databaseUrl, onError: () => undefined });
  releases.push(() => feed.release());

  const startWorker = (): WorkerProcess => {
    const worker = startWorkerProcess({ databaseUrl: database.databaseUrl, redisUrl: redis?.url, dataDirectory });
    releases.push(async () => {
      worker.signal('SIGKILL');
      await worker.ended;
    });
    return worker;
  };
  const upload = async (): Promise<string> => {
    const id = randomUUID();
    const blobKey = `uploads/${id}`;
    const { bytes, sha256 } = await blobs.write(blobKey, Readable.from(big), { maxBytes: BIG_BYTES * 2 });
    await teams.inTeam(LOCAL_TEAM_ID, ({ profiles }) =>
      profiles.insertQueued(exampleProfile(id, { blobKey, uploadBytes: bytes, uploadSha256: sha256 })),
    );
    return id;
  };
  const find = (id: string): Promise<ProfileRecord | undefined> =>
    teams.inTeam(LOCAL_TEAM_ID, ({ profiles }) => profiles.findById(id));
  return {
    queue,
    startWorker,
    upload,
    find,
    enqueue: (profileId: string) => queue.enqueueParse({ teamId: LOCAL_TEAM_ID, profileId }),
    /** Resolves when some worker has read part of the upload. */
    midParse: (id: string): Promise<void> => {
      const { promise, resolve } = Promise.withResolvers<void>();
      const unsubscribe = feed.subscribe(id, ({ phase, bytesRead, bytesTotal }) => {
        if (phase === 'reading' && bytesRead > 0 && bytesRead < bytesTotal / 2) resolve();
      });
      return promise.finally(unsubscribe);
    },
    becomesReady: async (id: string): Promise<void> => {
      const deadline = Date.now() + RECOVERED_MS;
      for (;;) {
        const profile = await find(id);
        if (profile?.status === 'ready') return;
        if (profile?.status === 'failed' || Date.now() > deadline)
          throw new Error(`the profile is ${profile?.status}: ${JSON.stringify(profile?.error)}`);
        await sleep(100);
      }
    },
    /** Everything that is stored adds up to the samples that were in the file, once. */
    expectStoredOnce: async (id: string): Promise<void> => {
      const summary = (await find(id))?.parsed;
      const tables = await teams.inTeam(LOCAL_TEAM_ID, async (repositories) => ({
        seconds: await repositories.tables.seconds(id, 0),
        bins: await repositories.tables.bins(id, 0),
        threads: await repositories.tables.threads(id),
        parts: await repositories.tables.stackParts(id),
      }));
      const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0);
      const samplesInText = sum(big.map((chunk) => chunk.toString('latin1').split('cpu-clock').length - 1));
      expect(summary?.sampleCount).toBeGreaterThan(10_000);
      expect(Math.abs(samplesInText - (summary?.sampleCount ?? 0))).toBeLessThan(10); // the header names the event as well
      expect(sum(tables.seconds.map((row) => row.sampleCount))).toBe(summary?.sampleCount);
      expect(sum(tables.bins.map((row) => sum(row.bins)))).toBe(summary?.sampleCount);
      expect(new Set(tables.seconds.map((row) => row.second)).size).toBe(tables.seconds.length);
      expect(tables.threads).toHaveLength(summary?.threadCount ?? -1);
      expect(tables.parts.length).toBeGreaterThan(0);
      expect(summary?.events.map((event) => event.sampleCount)).toEqual([summary?.sampleCount]);
    },
  };
}

const redisIsMissing = missingRedis();

describe.each(['postgres', 'redis'] as const)('with the queue in %s', (backEnd) => {
  const skipped = backEnd === 'redis' ? redisIsMissing : undefined;
  if (skipped !== undefined) {
    it.skip(`a worker's crash (skipped: ${skipped})`, () => undefined);
    return;
  }

  it('a profile whose worker is killed in mid-parse becomes ready once another worker runs, stored once', async () => {
    const at = await setUp(backEnd);
    const id = await at.upload();
    const reading = at.midParse(id);
    const first = at.startWorker();
    await at.enqueue(id);
    await reading;
    first.signal('SIGKILL');
    expect(await first.ended).toBe('SIGKILL');
    expect((await at.find(id))?.status).toBe('parsing');
    const killedAt = Date.now();
    at.startWorker();
    await at.becomesReady(id);
    console.log(`${backEnd}: ready ${((Date.now() - killedAt) / 1000).toFixed(1)} s after the kill`);
    await at.expectStoredOnce(id);
  }, 180_000);

  it('a profile whose job was never added is found by the sweeper', async () => {
    const at = await setUp(backEnd);
    const id = await at.upload();
    at.startWorker();
    await at.becomesReady(id);
    await at.expectStoredOnce(id);
  }, 120_000);

  it('two workers that parse the same profile store it once', async () => {
    const at = await setUp(backEnd);
    const id = await at.upload();
    const reading = at.midParse(id);
    const frozen = at.startWorker();
    await at.enqueue(id);
    await reading;
    frozen.signal('SIGSTOP'); // loses its lock, and does not know
    at.startWorker();
    await at.becomesReady(id);
    frozen.signal('SIGCONT');
    await sleep(5_000); // it goes on to parse, and to store what is there already
    await at.expectStoredOnce(id);
    frozen.signal('SIGTERM');
    expect(await frozen.ended).toBe(0);
  }, 240_000);

  it('a worker that is told to stop ends with 0, and the next one finishes its job', async () => {
    const at = await setUp(backEnd);
    const id = await at.upload();
    const reading = at.midParse(id);
    const first = at.startWorker();
    await at.enqueue(id);
    await reading;
    first.signal('SIGTERM');
    expect(await first.ended, first.output()).toBe(0);
    at.startWorker();
    await at.becomesReady(id);
    await at.expectStoredOnce(id);
  }, 120_000);
});
