import { ExportTooLargeError } from '@subsecond/export';

/** Stacks may be 65,536 frames deep: without a bound, a few thousand of them would take all the memory there is. */
const MAX_BYTES = 512 * 2 ** 20;

/** Text in pieces as the bytes of one document: a whole export may be longer than a string can be. */
export function textBytes(pieces: Iterable<string>, maxBytes = MAX_BYTES): Uint8Array<ArrayBuffer> {
  const encoder = new TextEncoder();
  let bytes = new Uint8Array(64 * 1024);
  let length = 0;
  for (const piece of pieces) {
    // UTF-8 takes at most 3 bytes for a unit of UTF-16.
    const needed = length + piece.length * 3;
    if (needed > bytes.length) {
      const larger = new Uint8Array(Math.max(bytes.length * 2, needed));
      larger.set(bytes.subarray(0, length));
      bytes = larger;
    }
    length += encoder.encodeInto(piece, bytes.subarray(length)).written;
    if (length > maxBytes) throw new ExportTooLargeError(`the text would be longer than ${maxBytes} bytes`);
  }
  return bytes.slice(0, length);
}
