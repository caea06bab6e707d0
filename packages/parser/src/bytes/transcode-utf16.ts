/** UTF-16 to UTF-8, chunk by chunk: what a Windows editor makes of a text is read like the original. */

export interface Utf16Transcoder {
  /** The bytes so far as UTF-8; an odd byte or half a surrogate pair waits for the next chunk. */
  push(bytes: Uint8Array): Uint8Array;
  /** What was still waiting, as U+FFFD. */
  finish(): Uint8Array;
}

const NOTHING = -1;

export function createUtf16Transcoder(bigEndian: boolean): Utf16Transcoder {
  let pendingByte = NOTHING;
  let pendingHigh = NOTHING;

  function push(bytes: Uint8Array): Uint8Array {
    // A unit makes three bytes at most, and a surrogate that waited three more.
    const out = new Uint8Array(((bytes.length + 1) >> 1) * 3 + 6);
    let length = 0;
    for (let i = 0; i < bytes.length; i++) {
      if (pendingByte === NOTHING) {
        pendingByte = bytes[i];
        continue;
      }
      const unit = bigEndian ? (pendingByte << 8) | bytes[i] : (bytes[i] << 8) | pendingByte;
      pendingByte = NOTHING;
      if (pendingHigh !== NOTHING) {
        const high = pendingHigh;
        pendingHigh = NOTHING;
        if (unit >= 0xdc00 && unit < 0xe000) {
          length = writeUtf8(out, length, 0x10000 + ((high - 0xd800) << 10) + (unit - 0xdc00));
          continue;
        }
        length = writeUtf8(out, length, 0xfffd);
      }
      if (unit >= 0xd800 && unit < 0xdc00) pendingHigh = unit;
      else length = writeUtf8(out, length, unit >= 0xdc00 && unit < 0xe000 ? 0xfffd : unit);
    }
    return out.subarray(0, length);
  }

  function finish(): Uint8Array {
    const out = new Uint8Array(6);
    let length = 0;
    if (pendingHigh !== NOTHING) length = writeUtf8(out, length, 0xfffd);
    if (pendingByte !== NOTHING) length = writeUtf8(out, length, 0xfffd);
    pendingHigh = NOTHING;
    pendingByte = NOTHING;
    return out.subarray(0, length);
  }

  return { push, finish };
}

function writeUtf8(out: Uint8Array, at: number, code: number): number {
  let pos = at;
  if (code < 0x80) {
    out[pos++] = code;
  } else if (code < 0x800) {
    out[pos++] = 0xc0 | (code >> 6);
    out[pos++] = 0x80 | (code & 0x3f);
  } else if (code < 0x10000) {
    out[pos++] = 0xe0 | (code >> 12);
    out[pos++] = 0x80 | ((code >> 6) & 0x3f);
    out[pos++] = 0x80 | (code & 0x3f);
  } else {
    out[pos++] = 0xf0 | (code >> 18);
    out[pos++] = 0x80 | ((code >> 12) & 0x3f);
    out[pos++] = 0x80 | ((code >> 6) & 0x3f);
    out[pos++] = 0x80 | (code & 0x3f);
  }
  return pos;
}
