import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ProfileList } from '@subsecond/contracts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { getJson, upload, uploadAndWait, waitForProfile } from '../support/api-client.ts';
import { burstRecording } from '../support/burst-recording.ts';

/** The shipped entry point in a process of its own, as `npm start` runs it; only its environment is the test's. */
const root = join(import.meta.dirname, '../..');
const distDir = process.env.NEXT_DIST_DIR ?? '.next';
const isBuilt = existsSync(join(root, 'apps/web', distDir, 'BUILD_ID'));

interface Started {
  readonly child: ChildProcess;
  readonly output: { stdout: string; stderr: string };
  readonly exited: Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>;
}

let dataDir: string;
const running = new Set<ChildProcess>();

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'subsecond-shutdown-'));
  chmodSync(dataDir, 0o755); // as root, another account has to reach the data
});

afterEach(async () => {
  for (const child of running) child.kill('SIGKILL');
  const postmaster = postmasterPid();
  if (postmaster !== undefined && isAlive(postmaster)) process.kill(postmaster, 'SIGINT');
  await expect.poll(() => postmaster === undefined || !isAlive(postmaster), { timeout: 20_000 }).toBe(true);
  rmSync(dataDir, { recursive: true, force: true });
});

function start(env: Readonly<Record<string, string>> = {}, main = 'local-main.ts'): Started {
  const child = spawn(process.execPath, [join(root, 'apps/api/src', main)], {
    cwd: root,
    env: {
      PATH: process.env.PATH ?? '',
      PORT: '0',
      SUBSECOND_DATA_DIR: dataDir,
      NEXT_TELEMETRY_DISABLED: '1',
      NEXT_DIST_DIR: distDir,
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  const output = { stdout: '', stderr: '' };
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (output.stdout += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (output.stderr += text));
  const { promise: exited, resolve } = Promise.withResolvers<Awaited<Started['exited']>>();
  child.once('exit', (code, signal) => {
    running.delete(child);
    resolve({ code, signal });
  });
  return { child, output, exited };
}

async function ready({ output, child }: Started): Promise<string> {
  await expect.poll(() => output.stdout.includes('http://') || child.exitCode !== null, { timeout: 60_000 }).toBe(true);
  const url = /http:\/\/\S+/.exec(output.stdout)?.[0];
  if (url === undefined) throw new Error(`no address, but exit ${child.exitCode}: ${output.stderr}`);
  return url;
}

function postmasterPid(): number | undefined {
  const file = join(dataDir, 'postgres/cluster/postmaster.pid');
  return existsSync(file) ? Number(readFileSync(file, 'utf8').split('\n', 1)[0]) : undefined;
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ESRCH') return false;
    throw error;
  }
}

describe.skipIf(!isBuilt)('npm start (needs the pages: npm run build)', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)(
    'says one line, and on %s ends with 0 and leaves no Postgres behind',
    async (signal) => {
      const started = start();
      const url = await ready(started);
      expect(await getJson(`${url}/readyz`)).toEqual({ status: 'ok' });
      const postmaster = postmasterPid() ?? 0;
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
      expect(postmasterPid()).toBeUndefined();
      expect(started.output.stdout).toBe(`Subsecond is ready at ${url}\n`);
    },
  );

  it('keeps what was uploaded over a kill -9, and finishes what was not done', async () => {
    const first = start();
    const firstUrl = await ready(first);
    const kept = await uploadAndWait(firstUrl, burstRecording(), { metadata: { name: 'kept' } });
    const pending = (await (await upload(firstUrl, burstRecording(), { metadata: { name: 'pending' } })).json()) as {
      id: string;
    };
    first.child.kill('SIGKILL');
    await first.exited;

    const second = start();
    const url = await ready(second);
    expect((await waitForProfile(url, kept.id)).name).toBe('kept');
    expect(await waitForProfile(url, pending.id)).toMatchObject({ name: 'pending', status: 'ready' });
    second.child.kill('SIGTERM');
    expect(await second.exited).toEqual({ code: 0, signal: null });
    expect(postmasterPid()).toBeUndefined();
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
      expect(postmasterPid(), `after ${delay} ms`).toBeUndefined();
    }
  });

  it('does not bring back an example that a person deleted', async () => {
    const first = start();
    const url = await ready(first);
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
    const again = await ready(second);
    await new Promise((resolve) => setTimeout(resolve, 1000));
    expect((await examples(again)).map(({ id }) => id)).toEqual(rest.map(({ id }) => id));
    second.child.kill('SIGTERM');
    await second.exited;
  });

  it('gives each page a nonce of its own, which its scripts carry', async () => {
    const started = start();
    const url = await ready(started);
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
      expect(existsSync(join(dataDir, 'postgres'))).toBe(false);
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

  it('of a replica without a database says where to get one', async () => {
    const started = start({}, 'http-main.ts');
    expect(await started.exited).toEqual({ code: 1, signal: null });
    expect(started.output.stderr).toContain('set DATABASE_URL');
  });
});
