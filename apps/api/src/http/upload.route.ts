import type { IncomingMessage } from 'node:http';
import { AppError, uploadAccepted } from '@subsecond/contracts';
import type { ProfileService } from '../services/profile.service.ts';
import type { App } from './fastify-types.ts';
import { readUpload } from './read-upload.ts';

export interface UploadRouteDeps {
  readonly profiles: Pick<ProfileService, 'upload'>;
  readonly maxUploadBytes: number;
  /** The address under which people open the server, without a slash at the end. */
  readonly publicUrl: () => string;
}

/** Room for the form around the file: boundaries, part headers, metadata. */
const FORM_OVERHEAD_BYTES = 1024 * 1024;
const DRAIN_BYTES = 64 * 1024 * 1024;
const DRAIN_MS = 3000;

export function addUploadRoute(app: App, deps: UploadRouteDeps): void {
  app.post(
    '/api/v1/profiles',
    {
      schema: {
        tags: ['profiles'],
        summary: 'Upload a profile',
        description:
          'multipart/form-data: an optional part "metadata" (JSON: name, host, labels, startedAt) first, then "file", the output of perf script, plain, gzip or zstd. Answers once the bytes and the row are durable; GET the profile or follow its progress until it is ready. With an Idempotency-Key header, the same upload sent again within 7 days gets the same answer.',
        consumes: ['multipart/form-data'],
        response: { 202: uploadAccepted },
      },
    },
    async (request, reply) => {
      const idempotencyKey = readIdempotencyKey(request.headers['idempotency-key']);
      const controller = new AbortController();
      request.raw.once('close', () => {
        if (!request.raw.complete) controller.abort();
      });
      try {
        refuseByLength(request.headers['content-length'], deps.maxUploadBytes);
        const { metadata, part, complete } = await readUpload(request);
        const accepted = await deps.profiles.upload(request.principal, {
          metadata,
          fileName: part.filename,
          file: part.file,
          complete,
          idempotencyKey,
          signal: controller.signal,
        });
        return await reply
          .code(202)
          .header('location', `/api/v1/profiles/${accepted.id}`)
          .send({ id: accepted.id, status: accepted.status, url: `${deps.publicUrl()}/p/${accepted.id}` });
      } catch (error) {
        // Clients read the answer once they have sent everything: let them, within reason, then close.
        await drain(request.raw);
        if (!request.raw.complete) reply.header('connection', 'close');
        throw error;
      }
    },
  );
}

function readIdempotencyKey(header: string | string[] | undefined): string | undefined {
  if (header === undefined) return undefined;
  if (typeof header === 'string' && /^[\x21-\x7e]{1,200}$/.test(header)) return header;
  throw new AppError(
    'bad-request',
    'The Idempotency-Key is not 1 to 200 printable ASCII characters without blanks. Send a UUID, for instance.',
  );
}

function refuseByLength(contentLength: string | undefined, maxUploadBytes: number): void {
  if (contentLength === undefined || Number(contentLength) <= maxUploadBytes + FORM_OVERHEAD_BYTES) return;
  throw new AppError(
    'upload-too-large',
    `The upload has ${contentLength} bytes, and this server takes ${maxUploadBytes} at most. Compress it (gzip or zstd), record a shorter time, or raise SUBSECOND_MAX_UPLOAD_BYTES.`,
  );
}

async function drain(raw: IncomingMessage): Promise<void> {
  if (raw.complete || raw.destroyed) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  let bytes = 0;
  const timer = setTimeout(resolve, DRAIN_MS);
  const onData = (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > DRAIN_BYTES) resolve();
  };
  raw.unpipe();
  raw.on('data', onData).once('end', resolve).once('close', resolve);
  raw.resume();
  await promise;
  clearTimeout(timer);
  raw.off('data', onData);
}
