import { ApiError, apiErrorOf, networkError } from './api-error.ts';

export type QueryValue = string | number | undefined | readonly (string | number)[];

/** Adds a query; undefined values are left out, lists are repeated. */
export function withQuery(path: string, query: Readonly<Record<string, QueryValue>>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined) continue;
    for (const one of Array.isArray(value) ? value : [value]) search.append(name, String(one));
  }
  const text = search.toString();
  return text === '' ? path : `${path}?${text}`;
}

export interface SendOptions {
  readonly method?: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly body?: unknown;
  readonly signal?: AbortSignal | undefined;
  /** Media types that are wanted besides a refusal; JSON by default. */
  readonly accept?: string;
}

/**
 * One request to our own server. Answers with the parsed body (undefined for 204) or throws an ApiError; an abort throws
 * what fetch throws. The type is the contract's word: server and page are built from the same schemas.
 */
export async function sendJson<T>(fetch: typeof globalThis.fetch, path: string, options: SendOptions = {}): Promise<T> {
  const response = await reach(fetch, path, options);
  const body = await response.text();
  if (!response.ok)
    throw apiErrorOf(response.status, response.headers.get('content-type'), body, response.headers.get('retry-after'));
  if (response.status === 204 || body === '') return undefined as T;
  try {
    return JSON.parse(body) as T;
  } catch {
    throw apiErrorOf(response.status, null, body, null);
  }
}

export async function reach(fetch: typeof globalThis.fetch, path: string, options: SendOptions): Promise<Response> {
  const headers: Record<string, string> = {
    accept: `${options.accept ?? 'application/json'}, application/problem+json`,
  };
  if (options.body !== undefined) headers['content-type'] = 'application/json';
  try {
    return await fetch(path, {
      method: options.method ?? 'GET',
      headers,
      ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
      ...(options.signal === undefined ? {} : { signal: options.signal }),
      credentials: 'same-origin',
      cache: 'no-store',
      // A deletion whose time to undo ends with the page must outlive it.
      keepalive: options.method === 'DELETE',
    });
  } catch (error) {
    if (options.signal?.aborted === true || error instanceof ApiError) throw error;
    throw networkError();
  }
}
