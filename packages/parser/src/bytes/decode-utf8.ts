/**
 * UTF-8 to string, with U+FFFD for every byte that belongs to no sequence, as the Encoding Standard does it.
 * Written out because the package imports nothing: it runs in Node, in a worker and in a page alike.
 */

const REPLACEMENT = 0xfffd;
/** `String.fromCharCode` takes its input as arguments, so a long line goes in pieces. */
const PIECE_UNITS = 4096;

export interface Decoded {
  readonly text: string;
  /** Bytes that were no UTF-8 and were replaced. */
  readonly repaired: number;
}

export function decodeUtf8(bytes: Uint8Array, start: number, end: number): Decoded {
  if (end - start <= PIECE_UNITS && isAscii(bytes, start, end)) {
    return {
      text: String.fromCharCode.apply(undefined, bytes.subarray(start, end) as unknown as number[]),
      repaired: 0,
    };
  }
  let text = '';
  let repaired = 0;
  let units: number[] = [];
  let pos = start;
  while (pos < end) {
    const length = sequenceLength(bytes, pos, end);
    if (length === 0) {
      units.push(REPLACEMENT);
      repaired++;
      pos++;
    } else {
      pushCodePoint(units, codePointAt(bytes, pos, length));
      pos += length;
    }
    if (units.length >= PIECE_UNITS) {
      text += String.fromCharCode.apply(undefined, units);
      units = [];
    }
  }
  return { text: text + String.fromCharCode.apply(undefined, units), repaired };
}

export function isAscii(bytes: Uint8Array, start: number, end: number): boolean {
  for (let pos = start; pos < end; pos++) if (bytes[pos] >= 0x80) return false;
  return true;
}

/** 1 to 4 for a well-formed sequence at `pos`, 0 otherwise: overlong forms and surrogates are not well-formed. */
function sequenceLength(bytes: Uint8Array, pos: number, end: number): number {
  const first = bytes[pos];
  if (first < 0x80) return 1;
  const length =
    first >= 0xc2 && first < 0xe0 ? 2 : first >= 0xe0 && first < 0xf0 ? 3 : first >= 0xf0 && first < 0xf5 ? 4 : 0;
  if (length === 0 || pos + length > end) return 0;
  for (let i = 1; i < length; i++) if ((bytes[pos + i] & 0xc0) !== 0x80) return 0;
  const second = bytes[pos + 1];
  if (first === 0xe0 && second < 0xa0) return 0;
  if (first === 0xed && second > 0x9f) return 0;
  if (first === 0xf0 && second < 0x90) return 0;
  if (first === 0xf4 && second > 0x8f) return 0;
  return length;
}

function codePointAt(bytes: Uint8Array, pos: number, length: number): number {
  if (length === 1) return bytes[pos];
  let code = bytes[pos] & (0xff >> (length + 1));
  for (let i = 1; i < length; i++) code = (code << 6) | (bytes[pos + i] & 0x3f);
  return code;
}

function pushCodePoint(units: number[], code: number): void {
  if (code < 0x10000) {
    units.push(code);
    return;
  }
  units.push(0xd800 + ((code - 0x10000) >> 10), 0xdc00 + ((code - 0x10000) & 0x3ff));
}
