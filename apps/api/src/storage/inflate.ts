/**
 * Uploads are plain, gzip or zstd, told by their first bytes; whoever reads one gets plain bytes, as a stream, and no more of them
 * than allowed: a few kilobytes can inflate to a terabyte.
 *
 *   source ──▶ first 4 bytes ──▶ gunzip (all members) │ zstd (all frames) │ as it is ──▶ counted ──▶ whoever reads
 */
import { Readable, type Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createZstdDecompress } from 'node:zlib';

export type InflateErrorCode = 'limit-inflated-size' | 'limit-inflation-ratio' | 'input-damaged';

/** What the bytes are to blame for. A source that fails (a lost connection, a full disk) throws its own error. */
export class InflateError extends Error {
  readonly code: InflateErrorCode;
  readonly cure: string;

  constructor(code: InflateErrorCode, message: string, cure: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'InflateError';
    this.code = code;
    this.cure = cure;
  }
}

export interface InflateLimits {
  /** Bytes that come out, at most; holds for plain input too. */
  readonly maxInflatedBytes: number;
  /** Bytes out per byte in, at most. perf script text inflates 10 to 60 times. */
  readonly maxRatio: number;
}

const MAGIC_BYTES = 4;
const OUTPUT_CHUNK_BYTES = 1 << 18;
/** Below this the ratio says nothing: a short repetitive text may well inflate a thousand times. */
const RATIO_COUNTS_FROM = 1 << 20;

/** The inflated bytes of `source`, which is destroyed when the reading ends, however it ends. */
export async function* inflateStream(
  source: Readable,
  limits: InflateLimits,
): AsyncGenerator<Uint8Array, void, undefined> {
  const input = source.iterator({ destroyOnReturn: true });
  try {
    const { head, ended } = await readHead(input);
    const decoder = decoderFor(head);
    if (decoder === undefined) yield* countPlain(head, ended, input, limits);
    else yield* inflate(head, ended, input, decoder, limits);
  } finally {
    source.destroy();
  }
}

async function readHead(input: AsyncIterator<unknown>): Promise<{ head: Uint8Array; ended: boolean }> {
  let head: Uint8Array = new Uint8Array(0);
  while (head.length < MAGIC_BYTES) {
    const next = await input.next();
    if (next.done === true) return { head, ended: true };
    const chunk = bytesOf(next.value);
    head = head.length === 0 ? chunk : Buffer.concat([head, chunk]);
  }
  return { head, ended: false };
}

function bytesOf(chunk: unknown): Uint8Array {
  if (chunk instanceof Uint8Array) return chunk;
  if (typeof chunk === 'string') return Buffer.from(chunk);
  throw new TypeError('inflateStream reads bytes');
}

function decoderFor(head: Uint8Array): Transform | undefined {
  if (head[0] === 0x1f && head[1] === 0x8b) return createGunzip({ chunkSize: OUTPUT_CHUNK_BYTES });
  if (head[0] === 0x28 && head[1] === 0xb5 && head[2] === 0x2f && head[3] === 0xfd)
    return createZstdDecompress({ chunkSize: OUTPUT_CHUNK_BYTES });
  return undefined;
}

async function* countPlain(
  head: Uint8Array,
  ended: boolean,
  input: AsyncIterator<unknown>,
  limits: InflateLimits,
): AsyncGenerator<Uint8Array, void, undefined> {
  let total = head.length;
  if (total > limits.maxInflatedBytes) throw tooBig(limits);
  if (total > 0) yield head;
  while (!ended) {
    const next = await input.next();
    if (next.done === true) return;
    const chunk = bytesOf(next.value);
    total += chunk.length;
    if (total > limits.maxInflatedBytes) throw tooBig(limits);
    yield chunk;
  }
}

async function* inflate(
  head: Uint8Array,
  ended: boolean,
  input: AsyncIterator<unknown>,
  decoder: Transform,
  limits: InflateLimits,
): AsyncGenerator<Uint8Array, void, undefined> {
  let taken = 0;
  let sourceFailure: { readonly error: unknown } | undefined;
  async function* compressed(): AsyncGenerator<Uint8Array, void, undefined> {
    taken += head.length;
    yield head;
    while (!ended) {
      const next = await input.next().catch((error: unknown) => {
        sourceFailure = { error };
        throw error;
      });
      if (next.done === true) return;
      const chunk = bytesOf(next.value);
      taken += chunk.length;
      yield chunk;
    }
  }

  // Its failure is the decoder's, and is met where the decoder is read.
  const pumping = pipeline(Readable.from(compressed()), decoder).catch(() => undefined);
  const output = decoder.iterator();
  let inflated = 0;
  try {
    for (;;) {
      const next = await output.next().catch((error: unknown) => {
        throw sourceFailure === undefined ? damaged(error) : sourceFailure.error;
      });
      if (next.done === true) return;
      const chunk = bytesOf(next.value);
      inflated += chunk.length;
      if (inflated > limits.maxInflatedBytes) throw tooBig(limits);
      if (inflated > RATIO_COUNTS_FROM && inflated > taken * limits.maxRatio) throw tooDense(limits);
      yield chunk;
    }
  } finally {
    decoder.destroy();
    await pumping;
  }
}

function damaged(cause: unknown): InflateError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new InflateError(
    'input-damaged',
    `The compressed file is damaged or cut off (${reason}).`,
    'Compress and upload it again; gzip -t FILE or zstd -t FILE checks it first.',
    { cause },
  );
}

function tooBig(limits: InflateLimits): InflateError {
  return new InflateError(
    'limit-inflated-size',
    `The text is longer than ${limits.maxInflatedBytes} bytes.`,
    'Record a shorter time, or raise the limit on inflated size.',
  );
}

function tooDense(limits: InflateLimits): InflateError {
  return new InflateError(
    'limit-inflation-ratio',
    `The file inflates to more than ${limits.maxRatio} times its size.`,
    'No recording does that. Upload the text itself, or raise the limit on the inflation ratio.',
  );
}
