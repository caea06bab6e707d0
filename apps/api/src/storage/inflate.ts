/**
 * Uploads are plain, gzip or zstd, told by their first bytes; whoever reads one gets plain bytes, as a stream, and no more of them
 * than allowed: a few kilobytes can inflate to a terabyte.
 *
 *   source ──▶ first 4 bytes ──▶ gunzip (all members) │ zstd (all frames) │ as it is ──▶ counted ──▶ whoever reads
 */
import type { Readable, Transform } from 'node:stream';
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
/**
 * zlib inflates one chunk in the thread pool while whoever reads is at work on the one before. Each chunk costs both of them a wake-up,
 * which a busy machine answers late; larger ones no longer fit a core's cache twice.
 */
const OUTPUT_CHUNK_BYTES = 1 << 20;
/** Above one chunk: a decoder whose buffer is full waits until it is read, and the two would take turns. */
const AHEAD_BYTES = 4 * OUTPUT_CHUNK_BYTES;
const DECODER = { chunkSize: OUTPUT_CHUNK_BYTES, readableHighWaterMark: AHEAD_BYTES };
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
    const format = formatOf(head);
    if (format === undefined) yield* countPlain(head, ended, input, limits);
    else yield* inflate(head, ended, input, format, limits);
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

interface CompressedFormat {
  createDecoder(): Decoder;
  /** Node's zstd stops at the end of the first frame, without a word, if more follows in the same chunk. */
  readonly oneFrameADecoder: boolean;
}
type Decoder = Transform & { readonly bytesWritten: number };

function formatOf(head: Uint8Array): CompressedFormat | undefined {
  if (head[0] === 0x1f && head[1] === 0x8b) {
    return { createDecoder: () => createGunzip(DECODER), oneFrameADecoder: false };
  }
  if (head[0] === 0x28 && head[1] === 0xb5 && head[2] === 0x2f && head[3] === 0xfd) {
    return { createDecoder: () => createZstdDecompress(DECODER), oneFrameADecoder: true };
  }
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
  format: CompressedFormat,
  limits: InflateLimits,
): AsyncGenerator<Uint8Array, void, undefined> {
  const compressed = createCompressedInput(head, ended, input);
  let inflated = 0;
  do {
    const decoder = format.createDecoder();
    const feeding = feed(decoder, compressed);
    const output = decoder.iterator();
    try {
      for (;;) {
        const next = await output.next().catch((error: unknown) => {
          throw compressed.failure === undefined ? damaged(error) : compressed.failure.error;
        });
        if (next.done === true) break;
        const chunk = bytesOf(next.value);
        inflated += chunk.length;
        if (inflated > limits.maxInflatedBytes) throw tooBig(limits);
        if (inflated > RATIO_COUNTS_FROM && inflated > compressed.taken * limits.maxRatio) throw tooDense(limits);
        yield chunk;
      }
      compressed.giveBack(decoder.bytesWritten);
    } finally {
      decoder.destroy();
      await feeding;
    }
    // Node's gunzip goes through all members itself, and ignores what follows them as gzip does.
  } while (format.oneFrameADecoder && compressed.givenBack);
}

interface CompressedInput {
  /** Bytes taken from the source. */
  taken: number;
  /** Of them, what the decoder at work was fed. */
  fed: number;
  failure: { readonly error: unknown } | undefined;
  givenBack: boolean;
  next(): Promise<Uint8Array | undefined>;
  /** The decoder used only so many of the bytes it was fed: the rest is the next one's. */
  giveBack(used: number): void;
}

function createCompressedInput(head: Uint8Array, headIsAll: boolean, input: AsyncIterator<unknown>): CompressedInput {
  let pending: Uint8Array | undefined = head;
  let last: Uint8Array = head;
  let ended = headIsAll;
  return {
    taken: head.length,
    fed: 0,
    failure: undefined,
    givenBack: false,
    async next() {
      let chunk = pending;
      pending = undefined;
      if (chunk === undefined && !ended) {
        const next = await input.next().catch((error: unknown) => {
          this.failure = { error };
          throw error;
        });
        ended = next.done === true;
        if (!ended) {
          chunk = bytesOf(next.value);
          this.taken += chunk.length;
        }
      }
      if (chunk === undefined) return undefined;
      last = chunk;
      this.fed += chunk.length;
      return chunk;
    },
    giveBack(used) {
      const rest = Math.min(this.fed - used, last.length);
      this.givenBack = rest > 0;
      this.fed = 0;
      if (rest > 0) pending = last.subarray(last.length - rest);
    },
  };
}

/** One chunk at a time: when a decoder stops at the end of a frame, what it left over is in the last one. */
async function feed(decoder: Decoder, compressed: CompressedInput): Promise<void> {
  // A decoder that stopped or failed never calls back for the chunk it was given; whoever reads it closes it.
  let wake: () => void = () => undefined;
  decoder.once('close', () => wake());
  try {
    for (;;) {
      const chunk = await compressed.next();
      if (decoder.destroyed) return;
      if (chunk === undefined) {
        decoder.end();
        return;
      }
      await new Promise<void>((resolve) => {
        wake = resolve;
        decoder.write(chunk, () => resolve());
      });
      // It stopped at the end of a frame: what it left over is given back before more is read.
      if (decoder.destroyed || decoder.bytesWritten < compressed.fed) return;
    }
  } catch (error) {
    decoder.destroy(error instanceof Error ? error : new Error(String(error)));
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
    `The text is longer than ${limits.maxInflatedBytes.toLocaleString('en-US')} bytes.`,
    'Record a shorter time, or raise the limit maxInflatedBytes.',
  );
}

function tooDense(limits: InflateLimits): InflateError {
  return new InflateError(
    'limit-inflation-ratio',
    `The file inflates to more than ${limits.maxRatio} times its size.`,
    'No recording does that. Upload the text itself, or raise the limit maxInflationRatio.',
  );
}
