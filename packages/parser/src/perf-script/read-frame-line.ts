/** A scanned frame line to a frame of the open sample; what followed what is remembered for the next time. */

import { isAddressField } from '../bytes/address-field.ts';
import { BLANK, CLOSE_PAREN, TAB } from '../bytes/ascii.ts';
import { decodeText } from './decode-text.ts';
import { addFrameKey, findFrameKey, frameOfKey } from './frame-keys.ts';
import { pushFrame } from './open-sample.ts';
import { rememberKey } from './predict-frame.ts';
import { internFrame, textCount } from './profile-names.ts';
import { limitPassed, type ReaderState } from './reader-state.ts';

/** Exactly as perf writes it, mapping included: no thread's name is long enough for an event line to look like this. */
export function isPrintedFrame(bytes: Uint8Array, view: DataView, start: number, end: number): boolean {
  if (end - start <= 20 || bytes[start] !== TAB || bytes[start + 17] !== BLANK || bytes[end - 1] !== CLOSE_PAREN)
    return false;
  return isAddressField(view, start + 1);
}

/** Adds the frame in `state.frameLine` to the open sample. */
export function pushScannedFrame(state: ReaderState, bytes: Uint8Array, view: DataView, lineStart: number): void {
  const { keys, frameLine } = state;
  state.blockReading.scanned = true;
  let key = findFrameKey(keys, bytes, view, frameLine);
  if (key < 0) key = addFrameKey(keys, bytes, view, frameLine, frameOfLine(state, bytes, lineStart));
  rememberKey(state.predictions, state.hash, key, bytes, frameLine.symbolStart, bytes.length);
  pushFrame(state, frameOfKey(keys, key), lineStart);
}

function frameOfLine(state: ReaderState, bytes: Uint8Array, lineStart: number): number {
  const { frameLine, names } = state;
  if (textCount(names) > state.limits.maxStrings) {
    throw limitPassed(state, 'limit-strings', 'there are more distinct symbols than allowed', 'maxStrings', lineStart);
  }
  if (state.keys.arenaLength > state.limits.maxTextCharacters) {
    throw limitPassed(
      state,
      'limit-memory',
      'the distinct frames are longer than allowed all together',
      'maxTextCharacters',
      lineStart,
    );
  }
  const symbol = decodeText(state, bytes, frameLine.symbolStart, frameLine.symbolEnd, lineStart);
  const mapping =
    frameLine.mappingStart < 0
      ? undefined
      : decodeText(state, bytes, frameLine.mappingStart, frameLine.mappingEnd, lineStart);
  return internFrame(names, symbol, mapping);
}
