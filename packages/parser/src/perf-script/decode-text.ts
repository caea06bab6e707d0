/** Bytes of a name to a string, counting what had to be repaired and holding the limit on all text. */
import { decodeUtf8 } from '../bytes/decode-utf8.ts';
import { warnHere } from './open-sample.ts';
import { limitPassed, type ReaderState } from './reader-state.ts';

export function decodeText(
  state: ReaderState,
  bytes: Uint8Array,
  start: number,
  end: number,
  lineStart: number,
): string {
  const { text, repaired } = decodeUtf8(bytes, start, end);
  if (repaired > 0) warnHere(state, 'encoding-repaired', bytes, lineStart, lineStart);
  if (state.names.characters + text.length > state.limits.maxTextCharacters) {
    throw limitPassed(
      state,
      'limit-memory',
      'the distinct names are longer than allowed all together',
      'maxTextCharacters',
      lineStart,
    );
  }
  return text;
}
