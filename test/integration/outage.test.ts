import { appendFileSync, chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startEmbeddedPostgres } from '@subsecond/api/db/embedded-postgres.ts';
import { migrateDatabase } from '@subsecond/api/migrate-database.ts';
import { afterEach, describe, expect, it } from 'vitest';
import { problemOf, upload, uploadAndWait, waitForProfile } from '../support/api-client.ts';
import { burstRecording } from '../support/burst-recording.ts';
import { missingRedis, startRedis } from '../support/redis-server.ts';
import { startTestServer } from '../support/server.ts';
import { isAlive, makeShippedPlace, pagesAreBuilt } from '../support/shipped-server.ts';

/** A database or queue that goes away while the server runs, and comes back: real ones, really killed. */

const releases: (() => Promise<unknown> | unknown)[] = [];
afterEach(async () => {
  for (const release of releases.splice(0).reverse()) await release();
});

const isReady = async (url: string): Promise<boolean> => (await fetch(`${url}/readyz`)).status === 200;
const idOf = async (response: Response): Promise<string> => ((await response.json()) as { id: string }).id;

/** Waits until the list is refused, and answers the refusal. */
async function refusal(url: string): Promise<Response> {
  for (const deadline = Date.now() + 10_000; Date.now() < deadline; await sleep(2)) {
    const response = await fetch(`${url}/api/v1/profiles`);
    if (response.status !== 200) return response;
    await response.body?.cancel();
  }
  throw new Error('the server never noticed');
}

async function expectUnavailable(response: Response): Promise<void> {
  expect(response.status).toBe(503);
  expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(await problemOf(response)).toMatchObject({
    code: 'unavailable',
    detail: expect.stringMatching(/database does not answer.*again/),
  });
}

describe.skipIf(!pagesAreBuilt)('the embedded Postgres of npm start (needs the pages: npm run build)', () => {
  it.each(['SIGKILL', 'SIGINT'] as const)(
    'is started again when %s ends it; meanwhile requests are refused with a cure, and nothing acknowledged is lost',
    async (signal) => {
      const place = makeShippedPlace();
      releases.push(() => place.release());
      const server = place.start();
      const url = await server.ready();
      const kept = await uploadAndWait(url, burstRecording(), { metadata: { name: 'kept' } });
      const first = place.postmasterPid() ?? 0;
      const acknowledged: string[] = [];
      const answers = new Set<number>();
      let over = false;
      const uploading = (async () => {
        while (!over) {
          const response = await upload(url, burstRecording());
          answers.add(response.status);
          if (response.status === 202) acknowledged.push(await idOf(response));
          else await expectUnavailable(response);
        }
      })();
      await sleep(200);
      process.kill(first, signal);
      await expectUnavailable(await refusal(url));
      await expect.poll(() => isReady(url), { timeout: 20_000 }).toBe(true);
      over = true;
      await uploading;
      expect(place.postmasterPid()).not.toBe(first);
      expect(answers).toEqual(new Set([202, 503]));
      for (const id of [kept.id, ...acknowledged]) expect((await waitForProfile(url, id)).status).toBe('ready');
      const lines = server.output.stderr.trim().split('\n');
      expect(server.output.stderr).toContain('the embedded Postgres is gone');
      expect(server.output.stderr).toContain('the embedded Postgres is back');
      expect(lines.length).toBeLessThan(60);
      for (const line of lines) expect(() => JSON.parse(line), line).not.toThrow();
      server.child.kill('SIGTERM');
      expect(await server.exited).toEqual({ code: 0, signal: null });
    },
    120_000,
  );

  it('that can not be started again ends the server with 1, what happened and where the log is', async () => {
    const place = makeShippedPlace();
    releases.push(() => place.release());
    const server = place.start();
    const url = await server.ready();
    appendFileSync(join(place.dataDir, 'postgres/cluster/postgresql.conf'), 'nonsense_setting = 3\n');
    const postmaster = place.postmasterPid() ?? 0;
    process.kill(postmaster, 'SIGKILL');
    await sleep(3_000);
    expect(await isReady(url)).toBe(false);
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    expect(await server.exited).toEqual({ code: 1, signal: null });
    expect(server.output.stderr).toContain('tries to start it again failed');
    expect(server.output.stderr).toContain('nonsense_setting');
    expect(server.output.stderr).toContain(`Its log: ${join(place.dataDir, 'postgres/server.log')}`);
    expect(isAlive(postmaster)).toBe(false);
  }, 90_000);
});

describe("a Postgres of one's own", () => {
  it('may be killed and come back: requests are refused meanwhile, and work resumes', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'subsecond-outage-'));
    chmodSync(directory, 0o711);
    releases.push(() => rmSync(directory, { recursive: true, force: true }));
    let postgres = await startEmbeddedPostgres({ dataDirectory: directory });
    releases.push(() => postgres.release());
    await migrateDatabase({ ownerUrl: postgres.ownerUrl });
    const server = await startTestServer({ database: postgres, env: { SUBSECOND_LOG_LEVEL: 'silent' } });
    releases.push(() => server.release());
    const { url } = server;
    const kept = await uploadAndWait(url, burstRecording());
    const accepted = await Promise.all(
      Array.from({ length: 4 }, async () => idOf(await upload(url, burstRecording()))),
    );
    process.kill(Number(readFileSync(join(postgres.home, 'cluster/postmaster.pid'), 'utf8').split('\n')[0]), 'SIGKILL');
    await expectUnavailable(await refusal(url));
    await expectUnavailable(await upload(url, burstRecording()));
    expect(await isReady(url)).toBe(false);
    await postgres.release();
    await sleep(1_500);
    postgres = await startEmbeddedPostgres({ dataDirectory: directory });
    await expect.poll(() => isReady(url), { timeout: 10_000 }).toBe(true);
    for (const id of [kept.id, ...accepted]) expect((await waitForProfile(url, id)).status).toBe('ready');
    expect((await uploadAndWait(url, burstRecording())).status).toBe('ready');
  }, 120_000);
});

const redisIsMissing = missingRedis();
describe.skipIf(redisIsMissing !== undefined)(`Redis ${redisIsMissing ?? ''}`, () => {
  it('may go away and come back empty: uploads are taken meanwhile, and work resumes', async () => {
    let redis = await startRedis();
    releases.push(() => redis.release());
    const server = await startTestServer({ env: { REDIS_URL: redis.url, SUBSECOND_LOG_LEVEL: 'silent' } });
    releases.push(() => server.release());
    const { url } = server;
    const kept = await uploadAndWait(url, burstRecording());
    const before = await idOf(await upload(url, burstRecording()));
    await redis.release();
    await expect.poll(() => isReady(url), { timeout: 10_000 }).toBe(false);
    const asked = Date.now();
    const during = await upload(url, burstRecording());
    expect(during.status).toBe(202);
    expect(Date.now() - asked).toBeLessThan(5_000);
    const duringId = await idOf(during);
    expect((await fetch(`${url}/api/v1/profiles/${kept.id}/heatmap`)).status).toBe(200);
    redis = await startRedis(redis.port);
    await expect.poll(() => isReady(url), { timeout: 10_000 }).toBe(true);
    for (const id of [before, duringId]) expect((await waitForProfile(url, id)).status).toBe('ready');
  }, 120_000);
});
