/** The second of two threads that read one text (read-on-two-cores.ts). Answers with its part, or with undefined. */
import { closeSync, openSync, readSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { createPerfScriptPartReader, findPartStart, ParseError, type PerfScriptPart } from '@subsecond/parser';
import { type PartRequest, Shared } from './read-on-two-cores.ts';

const CHUNK_BYTES = 1 << 20;
/** The longest stacks are some ten thousand lines. */
const SEARCHED_BYTES = 4 << 20;

function readPart({ file, size, positions }: PartRequest): PerfScriptPart | undefined {
  const descriptor = openSync(file, 'r');
  try {
    const middle = Math.floor((Number(Atomics.load(positions, Shared.claimed)) + size) / 2);
    const searched = new Uint8Array(SEARCHED_BYTES);
    const start = findPartStart(searched.subarray(0, readSync(descriptor, searched, 0, SEARCHED_BYTES, middle)));
    if (start < 0) return undefined;
    let pos = middle + start;
    Atomics.store(positions, Shared.limit, BigInt(pos));
    // The first thread claims before it looks at the limit: it has seen the limit, or this thread sees the claim.
    if (Number(Atomics.load(positions, Shared.claimed)) > pos) return undefined;

    const reader = createPerfScriptPartReader();
    const buffer = new Uint8Array(CHUNK_BYTES);
    for (;;) {
      const read = readSync(descriptor, buffer, 0, CHUNK_BYTES, pos);
      if (read === 0) return reader.finish();
      reader.push(buffer.subarray(0, read));
      pos += read;
    }
  } catch (error) {
    // A limit was passed: the first thread says so, with the line.
    if (error instanceof ParseError) return undefined;
    throw error;
  } finally {
    closeSync(descriptor);
  }
}

const part = readPart(workerData);
parentPort?.postMessage(part, part === undefined ? [] : buffersOf(part));

function buffersOf(found: PerfScriptPart): ArrayBuffer[] {
  return [...Object.values(found.samples), ...Object.values(found)].flatMap((value: unknown) =>
    ArrayBuffer.isView(value) && value.buffer instanceof ArrayBuffer ? [value.buffer] : [],
  );
}
