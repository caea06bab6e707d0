/** A whole document's bytes as one text: marks of a text editor taken off, UTF-16 as UTF-8, bytes that are no UTF-8 replaced. */
import { createInputDecoder } from './decode-input.ts';
import { decodeUtf8, isAscii } from './decode-utf8.ts';

const PIECE_BYTES = 1 << 13;

export interface DecodedDocument {
  readonly text: string;
  /** A mark was taken off, the text was UTF-16, or bytes were replaced. */
  readonly repaired: number;
}

export function decodeDocument(bytes: Uint8Array): DecodedDocument {
  const parts: Uint8Array[] = [];
  const decoder = createInputDecoder((part) => parts.push(part.slice()));
  // Only the first bytes tell the encoding: the rest is not copied where it is UTF-8 already.
  decoder.push(bytes.subarray(0, 16));
  if (!decoder.repaired) return decodeParts([bytes], 0);
  decoder.push(bytes.subarray(16));
  decoder.finish();
  return decodeParts(parts, 1);
}

function decodeParts(parts: readonly Uint8Array[], repairedBefore: number): DecodedDocument {
  const texts: string[] = [];
  let repaired = repairedBefore;
  for (const bytes of parts) {
    let pos = 0;
    while (pos < bytes.length) {
      let end = Math.min(bytes.length, pos + PIECE_BYTES);
      if (isAscii(bytes, pos, end)) {
        texts.push(Reflect.apply(String.fromCharCode, undefined, bytes.subarray(pos, end)));
      } else {
        // A sequence of several bytes is not cut: its later bytes are 10xxxxxx.
        for (let back = 0; back < 3 && end < bytes.length && (bytes[end] & 0xc0) === 0x80; back++) end--;
        const piece = decodeUtf8(bytes, pos, end);
        texts.push(piece.text);
        repaired += piece.repaired;
      }
      pos = end;
    }
  }
  return { text: texts.join(''), repaired };
}
