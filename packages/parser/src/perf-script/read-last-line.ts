/**
 * The last line of a text that does not end in `\n`. An editor leaves the last end of line off, and a full disk cuts anywhere: a
 * line that is whole counts like any other, and of one that is cut only what is certain does.
 */
import { NONE } from '@subsecond/profile';
import { CR } from '../bytes/ascii.ts';
import { decodeUtf8 } from '../bytes/decode-utf8.ts';
import { warnHere } from './open-sample.ts';
import { readLines } from './read-lines.ts';
import { Attach, type ReaderState } from './reader-state.ts';
import { scanEventLine } from './scan-event-line.ts';
import { scanFrameLine } from './scan-frame-line.ts';
import { isUntimedEvent } from './scan-untimed-event.ts';

/** `bytes[start, end)` is one line, its last byte a `\n` that the text lacks. */
export function readLastLine(
  state: ReaderState,
  bytes: Uint8Array,
  view: DataView,
  start: number,
  end: number,
  byteOffset: number,
): void {
  state.blockByteOffset = byteOffset;
  const lineEnd = bytes[end - 2] === CR ? end - 2 : end - 1;
  const wholeness = judge(state, bytes, start, lineEnd);
  if (wholeness !== Wholeness.whole) warnHere(state, 'file-truncated', bytes, start, lineEnd);
  if (wholeness === Wholeness.nothingCertain) state.lines++;
  else readLines(state, bytes, view, start, end, byteOffset);
}

const Wholeness = { whole: 0, symbolCertain: 1, nothingCertain: 2 } as const;

function judge(state: ReaderState, bytes: Uint8Array, start: number, end: number): number {
  const { eventLine, frameLine, names } = state;
  if (scanEventLine(bytes, start, end, true, eventLine)) {
    if (eventLine.record) return Wholeness.whole;
    // `cpu-clock:` may be the beginning of `cpu-clock:ppp:`.
    const name = decodeUtf8(bytes, eventLine.eventStart, eventLine.eventEnd).text;
    const known = names.eventIndexes.has(name) || names.eventNames.length === 0;
    return known ? Wholeness.whole : Wholeness.nothingCertain;
  }
  if (!state.timedSeen && isUntimedEvent(bytes, start, end, eventLine, frameLine)) return Wholeness.whole;
  if (state.attach === Attach.nowhere || !scanFrameLine(bytes, start, end, frameLine)) {
    return state.samples.length === 0 ? Wholeness.whole : Wholeness.nothingCertain;
  }
  if (frameLine.mappingStart >= 0) return Wholeness.whole;
  const mappingsPrinted =
    names.frameCount > 0 && names.frameMapping.subarray(0, names.frameCount).some((mapping) => mapping !== NONE);
  if (!mappingsPrinted && frameLine.symbolEnd > frameLine.symbolStart) return Wholeness.whole;
  return frameLine.symbolOffset ? Wholeness.symbolCertain : Wholeness.nothingCertain;
}
