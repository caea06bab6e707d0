import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runCli } from './cli.ts';

const id = '019a0000-0000-7000-8000-000000000001';
const accepted = JSON.stringify({ id, status: 'queued', url: `/p/${id}` });

interface Received {
  readonly headers: http.IncomingHttpHeaders;
  readonly metadata: unknown;
  readonly text: string;
}

let folder: string;
let server: http.Server;
let received: Received[];
/** Status, body and headers of the coming answers; the last one stays. */
let answers: { status: number; body: string; headers?: Record<string, string> }[];
let waits: number[];

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'subsecond-agent-test-'));
  received = [];
  waits = [];
  answers = [{ status: 202, body: accepted }];
  server = http.createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    received.push(readMultipart(request.headers, Buffer.concat(chunks)));
    const answer = answers.length > 1 ? answers.shift() : answers[0];
    response.writeHead(answer?.status ?? 500, answer?.headers).end(answer?.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  rmSync(folder, { recursive: true });
});

function readMultipart(headers: http.IncomingHttpHeaders, body: Buffer): Received {
  const boundary = /boundary=(.*)$/.exec(headers['content-type'] ?? '')?.[1];
  const parts = body
    .toString('latin1')
    .split(`--${boundary}`)
    .slice(1, -1)
    .map((part) => part.slice(part.indexOf('\r\n\r\n') + 4, -2));
  const file = Buffer.from(parts[1] ?? '', 'latin1');
  return { headers, metadata: JSON.parse(parts[0] ?? ''), text: gunzipSync(file).toString() };
}

const address = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

async function run(args: readonly string[], stdin = '', env: Record<string, string> = {}) {
  const printed: string[] = [];
  const reported: string[] = [];
  const code = await runCli(args, {
    env,
    stdin: Readable.from([Buffer.from(stdin)]),
    print: (line) => printed.push(line),
    report: (line) => reported.push(line),
    wait: async (ms) => waits.push(ms),
  });
  return { code, printed: printed.join('\n'), reported: reported.join('\n') };
}

function file(name: string, content: string | Buffer): string {
  const where = path.join(folder, name);
  writeFileSync(where, content);
  return where;
}

describe('upload', () => {
  it('sends a plain file compressed, with what was said about it, and prints where it is', async () => {
    const { code, printed } = await run([
      'upload',
      file('a.txt', 'perf text'),
      '--server',
      address(),
      '--host',
      'web-1',
      '--label',
      'build=7',
      '--key',
      'secret',
    ]);
    expect({ code, printed }).toEqual({ code: 0, printed: `${address()}/p/${id}` });
    expect(received).toHaveLength(1);
    expect(received[0]?.text).toBe('perf text');
    expect(received[0]?.metadata).toEqual({ name: 'a.txt', host: 'web-1', labels: { build: '7' } });
    expect(received[0]?.headers['authorization']).toBe('Bearer secret');
    expect(received[0]?.headers['idempotency-key']).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('sends a gzip file as it is', async () => {
    await run(['upload', file('a.txt.gz', gzipSync('perf text')), '--server', address()]);
    expect(received[0]?.text).toBe('perf text');
  });

  it('sends standard input, again and the same when the first answer was a failure', async () => {
    answers = [
      { status: 503, body: '', headers: { 'retry-after': '7' } },
      { status: 502, body: 'proxy' },
      { status: 202, body: accepted },
    ];
    const { code, reported } = await run(['upload', '-', '--server', address()], 'from a pipe');
    expect(code).toBe(0);
    expect(received.map((r) => r.text)).toEqual(['from a pipe', 'from a pipe', 'from a pipe']);
    expect(new Set(received.map((r) => r.headers['idempotency-key'])).size).toBe(1);
    expect(waits[0]).toBe(7000);
    expect(waits[1]).toBeGreaterThanOrEqual(1000);
    expect(waits[1]).toBeLessThanOrEqual(2000);
    expect(reported).toContain('answered 503');
  });

  it('does not try again what the server refuses for good, and says what it said', async () => {
    answers = [
      {
        status: 413,
        body: JSON.stringify({
          type: 'x',
          title: 'Too large',
          status: 413,
          code: 'upload-too-large',
          detail: 'At most 1 GiB.',
        }),
      },
    ];
    const { code, reported } = await run(['upload', file('a.txt', 'x'), '--server', address()]);
    expect(code).toBe(1);
    expect(received).toHaveLength(1);
    expect(reported).toContain('answered 413. Too large: At most 1 GiB. (upload-too-large)');
  });

  it('gives up on a server that is not there after the attempts it was given, and names the cure', async () => {
    const gone = address();
    await new Promise((resolve) => server.close(resolve));
    const { code, reported } = await run(['upload', file('a.txt', 'x'), '--server', gone, '--attempts', '3']);
    expect(code).toBe(1);
    expect(waits).toHaveLength(2);
    expect(reported).toMatch(/could not be reached \(ECONNREFUSED\)\. Check --server/);
    server = http.createServer().listen(0);
  });

  it('says when something else than Subsecond answers', async () => {
    answers = [{ status: 200, body: '<html>' }];
    const { code, reported } = await run(['upload', file('a.txt', 'x'), '--server', address()]);
    expect(code).toBe(1);
    expect(reported).toContain('not as a Subsecond server does');
  });

  it('says which file can not be read', async () => {
    const { code, reported } = await run(['upload', path.join(folder, 'gone.txt'), '--server', address()]);
    expect(code).toBe(1);
    expect(reported).toMatch(/gone\.txt can't be read: ENOENT/);
  });
});

describe('what is typed', () => {
  it.each([
    [['fetch'], 'no command "fetch"'],
    [['upload'], 'wants a file'],
    [['upload', 'a', 'b'], 'takes one file'],
    [['upload', 'a', '--server', 'ftp://x'], 'http or https'],
    [['upload', 'a', '--label', 'x'], 'KEY=VALUE'],
    [['upload', 'a', '--attempts', '0'], 'whole number'],
    [['upload', 'a', '--nope'], "'--nope'"],
  ])('%j is refused with what to change', async (args, message) => {
    const { code, reported } = await run(args);
    expect(code).toBe(2);
    expect(reported).toContain(message);
  });

  it('takes server and key from the environment, and shows its usage', async () => {
    await run(['upload', file('a.txt', 'x')], '', { SUBSECOND_SERVER: address(), SUBSECOND_KEY: 'k' });
    expect(received[0]?.headers['authorization']).toBe('Bearer k');
    expect((await run(['--help'])).printed).toContain('Usage: subsecond-agent upload FILE');
  });
});
