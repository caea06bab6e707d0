import type { ErrorCode } from '@subsecond/contracts';

/** Besides the server's own codes: no answer at all, and an answer that isn't the API's (a proxy's error page). */
export type ApiErrorCode = ErrorCode | 'network' | 'not-the-api';

/** A request that failed. `detail` says what is the matter and what to do, for the person who reads it. */
export class ApiError extends Error {
  readonly code: ApiErrorCode;
  /** HTTP status; 0 where there was no answer. */
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  readonly retryAfterSeconds: number | undefined;

  constructor(problem: {
    code: ApiErrorCode;
    status: number;
    title: string;
    detail: string;
    retryAfterSeconds?: number | undefined;
  }) {
    super(`${problem.code}: ${problem.detail}`);
    this.name = 'ApiError';
    this.code = problem.code;
    this.status = problem.status;
    this.title = problem.title;
    this.detail = problem.detail;
    this.retryAfterSeconds = problem.retryAfterSeconds;
  }
}

export function networkError(): ApiError {
  return new ApiError({
    code: 'network',
    status: 0,
    title: 'The server does not answer',
    detail: 'The connection failed or was cut. Check that the server runs and that you are online, then try again.',
  });
}

/** Reads an error answer: `application/problem+json` where the API wrote it, in our own words where somebody else did. */
export function apiErrorOf(
  status: number,
  contentType: string | null,
  body: string,
  retryAfter: string | null,
): ApiError {
  const retryAfterSeconds = parseRetryAfter(retryAfter);
  const problem = contentType !== null && /\bjson\b/.test(contentType) ? parseProblem(body) : undefined;
  if (problem !== undefined) return new ApiError({ ...problem, status, retryAfterSeconds });
  return new ApiError({
    code: 'not-the-api',
    status,
    title: `The server answered with status ${status}`,
    detail: adviceFor(status),
    retryAfterSeconds,
  });
}

function adviceFor(status: number): string {
  if (status === 413)
    return 'Something between this page and the server refuses uploads of this size. Compress the file with gzip, or raise the limit of the proxy.';
  if (status === 502 || status === 503 || status === 504)
    return 'The server is starting, busy or out of reach. Try again in a moment.';
  return 'The answer did not come from Subsecond. Reload the page; if it stays, look into the log of the server or of the proxy before it.';
}

function parseRetryAfter(header: string | null): number | undefined {
  if (header === null) return undefined;
  const seconds = Number(header);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds : undefined;
}

function parseProblem(body: string): { code: ApiErrorCode; title: string; detail: string } | undefined {
  const value = parseJson(body);
  if (typeof value !== 'object' || value === null || !('code' in value) || typeof value.code !== 'string')
    return undefined;
  const title = 'title' in value && typeof value.title === 'string' ? value.title : 'The request failed';
  const detail = 'detail' in value && typeof value.detail === 'string' ? value.detail : '';
  // A newer server may know a code that this page does not; it is only compared with, never looked up.
  return { code: value.code as ApiErrorCode, title, detail };
}

/** undefined where the text is no JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
