/**
 * Chunks to blocks of whole lines. A chunk is read where it lies; only the piece of a line at its end is copied, to be put
 * together with the beginning of the next chunk.
 *
 *   chunk   …tail of a line\n ┃ whole lines ………… \n ┃ piece of a li
 *            └ with the carry: one block             └ becomes the carry
 */
import { LF } from './ascii.ts';
import { viewOf } from './compare-bytes.ts';
import { grownUint8 } from './grow.ts';

/** `bytes[start, end)` are whole lines, the last byte a `\n`; `byteOffset` is where `bytes[0]` stands in the text. */
export type ReadBlock = (bytes: Uint8Array, view: DataView, start: number, end: number, byteOffset: number) => void;

export interface LineSplitter {
  push(chunk: Uint8Array): void;
  /** Hands over what is left, a last line to which the missing `\n` was added, if there is one. */
  finish(readLast: ReadBlock): void;
  /** The last chunk ended with a line. */
  readonly atLineStart: boolean;
  /** So many bytes of whole lines were read by somebody else. */
  skip(bytes: number): void;
}

/** `tooLong` is asked when a line without an end has grown past `maxLineBytes`; it throws. */
export function createLineSplitter(
  maxLineBytes: number,
  readBlock: ReadBlock,
  tooLong: (byteOffset: number) => never,
): LineSplitter {
  let carry: Uint8Array = new Uint8Array(1 << 12);
  let carryView = viewOf(carry);
  let carryLength = 0;
  let consumed = 0;

  function keep(bytes: Uint8Array, start: number, end: number): void {
    const length = carryLength + (end - start);
    if (length > maxLineBytes) tooLong(consumed);
    // One byte more for the \n that a last line lacks.
    if (length + 1 > carry.length) {
      carry = grownUint8(carry, length + 1);
      carryView = viewOf(carry);
    }
    carry.set(start === 0 && end === bytes.length ? bytes : bytes.subarray(start, end), carryLength);
    carryLength = length;
  }

  function readCarry(): void {
    const length = carryLength;
    carryLength = 0;
    readBlock(carry, carryView, 0, length, consumed);
    consumed += length;
  }

  function push(chunk: Uint8Array): void {
    let start = 0;
    if (carryLength > 0) {
      const firstEnd = chunk.indexOf(LF);
      if (firstEnd < 0) {
        keep(chunk, 0, chunk.length);
        return;
      }
      start = firstEnd + 1;
      keep(chunk, 0, start);
      readCarry();
    }
    const end = chunk.lastIndexOf(LF) + 1;
    if (end > start) {
      readBlock(chunk, viewOf(chunk), start, end, consumed - start);
      consumed += end - start;
    }
    const rest = Math.max(start, end);
    if (rest < chunk.length) keep(chunk, rest, chunk.length);
  }

  function finish(readLast: ReadBlock): void {
    if (carryLength === 0) return;
    carry[carryLength] = LF;
    readLast(carry, carryView, 0, carryLength + 1, consumed);
    carryLength = 0;
  }

  return {
    push,
    finish,
    get atLineStart() {
      return carryLength === 0;
    },
    skip(bytes) {
      consumed += bytes;
    },
  };
}
