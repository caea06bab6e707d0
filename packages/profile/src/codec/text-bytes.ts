import { CodecError } from './codec-error.ts';

// Globals of Node, workers and browsers alike; this package is compiled without the types of any of them.
declare const TextEncoder: new () => { encode(text: string): Uint8Array<ArrayBuffer> };
declare const TextDecoder: new (
  label: string,
  options: { fatal: boolean; ignoreBOM: boolean },
) => { decode(bytes: Uint8Array): string };

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** UTF-8. A lone surrogate, which no UTF-8 has, becomes U+FFFD. */
export function encodeText(text: string): Uint8Array<ArrayBuffer> {
  return encoder.encode(text);
}

/** Throws CodecError where the bytes are no UTF-8. A byte order mark is a character like any other. */
export function decodeText(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes);
  } catch (cause) {
    throw new CodecError('a text that is no UTF-8', { cause });
  }
}
