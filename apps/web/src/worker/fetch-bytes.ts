import { ProfileFailure } from './profile-failure.ts';

type Fetch = (url: string, init?: RequestInit) => Promise<Response>;

/** `received` is called with every piece, `expected` once with the server's own length, if it gave one. */
export interface FetchWatcher {
  readonly expected: (bytes: number | undefined) => void;
  readonly received: (bytes: number) => void;
}

/** The body of a 200; anything else is a ProfileFailure. */
export async function fetchBytes(
  fetch: Fetch,
  url: string,
  signal: AbortSignal,
  watcher: FetchWatcher,
): Promise<Uint8Array<ArrayBuffer>> {
  const response = await reach(() => fetch(url, { credentials: 'same-origin', signal }));
  if (!response.ok) throw await failureOfResponse(response);
  // With a content encoding the length is that of other bytes than the ones that are counted here.
  const length = response.headers.get('content-encoding') === null ? response.headers.get('content-length') : null;
  watcher.expected(length === null ? undefined : Number(length));
  const pieces: Uint8Array[] = [];
  let total = 0;
  const reader = response.body?.getReader();
  while (reader !== undefined) {
    const piece = await reach(() => reader.read());
    if (piece.done) break;
    pieces.push(piece.value);
    total += piece.value.length;
    watcher.received(piece.value.length);
  }
  const bytes = new Uint8Array(total);
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}

async function reach<Result>(attempt: () => Promise<Result>): Promise<Result> {
  try {
    return await attempt();
  } catch (error) {
    throw new ProfileFailure(
      'network',
      `The server could not be reached: ${error instanceof Error ? error.message : String(error)}. Check that it runs, then reload.`,
    );
  }
}

const CODES = {
  'admin-token-required': 'admin-token-required',
  'profile-not-found': 'profile-not-found',
  'not-found': 'profile-not-found',
  'profile-not-ready': 'profile-not-ready',
  'profile-failed': 'profile-failed',
} as const;

function isKnownCode(code: string): code is keyof typeof CODES {
  return Object.hasOwn(CODES, code);
}

/** The API says what is wrong as problem+json; a proxy in between may say it as anything. */
async function failureOfResponse(response: Response): Promise<ProfileFailure> {
  const problem = readProblem(await response.text().catch(() => ''));
  const detail = problem.detail ?? `The server answered ${response.status} ${response.statusText}`.trim();
  if (problem.code !== undefined && isKnownCode(problem.code))
    return new ProfileFailure(CODES[problem.code], detail, response.status);
  if (response.status === 401) return new ProfileFailure('admin-token-required', detail, 401);
  if (response.status === 404) return new ProfileFailure('profile-not-found', detail, 404);
  return new ProfileFailure('server', detail, response.status);
}

function readProblem(text: string): { code: string | undefined; detail: string | undefined } {
  const nothing = { code: undefined, detail: undefined };
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return nothing;
  }
  if (typeof body !== 'object' || body === null) return nothing;
  const code = 'code' in body && typeof body.code === 'string' ? body.code : undefined;
  const detail = 'detail' in body && typeof body.detail === 'string' ? body.detail : undefined;
  return { code, detail };
}
