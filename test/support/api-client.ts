import { gzipSync } from 'node:zlib';
import type { Problem, ProfileResource } from '@subsecond/contracts';

/** Small steps of API tests over a real server. */

export interface UploadOptions {
  readonly fileName?: string;
  readonly metadata?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export function upload(
  url: string,
  bytes: string | Uint8Array<ArrayBuffer>,
  { fileName = 'web-1.perf.txt', metadata, headers = {} }: UploadOptions = {},
): Promise<Response> {
  const form = new FormData();
  if (metadata !== undefined)
    form.append('metadata', typeof metadata === 'string' ? metadata : JSON.stringify(metadata));
  form.append('file', new Blob([bytes]), fileName);
  return fetch(`${url}/api/v1/profiles`, { method: 'POST', body: form, headers });
}

/** Uploads, and waits until the profile is ready or failed. */
export async function uploadAndWait(url: string, text: string, options: UploadOptions = {}): Promise<ProfileResource> {
  const response = await upload(url, new Uint8Array(gzipSync(text)), { fileName: 'web-1.perf.txt.gz', ...options });
  if (response.status !== 202) throw new Error(`upload answered ${response.status}: ${await response.text()}`);
  const { id } = (await response.json()) as { id: string };
  return waitForProfile(url, id);
}

export async function waitForProfile(url: string, id: string): Promise<ProfileResource> {
  for (
    const deadline = Date.now() + 60_000;
    Date.now() < deadline;
    await new Promise((resolve) => setTimeout(resolve, 50))
  ) {
    const profile = await getJson<ProfileResource>(`${url}/api/v1/profiles/${id}`);
    if (profile.status === 'ready' || profile.status === 'failed') return profile;
  }
  throw new Error(`profile ${id} was neither ready nor failed within a minute`);
}

export async function getJson<T>(address: string, init?: RequestInit): Promise<T> {
  const response = await fetch(address, init);
  if (!response.ok) throw new Error(`${address} answered ${response.status}: ${await response.text()}`);
  return (await response.json()) as T;
}

/** The problem document of a refusal; throws where the answer is none. */
export async function problemOf(response: Response): Promise<Problem> {
  const type = response.headers.get('content-type') ?? '';
  const text = await response.text();
  if (!type.startsWith('application/problem+json'))
    throw new Error(`no problem document but ${response.status} ${type}: ${text.slice(0, 300)}`);
  return JSON.parse(text) as Problem;
}
