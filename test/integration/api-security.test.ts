import { randomUUID } from 'node:crypto';
import { type IncomingHttpHeaders, request } from 'node:http';
import { connect } from 'node:net';
import { ERRORS, type Problem } from '@subsecond/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { getJson, problemOf, upload, uploadAndWait } from '../support/api-client.ts';
import { burstRecording } from '../support/burst-recording.ts';
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

const TOKEN = 'test-admin-token-0123456789';

/** Keeps Postgres running from one server of this file to the next. */
let held: TestDatabase;
beforeAll(async () => {
  held = await createTestDatabase();
});
afterAll(() => held.release());

interface RawAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** `fetch` refuses to lie about Host and Origin; an attacker does not. */
function send(
  url: string,
  options: {
    readonly method?: string;
    readonly path?: string;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: string;
  } = {},
): Promise<RawAnswer> {
  const { hostname, port } = new URL(url);
  const { promise, resolve, reject } = Promise.withResolvers<RawAnswer>();
  const client = request(
    {
      hostname: hostname === 'localhost' ? '127.0.0.1' : hostname,
      port,
      method: options.method ?? 'GET',
      path: options.path ?? '/api/v1/profiles',
      headers: {
        host: `localhost:${port}`,
        'content-length': String(Buffer.byteLength(options.body ?? '')),
        ...options.headers,
      },
    },
    (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
    },
  );
  client.on('error', reject).end(options.body);
  return promise;
}

const codeOf = (answer: RawAnswer): string => (JSON.parse(answer.body) as Problem).code;

interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly responses?: unknown }>>>>;
}

describe('a server on this machine', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer();
  });
  afterAll(() => server.release());

  it.each(['evil.example', 'evil.example:80', 'localhost.evil.example', 'localhost:1', '169.254.169.254', 'localhost'])(
    'refuses Host: %s on every route but the probes',
    async (host) => {
      for (const path of ['/api/v1/profiles', '/api/docs/json', '/metrics', '/nowhere', '/api/v1/admin-session']) {
        const answer = await send(server.url, { path, headers: { host } });
        expect([answer.status, codeOf(answer)], path).toEqual([421, 'host-refused']);
      }
      expect((await send(server.url, { path: '/healthz', headers: { host } })).status).toBe(200);
    },
  );

  it('answers to its loopback names', async () => {
    const { port } = new URL(server.url);
    for (const host of [`localhost:${port}`, `127.0.0.1:${port}`, `[::1]:${port}`]) {
      expect((await send(server.url, { headers: { host } })).status, host).toBe(200);
    }
  });

  it.each(['http://evil.example', 'null', 'http://localhost:1', 'https://localhost'])(
    'refuses Origin: %s, whatever the method',
    async (origin) => {
      for (const method of ['GET', 'POST', 'PATCH', 'DELETE']) {
        const answer = await send(server.url, {
          method,
          path: method === 'GET' || method === 'POST' ? '/api/v1/profiles' : `/api/v1/profiles/${randomUUID()}`,
          headers: { origin, 'content-type': 'application/json' },
          body: method === 'GET' ? '' : '{}',
        });
        expect([answer.status, codeOf(answer)], method).toEqual([403, 'origin-refused']);
        expect(answer.headers['access-control-allow-origin']).toBeUndefined();
      }
    },
  );

  it('takes its own origin, and no origin at all, but no form that another site sends', async () => {
    expect((await send(server.url, { headers: { origin: server.url } })).status).toBe(200);
    expect((await send(server.url)).status).toBe(200);
    const form = await send(server.url, {
      method: 'POST',
      headers: { 'sec-fetch-site': 'cross-site', 'content-type': 'text/plain' },
      body: 'x',
    });
    expect(codeOf(form)).toBe('origin-refused');
  });

  it('believes no X-Forwarded-Host of a proxy that it does not know', async () => {
    const answer = await send(server.url, {
      headers: { host: 'evil.example', 'x-forwarded-host': new URL(server.url).host },
    });
    expect(codeOf(answer)).toBe('host-refused');
  });

  it('sets the same protection on every answer, and tells nothing of itself', async () => {
    const { id } = await uploadAndWait(server.url, burstRecording());
    for (const path of [
      '/api/v1/profiles',
      `/api/v1/profiles/${id}/progress`,
      `/api/v1/profiles/${id}/flamegraph?format=svg`,
      '/healthz',
      '/api/docs',
      '/api/nowhere',
    ]) {
      const { headers } = await send(server.url, { path });
      expect(headers, path).toMatchObject({
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'referrer-policy': 'no-referrer',
        'cross-origin-resource-policy': 'same-origin',
      });
      expect(headers['content-security-policy'], path).toMatch(/default-src 'none'.*frame-ancestors 'none'/);
      expect([headers.server, headers['x-powered-by']], path).toEqual([undefined, undefined]);
    }
  });

  it('answers problem documents to whatever goes wrong', async () => {
    expect(await problemOf(await fetch(`${server.url}/api/v2/nothing`))).toMatchObject({
      status: 404,
      code: 'not-found',
      title: ERRORS['not-found'].title,
    });
    expect(await problemOf(await fetch(`${server.url}/nowhere`))).toMatchObject({ status: 404 });
    for (const [path, allowed] of [
      ['profiles', 'GET, HEAD, POST'],
      [`profiles/${randomUUID()}`, 'DELETE, GET, HEAD, PATCH'],
    ]) {
      const put = await fetch(`${server.url}/api/v1/${path}`, { method: 'PUT' });
      expect(put.headers.get('allow')).toBe(allowed);
      expect(await problemOf(put)).toMatchObject({ status: 405, code: 'method-not-allowed' });
    }
    expect(await problemOf(await fetch(`${server.url}/%ff`))).toMatchObject({ status: 400 });
    const patch = (body: string, type = 'application/json') =>
      fetch(`${server.url}/api/v1/profiles/${randomUUID()}`, {
        method: 'PATCH',
        body,
        headers: { 'content-type': type },
      });
    expect(await problemOf(await patch('{'))).toMatchObject({ status: 400, code: 'bad-request' });
    expect(await problemOf(await patch(''))).toMatchObject({ status: 400, code: 'bad-request' });
    expect(await problemOf(await patch('{"__proto__":{"name":"x"}}'))).toMatchObject({
      status: 400,
      code: 'bad-request',
    });
    expect(await problemOf(await patch('x', 'text/csv'))).toMatchObject({ status: 415 });
    expect(await problemOf(await patch(JSON.stringify({ name: 'x'.repeat(2_000_000) })))).toMatchObject({
      status: 413,
      code: 'request-too-large',
    });
    expect(
      await problemOf(
        await fetch(`${server.url}/api/v1/profiles`, {
          method: 'POST',
          body: 'x',
          headers: { 'content-type': 'multipart/form-data' },
        }),
      ),
    ).toMatchObject({ status: 400 });
  });

  it('answers a problem document even to what is no HTTP', async () => {
    const { port } = new URL(server.url);
    const { promise, resolve } = Promise.withResolvers<string>();
    const socket = connect(Number(port), '127.0.0.1', () => socket.write('nonsense\r\n\r\n'));
    let text = '';
    socket.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
    socket.on('close', () => resolve(text));
    expect(await promise).toMatch(/^HTTP\/1\.1 400 [\s\S]*application\/problem\+json[\s\S]*"code":"bad-request"/);
  });

  it('documents every route, and serves the page without a script or another server', async () => {
    const document = await getJson<OpenApi>(`${server.url}/api/docs/json`);
    expect(Object.keys(document.paths)).toEqual(
      expect.arrayContaining([
        '/api/v1/profiles',
        '/api/v1/profiles/{id}',
        '/api/v1/profiles/{id}/heatmap',
        '/api/v1/profiles/{id}/flamegraph',
        '/healthz',
      ]),
    );
    const page = await (await fetch(`${server.url}/api/docs`)).text();
    expect(page).toContain('GET /api/v1/profiles/{id}/heatmap');
    expect(page).toContain('a whole number of rows from 10 to 1000');
    expect(page).toContain('Body: multipart/form-data');
    expect(page).toContain('id="error-no-times"');
    expect(page).not.toMatch(/<script|https?:\/\//);
  });

  it('is alive, ready and measured', async () => {
    expect(await getJson(`${server.url}/healthz`)).toEqual({ status: 'ok' });
    expect(await getJson(`${server.url}/readyz`)).toEqual({ status: 'ok' });
    const metrics = await (await fetch(`${server.url}/metrics`)).text();
    expect(metrics).toContain(
      'subsecond_http_request_duration_seconds_count{method="GET",route="/api/v1/profiles",status="200"}',
    );
    expect(metrics).toContain('nodejs_eventloop_lag_seconds');
  });
});

describe('a server that other machines can reach', () => {
  let server: TestServer;
  const bearer = { authorization: `Bearer ${TOKEN}` };
  beforeAll(async () => {
    server = await startTestServer({ env: { HOST: '0.0.0.0', SUBSECOND_ADMIN_TOKEN: TOKEN } });
  });
  afterAll(() => server.release());

  it('asks for its token on every route of the API, whichever there will be', async () => {
    const document = await getJson<OpenApi>(`${server.url}/api/docs/json`, { headers: bearer });
    const open = ['/healthz', '/readyz', '/api/v1/admin-session'];
    let walked = 0;
    for (const [path, methods] of Object.entries(document.paths)) {
      if (open.includes(path)) continue;
      for (const method of Object.keys(methods)) {
        const answer = await send(server.url, {
          method: method.toUpperCase(),
          path: path.replace('{id}', randomUUID()),
        });
        expect(answer.status, `${method} ${path}`).toBe(401);
        expect(answer.headers['www-authenticate']).toContain('Bearer');
        walked++;
      }
    }
    expect(walked).toBeGreaterThan(10);
    expect((await send(server.url, { path: '/api/docs' })).status).toBe(401);
    for (const path of ['/healthz', '/readyz']) expect((await send(server.url, { path })).status).toBe(200);
  });

  it('takes the right bearer token, under any name, and no other', async () => {
    expect((await send(server.url, { headers: bearer })).status).toBe(200);
    expect((await send(server.url, { headers: { ...bearer, host: '10.1.2.3:9090' } })).status).toBe(200);
    for (const authorization of [
      `Bearer ${TOKEN}x`,
      `Bearer ${TOKEN.slice(1)}`,
      'Bearer',
      `Basic ${TOKEN}`,
      TOKEN,
      '',
    ]) {
      expect((await send(server.url, { headers: { authorization } })).status, authorization).toBe(401);
    }
    expect((await upload(server.url, burstRecording(), { headers: bearer })).status).toBe(202);
    expect((await upload(server.url, burstRecording())).status).toBe(401);
  });

  it('trades the token for a cookie that holds no token, and forgets it', async () => {
    const path = '/api/v1/admin-session';
    const json = { 'content-type': 'application/json' };
    expect(JSON.parse((await send(server.url, { path })).body)).toEqual({ required: true, accepted: false });
    const wrong = await send(server.url, {
      method: 'POST',
      path,
      headers: json,
      body: JSON.stringify({ token: 'guess' }),
    });
    expect([wrong.status, wrong.headers['set-cookie']]).toEqual([401, undefined]);

    const right = await send(server.url, {
      method: 'POST',
      path,
      headers: json,
      body: JSON.stringify({ token: TOKEN }),
    });
    expect(right.status).toBe(204);
    const [setCookie = ''] = right.headers['set-cookie'] ?? [];
    expect(setCookie).toMatch(/; HttpOnly; SameSite=Strict; Max-Age=\d+$/);
    expect(setCookie).not.toContain(TOKEN);
    const [cookie = ''] = setCookie.split(';', 1);

    expect((await send(server.url, { headers: { cookie } })).status).toBe(200);
    expect(JSON.parse((await send(server.url, { path, headers: { cookie } })).body)).toEqual({
      required: true,
      accepted: true,
    });
    expect((await send(server.url, { headers: { cookie: `${cookie.slice(0, -2)}xx` } })).status).toBe(401);
    expect((await send(server.url, { headers: { cookie: cookie.replace(/=\d+\./, '=99999999999.') } })).status).toBe(
      401,
    );
    // The cookie comes along unasked, so it excuses neither a foreign page nor a foreign name.
    expect(
      (await send(server.url, { method: 'POST', headers: { cookie, origin: 'http://evil.example' } })).status,
    ).toBe(403);
    expect((await send(server.url, { headers: { cookie, host: 'evil.example' } })).status).toBe(421);
    const cleared = await send(server.url, { method: 'DELETE', path, headers: { cookie } });
    expect(cleared.headers['set-cookie']?.[0]).toContain('Max-Age=0');
  });

  it('slows down whoever guesses', async () => {
    const guess = () =>
      send(server.url, {
        method: 'POST',
        path: '/api/v1/admin-session',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ token: randomUUID() }),
      });
    let last = await guess();
    for (let i = 0; i < 12 && last.status !== 429; i++) last = await guess();
    expect([last.status, codeOf(last)]).toEqual([429, 'too-many-requests']);
    expect(Number(last.headers['retry-after'])).toBeGreaterThan(0);
  });
});

describe('a token on a loopback address', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer({ env: { SUBSECOND_ADMIN_TOKEN: TOKEN } });
  });
  afterAll(() => server.release());

  it('may be left out, but not be wrong', async () => {
    expect((await send(server.url)).status).toBe(200);
    expect((await send(server.url, { headers: { authorization: `Bearer ${TOKEN}` } })).status).toBe(200);
    expect((await send(server.url, { headers: { authorization: 'Bearer wrong' } })).status).toBe(401);
    expect(JSON.parse((await send(server.url, { path: '/api/v1/admin-session' })).body)).toEqual({
      required: false,
      accepted: false,
    });
  });
});

describe('behind a proxy', () => {
  it('is known by its public name and secures its cookie', async () => {
    const server = await startTestServer({
      env: {
        PUBLIC_URL: 'https://subsecond.example',
        SUBSECOND_ADMIN_TOKEN: TOKEN,
        SUBSECOND_TRUSTED_PROXIES: '127.0.0.1',
      },
    });
    try {
      const forwarded = { host: 'api:3000', 'x-forwarded-host': 'subsecond.example', 'x-forwarded-proto': 'https' };
      const session = await send(server.url, {
        method: 'POST',
        path: '/api/v1/admin-session',
        headers: { ...forwarded, origin: 'https://subsecond.example', 'content-type': 'application/json' },
        body: JSON.stringify({ token: TOKEN }),
      });
      expect([session.status, session.headers['set-cookie']?.[0]]).toEqual([204, expect.stringContaining('; Secure')]);
      expect((await send(server.url, { headers: { ...forwarded, 'x-forwarded-host': 'evil.example' } })).status).toBe(
        421,
      );
      expect((await send(server.url, { headers: forwarded })).status).toBe(401);
    } finally {
      await server.release();
    }
  });
});
