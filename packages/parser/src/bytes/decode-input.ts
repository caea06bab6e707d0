/** What editors do to a text, undone before it is read: a byte order mark is taken off, UTF-16 becomes UTF-8. */
import { createUtf16Transcoder, type Utf16Transcoder } from './transcode-utf16.ts';

export interface InputDecoder {
  push(bytes: Uint8Array): void;
  finish(): void;
  /** A mark was taken off or the text was UTF-16. */
  readonly repaired: boolean;
}

/** Enough to tell UTF-16 without a mark by its zero bytes. */
const SNIFFED_BYTES = 4;

export function createInputDecoder(next: (bytes: Uint8Array) => void): InputDecoder {
  const first = new Uint8Array(SNIFFED_BYTES);
  let firstLength = 0;
  let decided = false;
  let utf16: Utf16Transcoder | undefined;
  let repaired = false;

  function forward(bytes: Uint8Array): void {
    const text = utf16 === undefined ? bytes : utf16.push(bytes);
    if (text.length > 0) next(text);
  }

  function decide(): void {
    decided = true;
    const [a, b, c, d] = first;
    let skipped = 0;
    if (firstLength >= 3 && a === 0xef && b === 0xbb && c === 0xbf) skipped = 3;
    else if (firstLength >= 2 && a === 0xff && b === 0xfe) skipped = 2;
    else if (firstLength >= 2 && a === 0xfe && b === 0xff) skipped = 2;
    if (skipped === 2) utf16 = createUtf16Transcoder(a === 0xfe);
    else if (firstLength === 4 && a !== 0 && b === 0 && c !== 0 && d === 0) utf16 = createUtf16Transcoder(false);
    else if (firstLength === 4 && a === 0 && b !== 0 && c === 0 && d !== 0) utf16 = createUtf16Transcoder(true);
    repaired = skipped > 0 || utf16 !== undefined;
    forward(first.subarray(skipped, firstLength));
  }

  function push(bytes: Uint8Array): void {
    let rest = bytes;
    if (!decided) {
      const taken = bytes.subarray(0, SNIFFED_BYTES - firstLength);
      first.set(taken, firstLength);
      firstLength += taken.length;
      if (firstLength < SNIFFED_BYTES) return;
      rest = bytes.subarray(taken.length);
      decide();
    }
    if (rest.length > 0) forward(rest);
  }

  function finish(): void {
    if (!decided) decide();
    const left = utf16?.finish();
    if (left !== undefined && left.length > 0) next(left);
  }

  return {
    push,
    finish,
    get repaired() {
      return repaired;
    },
  };
}
