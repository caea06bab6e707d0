/**
 * Event lines of a text without times. Without the time's digits much of what a program prints looks like one (`page 12
 * of: …`), so the event must look like an event, and what follows it must be nothing, a frame, or a tracepoint's text.
 */
import { COLON, isDigit } from '../bytes/ascii.ts';
import { type EventLine, scanEventLine } from './scan-event-line.ts';
import { type FrameLine, frameAfterEvent } from './scan-frame-line.ts';

export function isUntimedEvent(
  bytes: Uint8Array,
  start: number,
  end: number,
  out: EventLine,
  frame: FrameLine,
): boolean {
  if (!scanEventLine(bytes, start, end, false, out)) return false;
  if (out.commEnd === out.commStart) return false;
  if (out.record) return true;
  const name = eventNameShape(bytes, out.eventStart, out.eventEnd);
  if (name === NO_NAME) return false;
  return out.tailStart >= end || name === WITH_COLON || frameAfterEvent(bytes, out.tailStart, end, frame);
}

const NO_NAME = 0;
const PLAIN = 1;
const WITH_COLON = 2;

/** Letters, digits and the marks that PMU and tracepoint names are made of; a letter first. */
function eventNameShape(bytes: Uint8Array, start: number, end: number): number {
  let shape = PLAIN;
  for (let pos = start; pos < end; pos++) {
    const byte = bytes[pos];
    const lower = byte | 32;
    if (lower >= 97 && lower <= 122) continue;
    if (pos === start) return NO_NAME;
    if (byte === COLON) shape = WITH_COLON;
    else if (!isDigit(byte) && !NAME_MARKS.has(byte)) return NO_NAME;
  }
  return shape;
}

const NAME_MARKS: ReadonlySet<number> = new Set([...'-_./=,@+%~*?[]{}$'].map((mark) => mark.charCodeAt(0)));
