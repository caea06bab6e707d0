import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exampleProfile, exampleSecond, exampleTables } from '../../../../test/support/parsed-tables.ts';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/postgres.ts';
import { openDatabase } from '../db/open-database.ts';
import { LOCAL_TEAM_ID } from '../db/roles.ts';
import type { ListFilter, Repositories } from '../services/ports.ts';
import { createTeamTransactions } from './team-transactions.ts';
import { createUnfinishedWorkRepository } from './unfinished-work.repository.ts';

const EVERYTHING: ListFilter = {
  q: undefined,
  host: undefined,
  labels: [],
  from: undefined,
  to: undefined,
  cursor: undefined,
  limit: 50,
};
const STRANGER = randomUUID();

let database: TestDatabase;
let opened: ReturnType<typeof openDatabase>;
const statements: string[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  opened = openDatabase({ databaseUrl: database.databaseUrl, onStatement: (sql) => statements.push(sql) });
});

afterAll(async () => {
  await opened?.release();
  await database?.release();
});

const inTeam = <T>(work: (repositories: Repositories) => Promise<T>, team = LOCAL_TEAM_ID): Promise<T> =>
  createTeamTransactions(opened.db).inTeam(team, work);

async function queued(overrides: Parameters<typeof exampleProfile>[1] = {}): Promise<string> {
  const id = randomUUID();
  await inTeam(({ profiles }) => profiles.insertQueued(exampleProfile(id, overrides)));
  return id;
}

async function ready(): Promise<string> {
  const id = await queued();
  await inTeam(({ profiles }) => profiles.storeParsed(id, exampleTables()));
  return id;
}

/** The statements of one method, between its BEGIN and COMMIT, as they are committed for review. */
async function reviewed<T>(name: string, work: (repositories: Repositories) => Promise<T>): Promise<T> {
  let run: string[] = [];
  const result = await inTeam(async (repositories) => {
    statements.length = 0;
    const answer = await work(repositories);
    run = [...statements];
    return answer;
  });
  const written = run.map((sql) => `${sql.replaceAll(/\s*\n\s*/g, '\n  ').trim()};\n`).join('\n');
  await expect(written).toMatchFileSnapshot(`./statements/${name}.sql`);
  return result;
}

describe('profiles', () => {
  it('come back as they were inserted', async () => {
    const id = randomUUID();
    const profile = exampleProfile(id, {
      host: 'db-1',
      labels: { env: 'prod', 'odd "key"': "it's" },
      story: 'look at 12 s',
      startedAt: new Date('2026-01-02T03:04:05.678Z'),
    });
    await reviewed('profiles.insert-queued', ({ profiles }) => profiles.insertQueued(profile));
    const found = await reviewed('profiles.find-by-id', ({ profiles }) => profiles.findById(id));
    expect(found).toMatchObject({ ...profile, status: 'queued', pinned: false, parsed: undefined, error: undefined });
    expect(Math.abs((found?.uploadedAt.getTime() ?? 0) - Date.now())).toBeLessThan(60_000);
  });

  it('are not there for another team', async () => {
    const id = await ready();
    await inTeam(async ({ profiles, tables }) => {
      expect(await profiles.findById(id)).toBeUndefined();
      expect((await profiles.list(EVERYTHING)).profiles).toEqual([]);
      expect(await profiles.update(id, { name: 'mine' })).toBeUndefined();
      expect(await profiles.remove(id)).toBeUndefined();
      expect(await profiles.markParsing(id)).toBe(false);
      expect(await profiles.storeParsed(id, exampleTables())).toBe(false);
      await profiles.markFailed(id, {
        code: 'internal',
        message: '',
        cure: '',
        line: null,
        byteOffset: null,
        seemsToBe: null,
      });
      expect(await tables.seconds(id, 0)).toEqual([]);
      expect(await tables.bins(id, 0)).toEqual([]);
      expect(await tables.stackParts(id)).toEqual([]);
      expect(await tables.threads(id)).toEqual([]);
    }, STRANGER);
    expect(await inTeam(({ profiles }) => profiles.findById(id))).toMatchObject({
      status: 'ready',
      name: 'two minutes of a build',
    });
  });

  it('can not be inserted by a team that does not exist', async () => {
    await expect(
      inTeam(({ profiles }) => profiles.insertQueued(exampleProfile(randomUUID())), STRANGER),
    ).rejects.toThrow(/foreign key/);
  });

  it('are listed newest first, page by page, and each once', async () => {
    const label = randomUUID();
    const ids: string[] = [];
    for (let i = 0; i < 5; i++) ids.push(await queued({ labels: { run: label } }));
    const filter = { ...EVERYTHING, labels: [['run', label]] as const, limit: 2 };
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await inTeam(({ profiles }) => profiles.list({ ...filter, cursor }));
      seen.push(...page.profiles.map((profile) => profile.id));
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    expect(seen.toSorted()).toEqual(ids.toSorted());
    const times = await Promise.all(
      seen.map(async (id) => (await inTeam(({ profiles }) => profiles.findById(id)))?.uploadedAt.getTime() ?? 0),
    );
    expect(times).toEqual(times.toSorted((a, b) => b - a));
  });

  it('are found by text in name or host, taken literally, by host, by every label and by time', async () => {
    const mark = randomUUID();
    const id = await queued({ name: `100%_${mark}`, host: `Host-${mark}`, labels: { a: mark, b: '2' } });
    const found = async (filter: Partial<ListFilter>): Promise<boolean> =>
      (await inTeam(({ profiles }) => profiles.list({ ...EVERYTHING, ...filter }))).profiles.some(
        (profile) => profile.id === id,
      );
    expect(await found({ q: `100%_${mark.toUpperCase()}` })).toBe(true);
    expect(await found({ q: `host-${mark}` })).toBe(true);
    expect(await found({ q: `1__%${mark}` })).toBe(false);
    expect(await found({ host: `Host-${mark}` })).toBe(true);
    expect(await found({ host: `host-${mark}` })).toBe(false);
    expect(
      await found({
        labels: [
          ['a', mark],
          ['b', '2'],
        ],
      }),
    ).toBe(true);
    expect(
      await found({
        labels: [
          ['a', mark],
          ['b', '3'],
        ],
      }),
    ).toBe(false);
    expect(await found({ from: new Date(Date.now() - 60_000), to: new Date(Date.now() + 60_000) })).toBe(true);
    expect(await found({ from: new Date(Date.now() + 60_000) })).toBe(false);
    const page = await reviewed('profiles.list', ({ profiles }) =>
      profiles.list({
        q: 'x',
        host: 'h',
        labels: [['k', 'v']],
        from: new Date(0),
        to: new Date(),
        cursor: Buffer.from(`1 ${id}`).toString('base64url'),
        limit: 2,
      }),
    );
    expect(page).toEqual({ profiles: [], nextCursor: undefined });
  });

  it.each([
    '%%%',
    '',
    'MSBub3QtYW4taWQ',
    Buffer.from(`1e9 ${randomUUID()}`).toString('base64url'),
    Buffer.from(`9999999999999999 ${randomUUID()}`).toString('base64url'),
  ])('refuse the cursor "%s"', async (cursor) => {
    await expect(inTeam(({ profiles }) => profiles.list({ ...EVERYTHING, cursor }))).rejects.toMatchObject({
      code: 'bad-query',
    });
  });

  it('change what a patch names, and nothing else', async () => {
    const id = await queued({ labels: { old: '1' } });
    const patched = await reviewed('profiles.update', ({ profiles }) =>
      profiles.update(id, { labels: { fresh: '2' }, pinned: true }),
    );
    expect(patched).toMatchObject({ name: 'two minutes of a build', labels: { fresh: '2' }, pinned: true });
    expect(await inTeam(({ profiles }) => profiles.update(id, { name: 'renamed' }))).toMatchObject({
      name: 'renamed',
      labels: { fresh: '2' },
      pinned: true,
    });
    const listed = await inTeam(({ profiles }) => profiles.list({ ...EVERYTHING, labels: [['old', '1']] }));
    expect(listed.profiles.map((profile) => profile.id)).not.toContain(id);
    expect(await inTeam(({ profiles }) => profiles.update(randomUUID(), { name: 'x' }))).toBeUndefined();
  });

  it('are removed with everything that hangs on them', async () => {
    const id = await ready();
    expect(await reviewed('profiles.remove', ({ profiles }) => profiles.remove(id))).toEqual({
      blobKey: `uploads/${id}`,
    });
    expect(await inTeam(({ tables }) => tables.seconds(id, 0))).toEqual([]);
    expect(await inTeam(({ tables }) => tables.threads(id))).toEqual([]);
    expect(await inTeam(({ profiles }) => profiles.remove(id))).toBeUndefined();
  });

  it('go from queued to parsing to failed, and a ready one stays ready', async () => {
    const id = await queued();
    const failure = {
      code: 'no-samples',
      message: 'm',
      cure: 'c',
      line: 3,
      byteOffset: 40,
      seemsToBe: 'text',
    } as const;
    expect(await reviewed('profiles.mark-parsing', ({ profiles }) => profiles.markParsing(id))).toBe(true);
    expect(await inTeam(({ profiles }) => profiles.markParsing(id))).toBe(true);
    await reviewed('profiles.mark-failed', ({ profiles }) => profiles.markFailed(id, failure));
    expect(await inTeam(({ profiles }) => profiles.findById(id))).toMatchObject({ status: 'failed', error: failure });
    expect(await inTeam(({ profiles }) => profiles.markParsing(id))).toBe(false);
    const done = await ready();
    await inTeam(({ profiles }) => profiles.markFailed(done, failure));
    expect(await inTeam(({ profiles }) => profiles.findById(done))).toMatchObject({
      status: 'ready',
      error: undefined,
    });
    expect(await inTeam(({ profiles }) => profiles.markParsing(randomUUID()))).toBe(false);
  });

  it('are not begun for ever', async () => {
    const id = await queued();
    for (let attempt = 0; attempt < 8; attempt++)
      expect(await inTeam(({ profiles }) => profiles.markParsing(id))).toBe(true);
    expect(await inTeam(({ profiles }) => profiles.markParsing(id))).toBe(false);
    expect(await inTeam(({ profiles }) => profiles.findById(id))).toMatchObject({
      status: 'failed',
      error: { code: 'internal' },
    });
  });
});

describe('the tables of a profile', () => {
  it('come back as they were stored', async () => {
    const id = await queued();
    const tables = exampleTables();
    expect(await reviewed('profiles.store-parsed', ({ profiles }) => profiles.storeParsed(id, tables))).toBe(true);
    const record = await inTeam(({ profiles }) => profiles.findById(id));
    expect(record).toMatchObject({ status: 'ready', host: 'web-7', error: undefined });
    expect(record?.parsed).toEqual(tables.summary);
    const seconds = await reviewed('profile-tables.seconds', (repositories) =>
      repositories.tables.seconds(id, 0, { from: -1, to: 5 }),
    );
    expect(seconds.map((row) => ({ ...row, samples: Uint8Array.from(row.samples) }))).toEqual(
      [-1, 0, 1].map((second) => {
        const { bins: _bins, idleBins: _idleBins, ...rest } = exampleSecond(second);
        return rest;
      }),
    );
    expect(
      (await inTeam((repositories) => repositories.tables.seconds(id, 0, { from: 0, to: 1 }))).map((row) => row.second),
    ).toEqual([0]);
    const bins = await reviewed('profile-tables.bins', (repositories) => repositories.tables.bins(id, 0));
    expect(bins).toEqual(
      [-1, 0, 1].map((second) => {
        const { event: _event, weight: _weight, samples: _samples, ...rest } = exampleSecond(second);
        return rest;
      }),
    );
    const parts = await reviewed('profile-tables.stack-parts', (repositories) => repositories.tables.stackParts(id));
    expect(parts.map((part) => [...part])).toEqual([
      [1, 2, 3],
      [0, 255],
    ]);
    expect(await reviewed('profile-tables.threads', (repositories) => repositories.tables.threads(id))).toEqual(
      tables.threads,
    );
  });

  it('unpack in SQL to what was packed', async () => {
    const id = await ready();
    const { rows } = await opened.pool
      .query<{ bins: number[] }>(
        `BEGIN; SELECT set_config('subsecond.team_id', '${LOCAL_TEAM_ID}', true); SELECT unpack_bins(bins) AS bins FROM profile_seconds WHERE profile_id = '${id}' AND second = 1; COMMIT`,
      )
      .then((results) => (results as unknown as (typeof results)[])[2] ?? { rows: [] });
    expect(rows[0]?.bins).toEqual(exampleSecond(1).bins);
  });

  it('are stored once, however many attempts store them at once', async () => {
    const id = await queued();
    const stored = await Promise.all(
      Array.from({ length: 4 }, () => inTeam(({ profiles }) => profiles.storeParsed(id, exampleTables()))),
    );
    expect(stored).toEqual([true, true, true, true]);
    expect(await inTeam(({ tables }) => tables.seconds(id, 0))).toHaveLength(3);
    expect(await inTeam(({ tables }) => tables.threads(id))).toHaveLength(2);
  });

  it('keep thousands of threads in order', async () => {
    const id = await queued();
    const threads = Array.from({ length: 2_500 }, (_, tid) => ({
      pid: tid % 3 === 0 ? undefined : tid,
      tid,
      comm: `comm, ${tid}`,
    }));
    await inTeam(({ profiles }) => profiles.storeParsed(id, exampleTables({ threads })));
    expect(await inTeam(({ tables }) => tables.threads(id))).toEqual(threads);
  });

  it('replace what an attempt that failed before left, and survive large batches', async () => {
    const id = await queued();
    const seconds = Array.from({ length: 2_500 }, (_, second) => ({
      ...exampleSecond(second),
      samples: new Uint8Array(second % 7 === 0 ? 20_000 : 10).fill(second),
    }));
    expect(await inTeam(({ profiles }) => profiles.storeParsed(id, exampleTables({ seconds })))).toBe(true);
    const rows = await inTeam(({ tables }) => tables.seconds(id, 0));
    expect(rows).toHaveLength(2_500);
    expect(
      rows.every(
        (row, second) =>
          row.second === second &&
          row.samples.length === (second % 7 === 0 ? 20_000 : 10) &&
          row.samples[5] === second % 256,
      ),
    ).toBe(true);
  });

  it('leave nothing of a transaction that was rolled back', async () => {
    const id = await queued();
    await expect(
      inTeam(async ({ profiles }) => {
        await profiles.storeParsed(id, exampleTables());
        throw new Error('the worker was ended');
      }),
    ).rejects.toThrow('the worker was ended');
    expect(await inTeam(({ tables }) => tables.seconds(id, 0))).toEqual([]);
    expect(await inTeam(({ profiles }) => profiles.findById(id))).toMatchObject({ status: 'queued' });
  });

  it('are not stored for a profile that is gone', async () => {
    expect(await inTeam(({ profiles }) => profiles.storeParsed(randomUUID(), exampleTables()))).toBe(false);
  });
});

describe('idempotency keys', () => {
  it('belong to the first request, and to one team', async () => {
    const key = randomUUID();
    const profileId = randomUUID();
    const digest = 'cd'.repeat(32);
    expect(await reviewed('idempotency.insert', ({ idempotency }) => idempotency.insert(key, digest, profileId))).toBe(
      true,
    );
    expect(await inTeam(({ idempotency }) => idempotency.insert(key, 'ef'.repeat(32), randomUUID()))).toBe(false);
    expect(await reviewed('idempotency.find', ({ idempotency }) => idempotency.find(key))).toEqual({
      profileId,
      requestDigest: digest,
    });
    expect(await inTeam(({ idempotency }) => idempotency.find(key), STRANGER)).toBeUndefined();
  });
});

describe('unfinished work', () => {
  it('is seen across teams, through functions that tell nothing else', async () => {
    const id = await queued();
    const done = await ready();
    const work = createUnfinishedWorkRepository(opened.db);
    const unfinished = await work.unfinishedProfiles(0, 1_000);
    expect(unfinished).toContainEqual({ teamId: LOCAL_TEAM_ID, profileId: id });
    expect(unfinished.map((profile) => profile.profileId)).not.toContain(done);
    expect(await work.unfinishedProfiles(60_000, 1_000)).toEqual([]);
    expect(await work.referencedBlobs([`uploads/${id}`, 'uploads/nobody'])).toEqual(new Set([`uploads/${id}`]));
    await work.forgetExpiredIdempotencyKeys();
    expect(await work.installationId()).toMatch(/^[0-9a-f-]{36}$/);
  });
});
