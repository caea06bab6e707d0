import { randomUUID } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import type { ProfileList, ProfileProgress, ProfileResource, ThreadList } from '@subsecond/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { getJson, problemOf, upload, uploadAndWait, waitForProfile } from '../support/api-client.ts';
import { burstRecording } from '../support/burst-recording.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

const STRANGER = { teamId: '00000000-0000-7000-8000-0000000000ff', role: 'owner', name: 'stranger' } as const;
const text = burstRecording();
let server: TestServer;
let url: string;

beforeAll(async () => {
  server = await startTestServer({ env: { SUBSECOND_MAX_UPLOAD_BYTES: '4MiB' } });
  url = server.url;
});
afterAll(() => server.release());

const newId = async (options: Parameters<typeof upload>[2] = {}): Promise<string> =>
  ((await (await upload(url, text, options)).json()) as { id: string }).id;
const blobs = (): string[] => {
  const entries = readdirSync(join(server.dataDir, 'uploads'), { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile() && entry.name !== '.installation').map((entry) => entry.name);
};

describe('a stranger', () => {
  it('gets 404 from every method, for an id that exists', async () => {
    const { profiles, analysis } = server.services;
    const { id } = await uploadAndWait(url, text);
    const filter = { idle: 'include' } as const;
    for (const attempt of [
      () => profiles.get(STRANGER, id),
      () => profiles.threads(STRANGER, id),
      () => profiles.progress(STRANGER, id, new AbortController().signal),
      () => profiles.update(STRANGER, id, { name: 'mine now' }),
      () => profiles.remove(STRANGER, id),
      () => analysis.heatMap(STRANGER, id, { ...filter, rows: 50, period: '1', measure: 'samples' }),
      () => analysis.flameGraph(STRANGER, id, { ...filter, measure: 'samples', format: 'json' }),
      () => analysis.samples(STRANGER, id, {}),
      () => analysis.stacks(STRANGER, id),
    ]) {
      await expect(attempt(), String(attempt)).rejects.toMatchObject({ code: 'profile-not-found' });
    }
    expect((await profiles.list(STRANGER, { limit: 50 })).profiles).toEqual([]);
    expect((await getJson<ProfileResource>(`${url}/api/v1/profiles/${id}`)).name).toBe('web-1');
  });

  it('is refused where the role does not reach', async () => {
    await expect(server.services.profiles.remove({ ...STRANGER, role: 'viewer' }, randomUUID())).rejects.toMatchObject({
      code: 'forbidden',
    });
  });
});

describe('POST /api/v1/profiles', () => {
  it.each([
    ['plain', (plain: string) => new TextEncoder().encode(plain), 'stacks.txt', 'stacks'],
    ['gzip', (plain: string) => new Uint8Array(gzipSync(plain)), 'host.example.com.perf.txt.gz', 'host.example.com'],
    [
      'zstd',
      (plain: string) => new Uint8Array(zstdCompressSync(plain)),
      'C:\\traces\\slow minute.txt.zst',
      'slow minute',
    ],
  ])('takes a %s file and names the profile after it', async (_kind, encode, fileName, name) => {
    const response = await upload(url, encode(text), { fileName });
    expect(response.status).toBe(202);
    const accepted = (await response.json()) as { id: string; status: string; url: string };
    expect(accepted.status).toBe('queued');
    expect(accepted.url).toBe(`${url}/p/${accepted.id}`);
    expect(response.headers.get('location')).toBe(`/api/v1/profiles/${accepted.id}`);
    const profile = await waitForProfile(url, accepted.id);
    expect(profile).toMatchObject({ status: 'ready', name, host: 'burst-host', sampleCount: 1500, error: null });
    expect(accepted.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7/);
  });

  it('keeps what the metadata says', async () => {
    const metadata = {
      name: 'slow minute',
      host: 'web-7',
      labels: { team: 'shop', __proto__x: 'y' },
      startedAt: '2026-11-21T18:39:13+01:00',
    };
    const profile = await uploadAndWait(url, text, { metadata });
    expect(profile).toMatchObject({
      name: 'slow minute',
      host: 'web-7',
      labels: metadata.labels,
      startedAt: '2026-11-21T17:39:13.000Z',
    });
  });

  it('keeps a file that can not be read as a failed profile that says why', async () => {
    const profile = await uploadAndWait(url, 'this is no perf script\n'.repeat(100));
    expect(profile.status).toBe('failed');
    expect(profile.error?.code).toBe('input-not-perf-script');
    expect(profile.error?.cure).not.toBe('');
    const refused = await problemOf(await fetch(`${url}/api/v1/profiles/${profile.id}/heatmap`));
    expect(refused).toMatchObject({ status: 409, code: 'profile-failed' });
  });

  it.each([
    ['no JSON', '{name: x}', 'bad-metadata', 'not JSON'],
    ['an unknown field', { nmae: 'x' }, 'bad-metadata', 'nmae'],
    ['a name that is too long', { name: 'x'.repeat(201) }, 'bad-metadata', '"name"'],
    ['a time without zone', { startedAt: '2026-11-21T18:39:13' }, 'bad-metadata', '"startedAt"'],
  ])('refuses metadata with %s', async (_what, metadata, code, mention) => {
    const refused = await problemOf(await upload(url, text, { metadata }));
    expect(refused).toMatchObject({ status: 400, code });
    expect(refused.detail).toContain(mention);
  });

  it('refuses metadata after the file, a foreign part, a missing file, another content type, each with its own words', async () => {
    const send = (build: (form: FormData) => void) => {
      const form = new FormData();
      build(form);
      return fetch(`${url}/api/v1/profiles`, { method: 'POST', body: form });
    };
    const before = blobs();
    const late = await problemOf(
      await send((form) => {
        form.append('file', new Blob([text]), 'a.txt');
        form.append('metadata', '{"name":"late"}');
      }),
    );
    expect(late).toMatchObject({ status: 400, code: 'bad-upload' });
    expect(late.detail).toContain('after the file');
    expect((await problemOf(await send((form) => form.append('upload', new Blob([text]), 'a.txt')))).detail).toContain(
      '"upload"',
    );
    expect((await problemOf(await send((form) => form.append('metadata', '{}')))).detail).toContain('no part "file"');
    expect((await problemOf(await send((form) => form.append('file', 'pasted text')))).detail).toContain(
      'plain form field',
    );
    expect(
      await problemOf(
        await fetch(`${url}/api/v1/profiles`, {
          method: 'POST',
          body: '{}',
          headers: { 'content-type': 'application/json' },
        }),
      ),
    ).toMatchObject({ status: 415, code: 'unsupported-media-type' });
    expect(
      await problemOf(
        await fetch(`${url}/api/v1/profiles`, {
          method: 'POST',
          body: text,
          headers: { 'content-type': 'application/gzip' },
        }),
      ),
    ).toMatchObject({ status: 415 });
    expect(blobs()).toEqual(before);
  });

  it('refuses more bytes than it takes, whether or not the length was announced, and keeps none', async () => {
    const before = blobs();
    const announced = await problemOf(await upload(url, new Uint8Array(6 * 1024 * 1024)));
    expect(announced).toMatchObject({ status: 413, code: 'upload-too-large' });
    const boundary = 'xyz';
    const body = new ReadableStream({
      start(controller) {
        controller.enqueue(
          new TextEncoder().encode(
            `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="a"\r\n\r\n`,
          ),
        );
        for (let i = 0; i < 5; i++) controller.enqueue(new Uint8Array(1024 * 1024));
        controller.close();
      },
    });
    const streamed = await fetch(`${url}/api/v1/profiles`, {
      method: 'POST',
      body,
      duplex: 'half',
      headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
    } as RequestInit);
    expect(await problemOf(streamed)).toMatchObject({ status: 413, code: 'upload-too-large' });
    expect(blobs()).toEqual(before);
  });

  it('leaves nothing behind when the client goes away in the middle', async () => {
    const before = { blobs: blobs(), profiles: await getJson<ProfileList>(`${url}/api/v1/profiles?limit=200`) };
    const { hostname, port } = new URL(url);
    const client = request({
      hostname,
      port,
      method: 'POST',
      path: '/api/v1/profiles',
      headers: { 'content-type': 'multipart/form-data; boundary=xyz', 'content-length': '1000000' },
    });
    client.on('error', () => undefined);
    client.write(`--xyz\r\ncontent-disposition: form-data; name="file"; filename="a"\r\n\r\n${text.slice(0, 200_000)}`);
    await new Promise((resolve) => setTimeout(resolve, 300));
    client.destroy();
    await expect.poll(() => blobs(), { timeout: 5000 }).toEqual(before.blobs);
    expect(await getJson<ProfileList>(`${url}/api/v1/profiles?limit=200`)).toEqual(before.profiles);
  });

  it('refuses a form that ends before its closing boundary', async () => {
    const response = await fetch(`${url}/api/v1/profiles`, {
      method: 'POST',
      body: `--xyz\r\ncontent-disposition: form-data; name="file"; filename="a"\r\n\r\n${text.slice(0, 1000)}`,
      headers: { 'content-type': 'multipart/form-data; boundary=xyz' },
    });
    expect(await problemOf(response)).toMatchObject({ status: 400, code: 'bad-upload' });
  });
});

describe('Idempotency-Key', () => {
  it('answers the same upload the same, and another one 409', async () => {
    const headers = { 'idempotency-key': randomUUID() };
    const first = await newId({ headers });
    const before = blobs();
    expect(await newId({ headers })).toBe(first);
    expect(blobs()).toEqual(before);
    const refused = await problemOf(await upload(url, `${text}\n`, { headers }));
    expect(refused).toMatchObject({ status: 409, code: 'idempotency-mismatch' });
    expect(await problemOf(await upload(url, text, { headers, metadata: { name: 'other' } }))).toMatchObject({
      code: 'idempotency-mismatch',
    });
    expect(blobs()).toEqual(before);
  });

  it('makes one profile of concurrent duplicates', async () => {
    const headers = { 'idempotency-key': randomUUID() };
    const name = `concurrent ${randomUUID()}`;
    const ids = await Promise.all(Array.from({ length: 8 }, () => newId({ headers, metadata: { name } })));
    expect(new Set(ids).size).toBe(1);
    const { profiles } = await getJson<ProfileList>(`${url}/api/v1/profiles?q=${encodeURIComponent(name)}`);
    expect(profiles.map(({ id }) => id)).toEqual([ids[0]]);
  });

  it('must be printable', async () => {
    expect(await problemOf(await upload(url, text, { headers: { 'idempotency-key': 'a b' } }))).toMatchObject({
      status: 400,
      code: 'bad-request',
    });
  });
});

describe('GET /api/v1/profiles', () => {
  it('pages through all profiles once, newest first', async () => {
    const label = randomUUID();
    const made: string[] = [];
    for (let i = 0; i < 5; i++) made.push(await newId({ metadata: { name: `page ${i}`, labels: { run: label } } }));
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: ProfileList = await getJson(
        `${url}/api/v1/profiles?limit=2&label=run:${label}${cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`}`,
      );
      seen.push(...page.profiles.map(({ id }) => id));
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(seen).toEqual(made.reverse());
  });

  it('finds text in names, hosts, file names and labels, in any case', async () => {
    const word = `w${randomUUID().slice(0, 8)}`;
    const id = await newId({ metadata: { name: 'found', labels: { [`Env_${word}`]: `100%prod${word}` } } });
    const other = await newId({ fileName: `other-${word.toUpperCase()}.gz` });
    const find = async (q: string) =>
      (await getJson<ProfileList>(`${url}/api/v1/profiles?q=${encodeURIComponent(q)}`)).profiles.map(
        (found) => found.id,
      );
    for (const q of [`env_${word}`, `PROD${word}`, `env_${word}:100%PROD`]) expect(await find(q), q).toEqual([id]);
    expect(await find(word)).toEqual([other, id]);
    expect(await find(`env-${word}`)).toEqual([]);
  });

  it.each([
    ['limit=0', 'limit'],
    ['limit=x', 'limit'],
    ['cursor=nonsense', 'cursor'],
    ['from=yesterday', 'from'],
    ['label=nocolon', 'label'],
    ['colour=red', 'colour'],
  ])('refuses ?%s and names the parameter', async (query, parameter) => {
    const refused = await problemOf(await fetch(`${url}/api/v1/profiles?${query}`));
    expect(refused).toMatchObject({ status: 400, code: 'bad-query' });
    expect(refused.detail).toContain(parameter);
  });
});

describe('one profile', () => {
  it('can be renamed, labelled, pinned; is not deleted while pinned, and gone with its blob afterwards', async () => {
    const id = await newId();
    await waitForProfile(url, id);
    const address = `${url}/api/v1/profiles/${id}`;
    const patch = (body: unknown) =>
      fetch(address, { method: 'PATCH', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } });
    expect(await (await patch({ name: 'renamed', labels: { a: 'b' }, pinned: true })).json()).toMatchObject({
      name: 'renamed',
      labels: { a: 'b' },
      pinned: true,
    });
    expect(await problemOf(await fetch(address, { method: 'DELETE' }))).toMatchObject({
      status: 409,
      code: 'profile-pinned',
    });
    expect(await problemOf(await patch({ status: 'ready' }))).toMatchObject({ status: 400, code: 'bad-request' });
    await patch({ pinned: false });
    expect((await fetch(address, { method: 'DELETE' })).status).toBe(204);
    expect(await problemOf(await fetch(address))).toMatchObject({ status: 404, code: 'profile-not-found' });
    await expect.poll(() => blobs().includes(id), { timeout: 10_000 }).toBe(false);
  });

  it('is 404 under an id that nobody has, and under one that is none', async () => {
    for (const id of [randomUUID(), 'nonsense', '%00']) {
      for (const tail of ['', '/heatmap', '/flamegraph', '/threads', '/stacks', '/samples', '/progress']) {
        const response = await fetch(`${url}/api/v1/profiles/${id}${tail}`);
        expect(await problemOf(response), `${id}${tail}`).toMatchObject({ status: 404 });
      }
    }
  });

  it('lists its threads', async () => {
    const { id } = await uploadAndWait(url, text);
    const { threads } = await getJson<ThreadList>(`${url}/api/v1/profiles/${id}/threads`);
    expect(threads.map(({ comm, tid }) => `${comm} ${tid}`).sort()).toEqual([
      'ledger 4242',
      'monitor 4300',
      'swapper 0',
    ]);
  });
});

describe('GET /progress', () => {
  const events = async (id: string): Promise<{ event: string; data: ProfileProgress }[]> => {
    const response = await fetch(`${url}/api/v1/profiles/${id}/progress`);
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    const blocks = (await response.text()).split('\n\n').filter((block) => block.startsWith('event: '));
    return blocks.map((block) => ({
      event: /^event: (\w+)$/m.exec(block)?.[1] ?? '',
      data: JSON.parse(/^data: (.*)$/m.exec(block)?.[1] ?? '') as ProfileProgress,
    }));
  };

  it('ends by itself with "end" once the profile is ready', async () => {
    const all = await events(await newId());
    expect(all.at(-1)).toMatchObject({ event: 'end', data: { status: 'ready', phase: 'done', samples: 1500 } });
    expect(all.slice(0, -1).every(({ event }) => event === 'progress')).toBe(true);
  });

  it('works when the profile is ready already, and tells of a failure', async () => {
    const { id } = await uploadAndWait(url, text);
    expect((await events(id)).map(({ event }) => event)).toEqual(['progress', 'end']);
    const failed = await uploadAndWait(url, 'nonsense');
    expect((await events(failed.id)).at(-1)).toMatchObject({
      event: 'end',
      data: { status: 'failed', error: { code: failed.error?.code } },
    });
  });
});
