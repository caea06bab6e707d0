import { z } from 'zod';

/**
 * The one table of expected failures: code → HTTP status and title. A code is part of the API: it never changes its
 * meaning. Routes never pick a status; services throw an `AppError` and `apps/api/src/http` maps it.
 */
export const ERRORS = {
  'bad-request': { status: 400, title: 'The request can not be understood' },
  'bad-query': { status: 400, title: 'A query parameter is not valid' },
  'bad-metadata': { status: 400, title: 'The metadata part is not valid' },
  'bad-upload': { status: 400, title: 'The upload is not complete' },
  'admin-token-required': { status: 401, title: 'This server asks for its admin token' },
  'origin-refused': { status: 403, title: 'This origin may not use the server' },
  forbidden: { status: 403, title: 'Your role does not allow this' },
  'host-refused': { status: 421, title: 'This host name is not served here' },
  'not-found': { status: 404, title: 'There is nothing here' },
  'method-not-allowed': { status: 405, title: 'This address does not take that method' },
  'profile-not-found': { status: 404, title: 'There is no such profile' },
  'profile-not-ready': { status: 409, title: 'The profile is not ready yet' },
  'profile-failed': { status: 409, title: 'The profile could not be read' },
  'profile-pinned': { status: 409, title: 'The profile is pinned' },
  'event-not-found': { status: 400, title: 'The profile has no such event' },
  'export-too-large': { status: 413, title: 'The export would be larger than this server makes' },
  'no-times': { status: 409, title: 'The profile has no timestamps' },
  'idempotency-mismatch': { status: 409, title: 'This Idempotency-Key was used for another upload' },
  'request-too-large': { status: 413, title: 'The request is larger than this route takes' },
  'unsupported-media-type': { status: 415, title: 'This content type is not taken here' },
  'upload-too-large': { status: 413, title: 'The upload is larger than this server takes' },
  'too-many-requests': { status: 429, title: 'Too many requests' },
  'search-too-slow': { status: 400, title: 'The search pattern takes too long' },
  'storage-full': { status: 507, title: 'The server has no room left' },
  unavailable: { status: 503, title: 'The server can not do this now' },
  internal: { status: 500, title: 'The server failed' },
} as const satisfies Record<string, { status: number; title: string }>;

export type ErrorCode = keyof typeof ERRORS;

/** The body of every refusal: RFC 9457, served as `application/problem+json`. */
export const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.string(),
  /** What was wrong, with the offending value, and the cure. */
  detail: z.string(),
  instance: z.string().optional(),
});
export type Problem = z.infer<typeof problem>;

/** Why a stored upload could not become a profile: in `profile.error.code`. The parser's own codes come through as they are. */
export const PARSE_FAILURES = [
  'input-empty',
  'input-not-perf-script',
  'no-samples',
  'limit-line-length',
  'limit-stack-depth',
  'limit-strings',
  'limit-stacks',
  'limit-samples',
  'limit-memory',
  'limit-document-size',
  'limit-inflated-size',
  'limit-inflation-ratio',
  'limit-parse-time',
  'input-damaged',
  'upload-missing',
  'internal',
] as const;
export type ParseFailureCode = (typeof PARSE_FAILURES)[number];

/** An expected failure. `detail` carries the offending value and the cure, in words for the person who reads it. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly detail: string;
  /** For too-many-requests and unavailable. */
  readonly retryAfterSeconds: number | undefined;

  constructor(code: ErrorCode, detail: string, retryAfterSeconds?: number) {
    super(`${code}: ${detail}`);
    this.name = 'AppError';
    this.code = code;
    this.detail = detail;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}
