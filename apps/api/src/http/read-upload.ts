import type { Multipart, MultipartFile } from '@fastify/multipart';
import { AppError, issueWords, type UploadMetadata, uploadMetadata } from '@subsecond/contracts';
import type { FastifyRequest } from 'fastify';

const HOW_TO_SEND =
  'Send multipart/form-data: an optional part "metadata" (JSON) first, then a part "file" with the output of perf script, such as curl -F file=@profile.perf.txt.gz …/api/v1/profiles.';
const MAX_METADATA_BYTES = 64 * 1024;

export interface UploadParts {
  readonly metadata: UploadMetadata;
  readonly part: MultipartFile;
  /** To be awaited once the file was read: rejects where anything follows it. */
  readonly complete: () => Promise<void>;
}

/** Reads the form up to the file, which the caller then streams; nothing of the file is held in memory. */
export async function readUpload(request: FastifyRequest): Promise<UploadParts> {
  if (!request.isMultipart())
    throw new AppError(
      'unsupported-media-type',
      `An upload can not come as "${request.headers['content-type'] ?? 'no content type'}". ${HOW_TO_SEND}`,
    );
  const parts = request.parts({
    limits: {
      fileSize: Number.POSITIVE_INFINITY,
      fieldSize: MAX_METADATA_BYTES,
      fieldNameSize: 100,
      fields: 2,
      files: 2,
      parts: 4,
      headerPairs: 50,
    },
  });
  let metadata: UploadMetadata | undefined;
  for (;;) {
    const next = await nextPart(parts);
    if (next.done === true) throw new AppError('bad-upload', `The form has no part "file". ${HOW_TO_SEND}`);
    const part = next.value;
    if (part.fieldname === 'metadata' && metadata === undefined) {
      metadata = parseMetadata(await metadataOf(part));
    } else if (part.fieldname === 'file' && part.type === 'file') {
      return { metadata: metadata ?? {}, part, complete: () => refuseTrailingParts(parts) };
    } else if (part.fieldname === 'file') {
      throw new AppError(
        'bad-upload',
        `The part "file" came as a plain form field, without a file name. ${HOW_TO_SEND}`,
      );
    } else {
      throw new AppError(
        'bad-upload',
        `The form has a part "${part.fieldname.slice(0, 100)}" that is not expected there. ${HOW_TO_SEND}`,
      );
    }
  }
}

/** The form reader throws plain errors for a form that is none: without a boundary, with damaged part headers, cut short. */
async function nextPart(parts: AsyncIterableIterator<Multipart>): Promise<IteratorResult<Multipart>> {
  try {
    return await parts.next();
  } catch (error) {
    if (!(error instanceof Error) || error instanceof AppError || 'code' in error) throw error;
    throw new AppError('bad-upload', `The form can not be read: ${error.message}. ${HOW_TO_SEND}`);
  }
}

async function refuseTrailingParts(parts: AsyncIterableIterator<Multipart>): Promise<void> {
  const next = await nextPart(parts);
  if (next.done === true) return;
  const { fieldname } = next.value;
  throw new AppError(
    'bad-upload',
    `The part "${fieldname.slice(0, 100)}" came after the file, so the upload was refused whole. ${HOW_TO_SEND}`,
  );
}

/** JSON text, or what the form reader already parsed because the part was labelled application/json. */
async function metadataOf(part: Multipart): Promise<unknown> {
  if (part.type === 'file') {
    const chunks: Buffer[] = [];
    let bytes = 0;
    for await (const chunk of part.file) {
      const piece = Buffer.from(chunk);
      bytes += piece.length;
      if (bytes > MAX_METADATA_BYTES) throw metadataTooLarge();
      chunks.push(piece);
    }
    return parseJson(Buffer.concat(chunks).toString('utf8'));
  }
  if (part.valueTruncated) throw metadataTooLarge();
  return typeof part.value === 'string' ? parseJson(part.value) : part.value;
}

function metadataTooLarge(): AppError {
  return new AppError(
    'bad-metadata',
    `The metadata part has more than ${MAX_METADATA_BYTES} bytes. Send fewer or shorter labels.`,
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new AppError(
      'bad-metadata',
      `The metadata part is not JSON: ${error.message}. Send an object such as {"name": "web-1, slow minute"}.`,
    );
  }
}

function parseMetadata(value: unknown): UploadMetadata {
  const result = uploadMetadata.safeParse(value);
  if (result.success) return result.data;
  const problems = result.error.issues.map(
    (issue) => `${issue.path.length === 0 ? 'metadata' : `"${issue.path.join('.')}"`}: ${issueWords({ ...issue })}`,
  );
  throw new AppError(
    'bad-metadata',
    `The metadata part is not valid: ${problems.join('; ')}. It takes name (1 to 200 characters), host (1 to 255), startedAt (ISO 8601 with a zone, such as 2026-11-21T18:39:13Z) and labels (an object of at most 64 texts).`,
  );
}
