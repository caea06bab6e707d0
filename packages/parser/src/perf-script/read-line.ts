/**
 * A line that was not predicted. The order of the questions is the grammar's: is it an event line, then is it a frame; so a
 * text that lost its blank lines or its indentation reads like any other.
 */
import { CR, HASH, isBlank, skipBlanks, TAB } from '../bytes/ascii.ts';
import { decodeText } from './decode-text.ts';
import { warnHere } from './open-sample.ts';
import { internDetail } from './profile-names.ts';
import { readEventLine } from './read-event-line.ts';
import { isPrintedFrame, pushScannedFrame } from './read-frame-line.ts';
import { readHashLine } from './read-hash-line.ts';
import { isRawDumpLine, rawDumpError, readRecord } from './read-record.ts';
import { Attach, limitPassed, type ReaderState } from './reader-state.ts';
import { scanEventLine } from './scan-event-line.ts';
import { frameAfterEvent, isSourceLine, scanFrameLine, scanFrameWithoutAddress } from './scan-frame-line.ts';
import { isUntimedEvent } from './scan-untimed-event.ts';

/** Reads `bytes[start, lineEnd)`, a line without its `\n`. */
export function readLine(state: ReaderState, bytes: Uint8Array, view: DataView, start: number, lineEnd: number): void {
  if (lineEnd - start > state.limits.maxLineBytes) {
    throw limitPassed(state, 'limit-line-length', 'the line is longer than allowed', 'maxLineBytes', start);
  }
  let end = lineEnd;
  if (end > start && bytes[end - 1] === CR) {
    end--;
    state.carriageReturns++;
  }
  if (skipBlanks(bytes, start, end) === end) {
    if (state.attach === Attach.open) state.attach = Attach.afterBlank;
    return;
  }
  const { eventLine, frameLine } = state;
  if (
    state.attach === Attach.open &&
    isPrintedFrame(bytes, view, start, end) &&
    scanFrameLine(bytes, start, end, frameLine)
  ) {
    pushScannedFrame(state, bytes, view, start);
    return;
  }
  // A thread may be called `#1 worker`; perf's header lines have a blank behind the #, or nothing.
  const hashed = bytes[start] === HASH;
  if (hashed && (end - start < 2 || isBlank(bytes[start + 1]))) {
    readHashLine(state, bytes, start, end);
    return;
  }
  if (scanEventLine(bytes, start, end, true, eventLine)) {
    readEventOrRecord(state, bytes, view, start, end);
    return;
  }
  if (hashed) return;
  // A text without times: its one-line samples begin with blanks, and may go on with hex digits, so they come before frames.
  if (!state.timedSeen && bytes[start] !== TAB && isUntimedEvent(bytes, start, end, eventLine, frameLine)) {
    readEventOrRecord(state, bytes, view, start, end);
    return;
  }
  readFrameOrOther(state, bytes, view, start, end);
}

function readEventOrRecord(state: ReaderState, bytes: Uint8Array, view: DataView, start: number, end: number): void {
  const { eventLine } = state;
  if (eventLine.record) {
    readRecord(state, bytes, start, eventLine.eventStart, end);
    return;
  }
  const row = readEventLine(state, bytes, start, eventLine);
  const tail = eventLine.tailStart;
  if (tail >= end) return;
  if (frameAfterEvent(bytes, tail, end, state.frameLine)) {
    pushScannedFrame(state, bytes, view, start);
    return;
  }
  let tailEnd = end;
  while (isBlank(bytes[tailEnd - 1])) tailEnd--;
  state.samples.detail[row] = internDetail(state.names, decodeText(state, bytes, tail, tailEnd, start));
}

function readFrameOrOther(state: ReaderState, bytes: Uint8Array, view: DataView, start: number, end: number): void {
  const { attach, frameLine } = state;
  const shaped = scanFrameLine(bytes, start, end, frameLine);
  if (attach !== Attach.nowhere) {
    if (shaped || scanFrameWithoutAddress(bytes, start, end, frameLine)) {
      state.attach = Attach.open;
      pushScannedFrame(state, bytes, view, start);
      return;
    }
    if (state.depth > 0 && isSourceLine(bytes, start, end)) return;
  }
  if (isRawDumpLine(bytes, start, end)) throw rawDumpError(state, start);
  if (shaped || (isBlank(bytes[start]) && attach === Attach.open)) {
    warnHere(state, 'frame-not-understood', bytes, start, end);
    return;
  }
  if (state.firstBadLine === 0) state.firstBadLine = state.lines + 1;
  warnHere(state, 'line-not-understood', bytes, start, end);
  // Where an event line was due, its frames are nobody's; in the middle of a stack it is a stray line of stderr.
  if (attach === Attach.afterBlank) state.attach = Attach.nowhere;
}
