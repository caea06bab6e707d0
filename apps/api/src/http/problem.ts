import { AppError, ERRORS, type ErrorCode, issueWords, type Problem } from '@subsecond/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { z } from 'zod';

/** The one place where a failure becomes an HTTP answer: RFC 9457 problem documents, for every status of 400 and more. */

export const PROBLEM_TYPE = 'application/problem+json; charset=utf-8';

export function problemOf(code: ErrorCode, detail: string, instance?: string): Problem {
  const { status, title } = ERRORS[code];
  return {
    type: `/api/docs#error-${code}`,
    title,
    status,
    code,
    detail,
    ...(instance === undefined ? {} : { instance }),
  };
}

export function sendProblem(reply: FastifyReply, error: AppError): FastifyReply {
  const { status } = ERRORS[error.code];
  if (error.retryAfterSeconds !== undefined) reply.header('retry-after', String(Math.ceil(error.retryAfterSeconds)));
  if (status === 401) reply.header('www-authenticate', 'Bearer realm="Subsecond"');
  const { pathname } = new URL(reply.request.raw.url ?? '/', 'http://localhost');
  return reply
    .code(status)
    .header('cache-control', 'no-store')
    .type(PROBLEM_TYPE)
    .send(JSON.stringify(problemOf(error.code, error.detail, pathname)));
}

/** What a thrown value means to the client. Only a failure nobody expected is logged, and the client is told nothing of it. */
export function toAppError(error: unknown, request: FastifyRequest): AppError {
  if (error instanceof AppError) return error;
  if (hasZodFastifySchemaValidationErrors(error))
    return validationError(error.validation, error.validationContext, request);
  const { code, statusCode } = failureFields(error);
  switch (code) {
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return new AppError(
        'unsupported-media-type',
        `This route does not take "${request.headers['content-type'] ?? ''}". Send application/json, or multipart/form-data for an upload.`,
      );
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return new AppError(
        'request-too-large',
        `The request's body has more than the ${request.server.initialConfig.bodyLimit} bytes that this route takes. Profiles go to POST /api/v1/profiles as multipart/form-data.`,
      );
    case 'FST_ERR_CTP_EMPTY_JSON_BODY':
    case 'FST_ERR_CTP_INVALID_JSON_BODY':
      return new AppError(
        'bad-request',
        'The body is not JSON. Send a JSON object with Content-Type: application/json.',
      );
    case 'FST_INVALID_JSON_FIELD_ERROR':
      return new AppError(
        'bad-metadata',
        'The metadata part is not JSON. Send an object such as {"name": "web-1, slow minute"}.',
      );
    case 'FST_PARTS_LIMIT':
    case 'FST_FILES_LIMIT':
    case 'FST_FIELDS_LIMIT':
    case 'FST_PROTO_VIOLATION':
      return new AppError(
        'bad-upload',
        'The form has other parts than an optional "metadata" and then one "file". Send just these.',
      );
    case 'FST_MP_PREMATURE_CLOSE':
      return new AppError(
        'bad-upload',
        'The upload ended before its last byte, so nothing of it was kept. Send it again, whole.',
      );
    case 'ENOSPC':
      return new AppError(
        'storage-full',
        "The server's disk is full, so nothing was kept. Free some space or delete profiles, then send it again.",
      );
    case 'ECONNREFUSED':
    case 'ECONNRESET':
    case '57P01':
    case '57P03':
    case '53300':
      return new AppError('unavailable', 'The server lost its database for a moment. Try again in a few seconds.', 5);
  }
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500)
    return new AppError(
      'bad-request',
      `${error instanceof Error ? error.message : 'The request can not be read'}. Check the request's address, headers and body against /api/docs.`,
    );
  return new AppError(
    'internal',
    `Something failed that should not have. The server's log has it under request ${request.id}.`,
  );
}

function failureFields(error: unknown): { readonly code: string | undefined; readonly statusCode: number | undefined } {
  if (typeof error !== 'object' || error === null) return { code: undefined, statusCode: undefined };
  return {
    code: 'code' in error && typeof error.code === 'string' ? error.code : undefined,
    statusCode: 'statusCode' in error && typeof error.statusCode === 'number' ? error.statusCode : undefined,
  };
}

/** A value that fails one check often fails the next one too. */
function firstOfEach(issues: readonly ValidationIssue[]): readonly ValidationIssue[] {
  const names = issues.map(nameOf);
  return issues.filter((issue, i) => nameOf(issue) === '' || names.indexOf(nameOf(issue)) === i);
}

/** Of the parameter or field; empty where the whole is meant. */
function nameOf(issue: ValidationIssue): string {
  return issue.instancePath.split('/').find((part) => part !== '') ?? '';
}

interface ValidationIssue {
  readonly keyword: string;
  readonly instancePath: string;
  readonly message?: string | undefined;
  readonly params: Readonly<Record<string, unknown>>;
}

function validationError(
  issues: readonly ValidationIssue[],
  context: string | undefined,
  request: FastifyRequest,
): AppError {
  if (context === 'params') {
    const id = Object.values(z.record(z.string(), z.string()).catch({}).parse(request.params))[0] ?? '';
    return new AppError(
      'profile-not-found',
      `"${id}" is no profile's id: ids are UUIDs such as 0199f3a0-7c4e-7b1a-9d2e-3f5a6b7c8d9e. GET /api/v1/profiles lists those there are.`,
    );
  }
  const isQuery = context === 'querystring';
  const schema = isQuery ? request.routeOptions.schema?.querystring : request.routeOptions.schema?.body;
  const values: unknown = isQuery ? request.query : request.body;
  const details = firstOfEach(issues).map((issue) =>
    describeIssue(issue, isQuery ? 'query parameter' : 'field', schema, values),
  );
  return new AppError(isQuery ? 'bad-query' : 'bad-request', [...new Set(details)].join(' '));
}

function describeIssue(issue: ValidationIssue, kind: string, schema: unknown, values: unknown): string {
  const shape = schema instanceof z.ZodObject ? schema.shape : {};
  const name = nameOf(issue);
  const words = issueWords({ ...issue.params, code: issue.keyword, message: issue.message });
  if (name === '') {
    const unknownKeys: unknown = issue.params.keys;
    if (!Array.isArray(unknownKeys))
      return `The body is not valid: it is ${words}. It takes an object with: ${Object.keys(shape).join(', ')}.`;
    return `There is no ${kind} ${unknownKeys.map((key) => `"${String(key)}"`).join(', ')}. It takes: ${Object.keys(shape).join(', ')}.`;
  }
  const given: unknown = typeof values === 'object' && values !== null ? Reflect.get(values, name) : undefined;
  const parameter: unknown = Reflect.get(shape, name);
  const takes = parameter instanceof z.ZodType ? parameter.description : undefined;
  return `The ${kind} "${name}" is ${cut(JSON.stringify(given) ?? 'absent')}, which is not valid: ${words}. ${takes === undefined ? 'See /api/docs for what it takes.' : `It takes ${takes}.`}`;
}

function cut(text: string): string {
  return text.length <= 120 ? text : `${text.slice(0, 120)}…`;
}
