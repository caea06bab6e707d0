/**
 * A large plain text on two cores. This thread reads from the beginning; another, once it is up, takes the second half of what is left
 * (read-part-thread.ts), and the parser takes over what it found. Without the other's part this thread simply reads on.
 *
 *   file   ┃ this thread ─────▶ ┊ limit ┊ the other ─────▶ ┃
 */
import { closeSync, openSync, readSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import type { PerfScriptParser, PerfScriptPart } from '@subsecond/parser';

const CHUNK_BYTES = 1 << 20;
/** Below this a second reader costs more than it saves: at 300 MB it was slower, at 1 GB 1.0 to 1.4 × as fast. */
export const WORTH_TWO_CORES_BYTES = 1_000_000_000;

/** What both threads know: byte positions in the file. */
export interface PartRequest {
  readonly file: string;
  readonly size: number;
  /** `Shared` indexes. */
  readonly positions: BigInt64Array<SharedArrayBuffer>;
}

export const Shared = {
  /** What the first thread has read or is reading. */
  claimed: 0,
  /** Where the first thread ends. */
  limit: 1,
} as const;

/** Pushes the whole file into `parser`; `finish` is the caller's. */
export async function readOnTwoCores(file: string, size: number, parser: PerfScriptParser): Promise<void> {
  const positions = new BigInt64Array(new SharedArrayBuffer(16));
  positions[Shared.limit] = BigInt(size);
  const request: PartRequest = { file, size, positions };
  const thread = new Worker(new URL('./read-part-thread.ts', import.meta.url), { workerData: request });
  const part = partOf(thread);
  const descriptor = openSync(file, 'r');
  try {
    const limit = readUpTo(descriptor, parser, 0, positions);
    if (limit >= size) return;
    const found = await part;
    if (found !== undefined && parser.absorb(found)) return;
    Atomics.store(positions, Shared.limit, BigInt(size));
    readUpTo(descriptor, parser, limit, positions);
  } finally {
    closeSync(descriptor);
    await thread.terminate();
  }
}

/** undefined where there is none, whatever the reason: the first thread then meets the same reason in its place. */
function partOf(thread: Worker): Promise<PerfScriptPart | undefined> {
  return new Promise((resolve) => {
    thread.once('message', resolve);
    thread.once('error', () => resolve(undefined));
    thread.once('exit', () => resolve(undefined));
  });
}

/** Returns where the reading ended: at the limit, which the other thread may move nearer meanwhile. */
function readUpTo(
  descriptor: number,
  parser: PerfScriptParser,
  from: number,
  positions: PartRequest['positions'],
): number {
  const buffer = new Uint8Array(CHUNK_BYTES);
  let pos = from;
  for (;;) {
    Atomics.store(positions, Shared.claimed, BigInt(pos + CHUNK_BYTES));
    const limit = Number(Atomics.load(positions, Shared.limit));
    const read = readSync(descriptor, buffer, 0, Math.max(0, Math.min(CHUNK_BYTES, limit - pos)), pos);
    if (read === 0) return pos;
    parser.push(buffer.subarray(0, read));
    pos += read;
  }
}
