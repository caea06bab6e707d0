import { expect, test, vi } from 'vitest';
import { createApiClient } from './api-client.ts';
import { ApiError } from './api-error.ts';
import { withQuery } from './send-json.ts';

const json = (status: number, body: unknown) =>
  new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': status < 400 ? 'application/json' : 'application/problem+json' },
  });
const tokenRequired = () => json(401, { code: 'admin-token-required', title: 'Token', detail: 'Hand it in.' });

function clientOf(answers: (() => Response | Promise<Response>)[], askAdminToken = async () => false) {
  const fetch = vi.fn(async (_path: RequestInfo | URL, _init?: RequestInit) => {
    const answer = answers.shift();
    if (answer === undefined) throw new Error('one request too many');
    return answer();
  });
  const unused = () => {
    throw new Error('not used here');
  };
  return {
    fetch,
    client: createApiClient({ fetch, createUploadRequest: unused, createProgressSource: unused, askAdminToken }),
  };
}

test('a request that needs the admin token is sent once more after it was accepted', async () => {
  const ask = vi.fn(async () => true);
  const { client, fetch } = clientOf([tokenRequired, () => json(200, { profiles: [], nextCursor: null })], ask);
  expect(await client.listProfiles({})).toEqual({ profiles: [], nextCursor: null });
  expect(ask).toHaveBeenCalledTimes(1);
  expect(fetch).toHaveBeenCalledTimes(2);
});

test('the token is asked for once, not again when the second attempt is refused too', async () => {
  const ask = vi.fn(async () => true);
  const { client } = clientOf([tokenRequired, tokenRequired], ask);
  await expect(client.listProfiles({})).rejects.toMatchObject({ code: 'admin-token-required' });
  expect(ask).toHaveBeenCalledTimes(1);
});

test('giving up leaves the error of the request', async () => {
  const { client, fetch } = clientOf([tokenRequired], async () => false);
  await expect(client.deleteProfile('x')).rejects.toMatchObject({ code: 'admin-token-required', status: 401 });
  expect(fetch).toHaveBeenCalledTimes(1);
});

test('a server that is away is a network error with advice', async () => {
  const { client } = clientOf([() => Promise.reject(new TypeError('Failed to fetch'))]);
  const error = await client.getProfile('x').catch((e: unknown) => e);
  expect(error).toBeInstanceOf(ApiError);
  expect(error).toMatchObject({ code: 'network', status: 0 });
});

test('an abort is no network error', async () => {
  const controller = new AbortController();
  const { client } = clientOf([
    () => {
      controller.abort();
      return Promise.reject(controller.signal.reason);
    },
  ]);
  await expect(client.getProfile('x', controller.signal)).rejects.toMatchObject({ name: 'AbortError' });
});

test('no content is undefined, and an answer that is no JSON is an error', async () => {
  const { client } = clientOf([
    () => new Response(null, { status: 204 }),
    () => new Response('<html>', { status: 200 }),
  ]);
  expect(await client.deleteProfile('x')).toBeUndefined();
  await expect(client.getProfile('x')).rejects.toMatchObject({ code: 'not-the-api' });
});

test('ids and queries are escaped, lists repeated, absent values left out', async () => {
  const { client, fetch } = clientOf([() => json(200, {})]);
  await client.getProfile('../a b');
  expect(fetch.mock.calls[0]?.[0]).toBe('/api/v1/profiles/..%2Fa%20b');
  expect(withQuery('/p', { q: 'a&b', cpu: [0, 3], cursor: undefined })).toBe('/p?q=a%26b&cpu=0&cpu=3');
  expect(withQuery('/p', { q: undefined })).toBe('/p');
});
