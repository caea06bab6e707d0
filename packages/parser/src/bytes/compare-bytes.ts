/**
 * Hashing and comparing byte ranges four bytes at a time. `DataView` reads unaligned words in one machine load; the
 * last one to three bytes are read singly, so that nothing past `end` is touched.
 */

const MULTIPLIER = 0x9e3779b1;

export function hashBytes(bytes: Uint8Array, view: DataView, start: number, end: number, seed: number): number {
  let hash = seed;
  let pos = start;
  for (; pos + 4 <= end; pos += 4) {
    hash = Math.imul(hash ^ view.getInt32(pos, true), MULTIPLIER);
    hash ^= hash >>> 15;
  }
  for (; pos < end; pos++) hash = Math.imul(hash ^ bytes[pos], MULTIPLIER);
  return hash ^ (hash >>> 13);
}

/** A hash is only a hint where to look: whatever it finds is compared with this. */
export function equalBytes(
  a: Uint8Array,
  aView: DataView,
  aStart: number,
  b: Uint8Array,
  bView: DataView,
  bStart: number,
  length: number,
): boolean {
  let i = 0;
  for (; i + 4 <= length; i += 4)
    if (aView.getInt32(aStart + i, true) !== bView.getInt32(bStart + i, true)) return false;
  for (; i < length; i++) if (a[aStart + i] !== b[bStart + i]) return false;
  return true;
}

/**
 * `equalBytes` for at least eight bytes, eight at once as doubles, the last eight once more. Equal doubles are equal bytes but for
 * the two zeros: one of the sides must have no eight bytes of which seven are 0. Bytes that make a NaN (none in UTF-8 text do but
 * behind a DEL) equal nothing: false then means "look closer".
 */
export function equalEights(a: DataView, aStart: number, b: DataView, bStart: number, length: number): boolean {
  const last = length - 8;
  for (let i = 0; i < last; i += 8) if (a.getFloat64(aStart + i, true) !== b.getFloat64(bStart + i, true)) return false;
  return a.getFloat64(aStart + last, true) === b.getFloat64(bStart + last, true);
}

export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
