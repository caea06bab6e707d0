import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { ProfileList } from '@subsecond/contracts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { getJson, upload, uploadAndWait, waitForProfile } from '../support/api-client.ts';
import { burstRecording } from '../support/burst-recording.ts';
import { isAlive, makeShippedPlace, pagesAreBuilt, type ShippedPlace } from '../support/shipped-server.ts';

let place: ShippedPlace;
const start = (env?: Readonly<Record<string, string>>, main?: string) => place.start(env, main);

beforeEach(() => {
  place = makeShippedPlace();
});

afterEach(() => place.release());

describe.skipIf(!pagesAreBuilt)('npm start (needs the pages: npm run build)', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)(
    'says one line, and on %s ends with 0 and leaves no Postgres behind',
    async (signal) => {
      const started = start();
      const url = await started.ready();
      expect(await getJson(`${url}/readyz`)).toEqual({ status: 'ok' });
      const postmaster = place.postmasterPid() ?? 0;
      expect(isAlive(postmaster)).toBe(true);
      // A reader that never goes away by itself must not keep the server up.
      const { id } = (await (await upload(url, burstRecording())).json()) as { id: string };
      const stream = fetch(`${url}/api/v1/profiles/${id}/progress`).then((response) => response.text());
      const before = Date.now();
      started.child.kill(signal);
      expect(await started.exited).toEqual({ code: 0, signal: null });
      expect(Date.now() - before).toBeLessThan(10_000);
      await stream.catch(() => 'cut off');
      expect(isAlive(postmaster)).toBe(false);
      expect(place.postmasterPid()).toBeUndefined();
      expect(started.output.stdout).toBe(`Subsecond is ready at ${url}\n`);
    },
  );

  it('ends in order when its terminal is closed', async () => {
    const started = start();
    await started.ready();
    started.child.stderr?.destroy();
    started.child.stdout?.destroy();
    started.child.kill('SIGHUP');
    expect(await started.exited).toEqual({ code: 0, signal: null });
    expect(place.postmasterPid()).toBeUndefined();
  });

  it('ends at once on a second signal, and its Postgres stops by itself', async () => {
    const started = start();
    const url = await started.ready();
    const postmaster = place.postmasterPid() ?? 0;
    // A request that goes on keeps the first signal waiting.
    const { promise: stuck, resolve: end } = Promise.withResolvers<void>();
    const body = new ReadableStream({
      pull: async (controller) => {
        controller.enqueue(new TextEncoder().encode('--x\r\n'));
        await stuck;
        controller.close();
      },
    });
    const request: RequestInit & { duplex: 'half' } = {
      method: 'POST',
      body,
      duplex: 'half',
      headers: { 'content-type': 'multipart/form-data; boundary=x' },
    };
    const cutOff = fetch(`${url}/api/v1/profiles`, request).catch(() => 'cut off');
    await new Promise((resolve) => setTimeout(resolve, 300));
    started.child.kill('SIGINT');
    await new Promise((resolve) => setTimeout(resolve, 300));
    const before = Date.now();
    started.child.kill('SIGINT');
    expect(await started.exited).toEqual({ code: 130, signal: null });
    expect(Date.now() - before).toBeLessThan(1_000);
    end();
    await cutOff;
    await expect.poll(() => isAlive(postmaster), { timeout: 10_000 }).toBe(false);
  });

  it('keeps what was uploaded over a kill -9, and finishes what was not done', async () => {
    const first = start();
    const firstUrl = await first.ready();
    const kept = await uploadAndWait(firstUrl, burstRecording(), { metadata: { name: 'kept' } });
    const pending = (await (await upload(firstUrl, burstRecording(), { metadata: { name: 'pending' } })).json()) as {
      id: string;
    };
    first.child.kill('SIGKILL');
    await first.exited;

    const second = start();
    const url = await second.ready();
    expect((await waitForProfile(url, kept.id)).name).toBe('kept');
    expect(await waitForProfile(url, pending.id)).toMatchObject({ name: 'pending', status: 'ready' });
    second.child.kill('SIGTERM');
    expect(await second.exited).toEqual({ code: 0, signal: null });
    expect(place.postmasterPid()).toBeUndefined();
  });

  it('ends with 0 when it is stopped while it starts', async () => {
    for (const delay of [100, 600, 1200]) {
      const started = start();
      await new Promise((resolve) => setTimeout(resolve, delay));
      started.child.kill('SIGTERM');
      const { code, signal } = await started.exited;
      // Before Node has read the first line, nothing is there yet to catch the signal, nor to release.
      expect([0, null], `after ${delay} ms: ${started.output.stderr}`).toContain(code);
      if (code === null) expect(signal).toBe('SIGTERM');
      expect(place.postmasterPid(), `after ${delay} ms`).toBeUndefined();
    }
  });

  it('does not bring back an example that a person deleted', async () => {
    const first = start();
    const url = await first.ready();
    const examples = async (address: string) =>
      (await getJson<ProfileList>(`${address}/api/v1/profiles?label=example:true`)).profiles;
    await expect.poll(async () => (await examples(url)).length, { timeout: 20_000 }).toBeGreaterThan(1);
    await expect
      .poll(async () => (await examples(url)).every(({ status }) => status === 'ready'), { timeout: 60_000 })
      .toBe(true);
    const [deleted, ...rest] = await examples(url);
    expect(deleted?.story).toMatch(/\w/);
    expect((await fetch(`${url}/api/v1/profiles/${deleted?.id}`, { method: 'DELETE' })).status).toBe(204);
    first.child.kill('SIGTERM');
    await first.exited;

    const second = start();
    const again = await second.ready();
    await new Promise((resolve) => setTimeout(resolve, 1000));
    expect((await examples(again)).map(({ id }) => id)).toEqual(rest.map(({ id }) => id));
    second.child.kill('SIGTERM');
    await second.exited;
  });

  it('removes what a killed process had of an upload, and refuses uploads of another database', async () => {
    const incoming = join(place.dataDir, 'uploads', '.incoming');
    mkdirSync(incoming, { recursive: true });
    writeFileSync(join(incoming, 'half'), 'x');
    const first = start();
    await first.ready();
    expect(readdirSync(incoming)).not.toContain('half');
    first.child.kill('SIGTERM');
    await first.exited;

    writeFileSync(join(place.dataDir, 'uploads', '.installation'), 'another');
    const second = start();
    expect(await second.exited).toEqual({ code: 1, signal: null });
    expect(second.output.stderr).toContain('belong to another database');
    expect(second.output.stderr).not.toContain('    at ');
  });

  it('gives each page a nonce of its own, which its scripts carry', async () => {
    const started = start();
    const url = await started.ready();
    const nonces = [];
    for (let i = 0; i < 2; i++) {
      const page = await fetch(`${url}/`);
      const policy = page.headers.get('content-security-policy') ?? '';
      const nonce = /'nonce-([^']+)'/.exec(policy)?.[1] ?? '';
      nonces.push(nonce);
      const html = await page.text();
      const scripts = html.match(/<script\b[^>]*>/g) ?? [];
      expect(page.status).toBe(200);
      expect(policy).toContain("frame-ancestors 'none'");
      expect(page.headers.get('x-powered-by')).toBeNull();
      expect(page.headers.get('x-content-type-options')).toBe('nosniff');
      expect(scripts.length).toBeGreaterThan(0);
      for (const script of scripts) expect(script).toContain(`nonce="${nonce}"`);
    }
    expect(nonces[0]).not.toBe(nonces[1]);
    expect((await fetch(`${url}/no/such/page`)).status).toBe(404);
    started.child.kill('SIGTERM');
    await started.exited;
  });
});

describe('a start that can not succeed', () => {
  it('names the cure for a port that is taken, before it starts anything', async () => {
    const holder = createServer();
    await new Promise<void>((resolve) => holder.listen(0, '127.0.0.1', resolve));
    const address = holder.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    try {
      const started = start({ PORT: String(port) });
      expect(await started.exited).toEqual({ code: 1, signal: null });
      expect(started.output.stderr).toContain(`Port ${port} is taken`);
      expect(started.output.stderr).toContain(`PORT=${port + 1} npm start`);
      expect(started.output.stdout).toBe('');
      expect(existsSync(join(place.dataDir, 'postgres'))).toBe(false);
    } finally {
      holder.close();
    }
  });

  it('lists all settings that are wrong', async () => {
    const started = start({ PORT: 'x', HOST: '0.0.0.0', PUBLIC_URL: 'here' });
    expect(await started.exited).toEqual({ code: 1, signal: null });
    for (const name of ['PORT', 'PUBLIC_URL', 'SUBSECOND_ADMIN_TOKEN']) expect(started.output.stderr).toContain(name);
    expect(started.output.stderr).not.toContain('    at ');
  });

  it.each([
    ['SUBSECOND_DATA_DIR', '/proc/nope', 'Give a directory'],
    ['SUBSECOND_DATA_DIR', '/etc/hostname', 'no directory'],
    ['DATABASE_URL', 'postgres://nobody:hunter2@127.0.0.1:1/x', '127.0.0.1:1/x'],
    ['REDIS_URL', 'redis://:hunter2@127.0.0.1:1', '127.0.0.1:1'],
  ])('because of %s=%s ends soon, with one message that names it and the cure', async (name, value, words) => {
    const started = start({ [name]: value });
    expect(await started.exited).toEqual({ code: 1, signal: null });
    const { stderr } = started.output;
    expect(stderr).toContain(name);
    expect(stderr).toContain(words);
    expect(stderr.trim().split('\n'), stderr).toHaveLength(1);
    expect(stderr).not.toContain('hunter2');
  });

  it('of a replica without a database says where to get one', async () => {
    const started = start({}, 'http-main.ts');
    expect(await started.exited).toEqual({ code: 1, signal: null });
    expect(started.output.stderr).toContain('set DATABASE_URL');
  });
});
