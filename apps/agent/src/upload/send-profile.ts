import { randomBytes } from 'node:crypto';
import http from 'node:http';
import https from 'node:https';
import { Readable } from 'node:stream';
import { type UploadAccepted, type UploadMetadata, uploadAccepted } from '@subsecond/contracts';
import type { UploadSource } from './open-upload.ts';
import { UploadError } from './upload-error.ts';

/** Neither side has said a byte for this long: the connection is given up. */
const SILENCE_MS = 60_000;
const LONGEST_ANSWER_BYTES = 1 << 20;

export interface ProfileToSend {
  readonly server: URL;
  readonly key: string | undefined;
  readonly idempotencyKey: string;
  readonly metadata: { readonly [K in keyof UploadMetadata]: UploadMetadata[K] | undefined };
  readonly source: UploadSource;
}

interface Answer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
}

/**
 * One attempt: streams `POST /api/v1/profiles` as multipart, never holding more than a buffer's worth. The server's
 * answer ends the attempt even while bytes are still on their way: a refusal need not wait for the last of them.
 */
export async function sendProfile(profile: ProfileToSend): Promise<UploadAccepted> {
  const url = new URL('api/v1/profiles', profile.server.href.replace(/\/?$/, '/'));
  const answer = await post(url, profile);
  if (answer.status === 200 || answer.status === 202) return readAccepted(url, answer);
  throw refusal(url, answer);
}

function post(url: URL, { key, idempotencyKey, metadata, source }: ProfileToSend): Promise<Answer> {
  const boundary = `subsecond-${randomBytes(12).toString('hex')}`;
  const headers: Record<string, string> = {
    'content-type': `multipart/form-data; boundary=${boundary}`,
    'idempotency-key': idempotencyKey,
    accept: 'application/json, application/problem+json',
  };
  if (key !== undefined) headers['authorization'] = `Bearer ${key}`;
  const { request } = url.protocol === 'https:' ? https : http;
  return new Promise((resolve, reject) => {
    const file = source.read();
    const body = Readable.from(multipart(boundary, metadata, source, file));
    const fail = (error: Error) => {
      file.destroy();
      body.destroy();
      outgoing.destroy();
      reject(unreachable(url, error));
    };
    const outgoing = request(url, { method: 'POST', headers, timeout: SILENCE_MS });
    outgoing.on('timeout', () => fail(new Error(`nothing was heard for ${SILENCE_MS / 1000} s`)));
    outgoing.on('error', fail);
    body.on('error', (error) => {
      fail(
        new UploadError(`${source.fileName} can't be read to its end: ${error.message}`, { isWorthRetrying: false }),
      );
    });
    outgoing.on('response', (response) => {
      readAnswer(response).then((answer) => {
        body.unpipe(outgoing);
        body.destroy();
        file.destroy();
        resolve(answer);
        if (!outgoing.writableEnded) outgoing.destroy();
      }, fail);
    });
    body.pipe(outgoing);
  });
}

async function* multipart(
  boundary: string,
  metadata: ProfileToSend['metadata'],
  source: UploadSource,
  file: Readable,
): AsyncGenerator<string | Buffer> {
  const fileName = source.fileName.replace(/["\\\r\n]/g, '_');
  yield `--${boundary}\r\ncontent-disposition: form-data; name="metadata"\r\ncontent-type: application/json\r\n\r\n${JSON.stringify(metadata)}\r\n`;
  yield `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${fileName}"\r\ncontent-type: ${source.contentType}\r\n\r\n`;
  yield* file;
  yield `\r\n--${boundary}--\r\n`;
}

async function readAnswer(response: http.IncomingMessage): Promise<Answer> {
  let body = '';
  for await (const chunk of response.setEncoding('utf8')) {
    body += chunk;
    if (body.length > LONGEST_ANSWER_BYTES) break;
  }
  return { status: response.statusCode ?? 0, headers: response.headers, body };
}

function readAccepted(url: URL, answer: Answer): UploadAccepted {
  const accepted = uploadAccepted.safeParse(parseJson(answer.body));
  if (accepted.success) return accepted.data;
  throw new UploadError(
    `${url.origin} answered ${answer.status}, but not as a Subsecond server does. Check --server.`,
    { isWorthRetrying: false },
  );
}

/** Too busy, restarting, or a proxy in between: the same upload may succeed later. */
const PASSING_STATUSES = new Set([408, 425, 429, 500, 502, 503, 504]);

function refusal(url: URL, answer: Answer): UploadError {
  const problem = parseJson(answer.body);
  const said = isProblem(problem)
    ? `${problem.title}${problem.detail === undefined ? '' : `: ${problem.detail}`} (${problem.code})`
    : answer.body.slice(0, 200).trim();
  const seconds = Number(answer.headers['retry-after']);
  return new UploadError(`${url.origin} answered ${answer.status}. ${said}`.trim(), {
    isWorthRetrying: PASSING_STATUSES.has(answer.status),
    retryAfterMs: answer.headers['retry-after'] !== undefined && Number.isFinite(seconds) ? seconds * 1000 : undefined,
  });
}

function isProblem(value: unknown): value is { title: string; code: string; detail?: string } {
  return typeof value === 'object' && value !== null && 'title' in value && 'code' in value;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function unreachable(url: URL, error: Error): UploadError {
  if (error instanceof UploadError) return error;
  const code = 'code' in error ? String(error.code) : error.message;
  return new UploadError(
    `${url.origin} could not be reached (${code}). Check --server and that the server is running.`,
    { isWorthRetrying: true },
  );
}
