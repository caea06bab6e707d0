/** Text in pieces as the bytes of one document: a whole export may be longer than a string can be. */
export function textBytes(pieces: Iterable<string>): Uint8Array<ArrayBuffer> {
  const encoder = new TextEncoder();
  let bytes = new Uint8Array(64 * 1024);
  let length = 0;
  for (const piece of pieces) {
    // UTF-8 takes at most 3 bytes for a unit of UTF-16.
    if (length + piece.length * 3 > bytes.length) {
      const larger = new Uint8Array(Math.max(bytes.length * 2, length + piece.length * 3));
      larger.set(bytes.subarray(0, length));
      bytes = larger;
    }
    length += encoder.encodeInto(piece, bytes.subarray(length)).written;
  }
  return bytes.slice(0, length);
}
