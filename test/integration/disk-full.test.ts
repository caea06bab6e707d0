import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '@subsecond/api/db/embedded-postgres.ts';
import { migrateDatabase } from '@subsecond/api/migrate-database.ts';
import { afterEach, describe, expect, it } from 'vitest';
import { problemOf, upload, uploadAndWait } from '../support/api-client.ts';
import { burstRecording } from '../support/burst-recording.ts';
import { startTestServer } from '../support/server.ts';

/** A real file system that is really full: a small tmpfs. Mounting takes root. */

const releases: (() => Promise<unknown> | unknown)[] = [];
afterEach(async () => {
  for (const release of releases.splice(0).reverse()) await release();
});

function mountSmall(size: string): string {
  const directory = mkdtempSync(join(tmpdir(), 'subsecond-full-'));
  releases.push(() => rmSync(directory, { recursive: true, force: true }));
  const { status, stderr } = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${size},mode=0755`, 'tmpfs', directory]);
  if (status !== 0) throw new Error(stderr.toString());
  releases.push(() => void spawnSync('umount', ['-l', directory]));
  return directory;
}

function whyNot(): string | undefined {
  if (process.getuid?.() !== 0) return 'mounting a small file system takes root';
  const directory = mkdtempSync(join(tmpdir(), 'subsecond-full-'));
  const { status, stderr } = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', directory]);
  if (status === 0) spawnSync('umount', [directory]);
  rmSync(directory, { recursive: true });
  return status === 0 ? undefined : `no file system can be mounted here: ${stderr?.toString().trim()}`;
}

/** Takes every byte that is left, but for `leave`. */
function fill(directory: string, leave = 0): () => void {
  const ballast = join(directory, 'ballast');
  const { bavail, bsize } = statfsSync(directory);
  writeFileSync(ballast, Buffer.alloc(Math.max(0, bavail * bsize - leave)));
  return () => rmSync(ballast);
}

const missing = whyNot();
describe.skipIf(missing !== undefined)(`a full disk ${missing === undefined ? '' : `(skipped: ${missing})`}`, () => {
  it('refuses an upload with 507 and the cure, leaves nothing of it behind, and goes on serving', async () => {
    const dataDir = mountSmall('20m');
    const server = await startTestServer({ env: { SUBSECOND_DATA_DIR: dataDir, SUBSECOND_LOG_LEVEL: 'silent' } });
    releases.push(() => server.release());
    const { url } = server;
    const kept = await uploadAndWait(url, burstRecording());
    const tooLarge = await upload(url, new Uint8Array(randomBytes(30_000_000)));
    expect(tooLarge.status).toBe(507);
    expect(Number(tooLarge.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await problemOf(tooLarge)).toMatchObject({
      code: 'storage-full',
      detail: expect.stringMatching(/Make room on the disk.*or delete profiles/),
    });
    expect(readdirSync(join(dataDir, 'uploads/.incoming'))).toEqual([]);
    expect((await fetch(`${url}/api/v1/profiles/${kept.id}/heatmap`)).status).toBe(200);
    expect((await uploadAndWait(url, burstRecording())).status).toBe('ready');
  }, 60_000);

  it('of the embedded Postgres refuses what it can not keep, and takes it once there is room', async () => {
    const disk = mountSmall('160m');
    const home = join(disk, 'postgres');
    mkdirSync(home);
    chmodSync(home, 0o755);
    const events: string[] = [];
    const postgres = await startEmbeddedPostgres({
      dataDirectory: home,
      events: {
        onLost: (reason) => void events.push(`lost: ${reason}`),
        onRestarted: () => void events.push('restarted'),
        onGivenUp: ({ message }) => void events.push(`given up: ${message}`),
      },
    });
    releases.push(() => postgres.release());
    await migrateDatabase({ ownerUrl: postgres.ownerUrl });
    const server = await startTestServer({ database: postgres, env: { SUBSECOND_LOG_LEVEL: 'silent' } });
    releases.push(() => server.release());
    const { url } = server;
    const kept = await uploadAndWait(url, burstRecording());
    const makeRoom = fill(disk);
    const refused: Response[] = [];
    for (let tries = 0; tries < 300 && refused.length < 3; tries++) {
      const response = await upload(url, burstRecording(), { metadata: { name: 'n'.repeat(200) } });
      if (response.status !== 202) refused.push(response);
    }
    expect(refused.length).toBe(3);
    for (const response of refused) {
      expect(response.status).toBe(507);
      expect(await problemOf(response)).toMatchObject({
        code: 'storage-full',
        detail: expect.stringMatching(/database.*Make room/),
      });
    }
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    makeRoom();
    await expect.poll(async () => (await fetch(`${url}/readyz`)).status, { timeout: 30_000 }).toBe(200);
    expect((await fetch(`${url}/api/v1/profiles/${kept.id}`)).status).toBe(200);
    expect((await uploadAndWait(url, burstRecording())).status).toBe('ready');
    // Postgres took it without ending.
    expect(events).toEqual([]);
  }, 120_000);
});
