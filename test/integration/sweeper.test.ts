import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { openDatabase } from '@subsecond/api/db/open-database.ts';
import { LOCAL_TEAM_ID } from '@subsecond/api/db/roles.ts';
import { createTeamTransactions } from '@subsecond/api/repositories/team-transactions.ts';
import { createUnfinishedWorkRepository } from '@subsecond/api/repositories/unfinished-work.repository.ts';
import { sweepBlobs } from '@subsecond/api/services/sweep.service.ts';
import { createDiskBlobStore } from '@subsecond/api/storage/disk-blob-store.ts';
import { afterEach, expect, it } from 'vitest';
import { exampleProfile } from '../support/parsed-tables.ts';
import { createTestDatabase } from '../support/postgres.ts';

const TWO_HOURS_MS = 7_200_000;
const releases: (() => Promise<void> | void)[] = [];

afterEach(async () => {
  for (const release of releases.splice(0).reverse()) await release();
});

async function setUp(directory?: string) {
  const database = await createTestDatabase();
  releases.push(() => database.release());
  const { db, release } = openDatabase({ databaseUrl: database.databaseUrl });
  releases.push(release);
  const folder = directory ?? mkdtempSync(join(tmpdir(), 'subsecond-sweep-'));
  if (directory === undefined) releases.push(() => rmSync(folder, { recursive: true }));
  const blobs = createDiskBlobStore({ directory: folder });
  const store = async (key: string, ageMs: number): Promise<void> => {
    await blobs.write(key, Readable.from([Buffer.from('x')]), { maxBytes: 9 });
    const at = new Date(Date.now() - ageMs);
    utimesSync(join(folder, key), at, at);
  };
  const keys = async (): Promise<string[]> => {
    const found: string[] = [];
    for await (const { key } of blobs.list()) found.push(key);
    return found.toSorted();
  };
  return { folder, teams: createTeamTransactions(db), work: createUnfinishedWorkRepository(db), blobs, store, keys };
}

it('removes old uploads that no profile needs, whatever the team, and no others', async () => {
  const { teams, work, blobs, store, keys } = await setUp();
  const id = randomUUID();
  await teams.inTeam(LOCAL_TEAM_ID, ({ profiles }) =>
    profiles.insertQueued(exampleProfile(id, { blobKey: 'uploads/needed' })),
  );
  await store('uploads/needed', TWO_HOURS_MS);
  await store('uploads/orphan', TWO_HOURS_MS);
  await store('uploads/young', 0);
  expect(await sweepBlobs(work, blobs, new Date())).toBe(1);
  expect(await keys()).toEqual(['uploads/needed', 'uploads/young']);
});

it("never sweeps another database's uploads", async () => {
  const first = await setUp();
  expect(await sweepBlobs(first.work, first.blobs, new Date())).toBe(0);
  await first.store('uploads/theirs', TWO_HOURS_MS);
  const second = await setUp(first.folder);
  // Both were cloned from one template, and so have one identity; give the second its own.
  const other = { ...second.work, installationId: async () => randomUUID() };
  expect(await sweepBlobs(other, second.blobs, new Date())).toBe(0);
  expect(await second.keys()).toEqual(['uploads/theirs']);
});
