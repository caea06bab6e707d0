/**
 * Event lines to samples. `readEventLineFast` knows the ordinary shape of a thread and an event seen before, and gives up
 * (−1) on anything else; `readEventLine` takes what scan-event-line.ts found and feeds the fast way's caches.
 */

import { SampleFlag } from '@subsecond/profile';
import { BLANK, CLOSE_BRACKET, COLON, CR, DOT, LF, NINE, OPEN_BRACKET, SLASH, TAB, ZERO } from '../bytes/ascii.ts';
import { keepInSlot, lookUpSlot } from '../bytes/slot-cache.ts';
import { decodeText } from './decode-text.ts';
import { closeSample, flagSample, openSample } from './open-sample.ts';
import { internEvent, internThread, textCount } from './profile-names.ts';
import { Attach, limitPassed, type ReaderState } from './reader-state.ts';
import type { EventLine } from './scan-event-line.ts';

const SECOND_NS = 1_000_000_000;
const SECONDS_DIGITS = 15;
const PERIOD_DIGITS = 15;
/** What the event is called where perf was told not to print it. */
const UNNAMED_EVENT = 'samples';
/** `SampleTable.event` is a Uint16Array. */
const MAX_EVENTS = 65_535;

/**
 * Position behind the line at `pos` if it is `comm tid [cpu] secs.fraction: period event:` with a thread and an event seen
 * before, and nothing behind the event. A comm with a dot is never taken here: it could hold what looks like a time, and the
 * grammar's first match would then depend on the rest of the line.
 */
export function readEventLineFast(
  state: ReaderState,
  bytes: Uint8Array,
  view: DataView,
  start: number,
  end: number,
): number {
  if (end - start < 16) return -1;
  // comm and tid: hashed up to the first number that stands between blanks
  let pos = start;
  let hash = 0;
  let byte = bytes[pos];
  for (;;) {
    if (byte === BLANK) {
      const next = bytes[pos + 1];
      if (next >= ZERO && next <= NINE) {
        hash = Math.imul(hash ^ byte, 0x01000193);
        pos++;
        byte = next;
        while ((byte >= ZERO && byte <= NINE) || byte === SLASH) {
          hash = Math.imul(hash ^ byte, 0x01000193);
          byte = bytes[++pos];
        }
        if (byte === BLANK) break;
        return -1;
      }
    } else if (byte === DOT || byte === LF) return -1;
    hash = Math.imul(hash ^ byte, 0x01000193);
    byte = bytes[++pos];
  }
  const thread = lookUpSlot(state.threadCache, hash, bytes, view, start, pos - start);
  if (thread < 0) return -1;
  do byte = bytes[++pos];
  while (byte === BLANK);

  let cpu = -1;
  if (byte === OPEN_BRACKET) {
    const digits = ++pos;
    cpu = 0;
    while ((byte = bytes[pos]) >= ZERO && byte <= NINE) {
      cpu = cpu * 10 + (byte - ZERO);
      pos++;
    }
    if (byte !== CLOSE_BRACKET || pos === digits || pos - digits > 9 || bytes[++pos] !== BLANK) return -1;
    do byte = bytes[++pos];
    while (byte === BLANK);
  }

  const secondsStart = pos;
  let seconds = 0;
  while (byte >= ZERO && byte <= NINE) {
    seconds = seconds * 10 + (byte - ZERO);
    byte = bytes[++pos];
  }
  if (byte !== DOT || pos === secondsStart || pos - secondsStart > SECONDS_DIGITS) return -1;
  const fractionStart = ++pos;
  let fraction = 0;
  while ((byte = bytes[pos]) >= ZERO && byte <= NINE) {
    fraction = fraction * 10 + (byte - ZERO);
    pos++;
  }
  const digits = pos - fractionStart;
  if (byte !== COLON || bytes[pos + 1] !== BLANK) return -1;
  if (digits === 6) fraction *= 1000;
  else if (digits !== 9) return -1;
  pos++;
  do byte = bytes[++pos];
  while (byte === BLANK);

  let period = -1;
  if (byte >= ZERO && byte <= NINE) {
    const periodStart = pos;
    period = 0;
    while (byte >= ZERO && byte <= NINE) {
      period = period * 10 + (byte - ZERO);
      byte = bytes[++pos];
    }
    if (byte !== BLANK || pos - periodStart > PERIOD_DIGITS) return -1;
    do byte = bytes[++pos];
    while (byte === BLANK);
  }

  const eventStart = pos;
  hash = 0;
  while (byte > BLANK) {
    hash = Math.imul(hash ^ byte, 0x01000193);
    byte = bytes[++pos];
  }
  if (bytes[pos - 1] !== COLON) return -1;
  const event = lookUpSlot(state.eventCache, hash, bytes, view, eventStart, pos - eventStart);
  if (event < 0) return -1;
  while (byte === BLANK) byte = bytes[++pos];
  if (byte === CR && bytes[pos + 1] === LF) {
    state.carriageReturns++;
    byte = bytes[++pos];
  }
  if (byte !== LF) return -1;

  closeSample(state, start);
  fillTimed(state, openSample(state, thread, start), cpu, seconds, fraction, digits, period, event);
  state.attach = Attach.open;
  return pos + 1;
}

function fillTimed(
  state: ReaderState,
  row: number,
  cpu: number,
  seconds: number,
  fractionNs: number,
  fractionDigits: number,
  period: number,
  event: number,
): void {
  const { samples } = state;
  if (Number.isNaN(state.baseSeconds)) state.baseSeconds = seconds;
  samples.timeNs[row] = (seconds - state.baseSeconds) * SECOND_NS + fractionNs;
  samples.cpu[row] = cpu;
  samples.event[row] = event;
  samples.weight[row] = period < 0 ? 1 : period;
  if (period >= 0) state.names.eventHasPeriod[event] = true;
  if (fractionDigits > state.fractionDigits) state.fractionDigits = fractionDigits;
  state.timedSeen = true;
}

/** Makes the sample of a scanned event line; the tail is the caller's. Returns the sample's row. */
export function readEventLine(state: ReaderState, bytes: Uint8Array, start: number, line: EventLine): number {
  closeSample(state, start);
  const comm = decodeText(state, bytes, line.commStart, line.commEnd, start);
  const thread = internThread(state.names, line.pid, line.tid, comm);
  const eventName = decodeText(state, bytes, line.eventStart, line.eventEnd, start);
  const event = internEvent(state.names, eventName === '' ? UNNAMED_EVENT : eventName);
  if (event >= MAX_EVENTS || textCount(state.names) > state.limits.maxStrings) {
    throw limitPassed(state, 'limit-strings', 'there are more distinct names than allowed', 'maxStrings', start);
  }
  const row = openSample(state, thread, start);
  if (line.timed) {
    fillTimed(state, row, line.cpu, line.seconds, line.fractionNs, line.fractionDigits, line.period, event);
  } else {
    const { samples } = state;
    samples.timeNs[row] = Number.NaN;
    samples.cpu[row] = line.cpu;
    samples.event[row] = event;
    samples.weight[row] = line.period < 0 ? 1 : line.period;
    flagSample(state, row, SampleFlag.timeAbsent);
    if (line.period >= 0) state.names.eventHasPeriod[event] = true;
  }
  state.attach = Attach.open;
  rememberThread(state, bytes, start, line, thread);
  rememberEvent(state, bytes, line, event);
  return row;
}

function rememberThread(state: ReaderState, bytes: Uint8Array, start: number, line: EventLine, thread: number): void {
  let hash = 0;
  for (let pos = start; pos < line.threadEnd; pos++) {
    if (bytes[pos] === DOT || bytes[pos] === TAB) return;
    hash = Math.imul(hash ^ bytes[pos], 0x01000193);
  }
  keepInSlot(state.threadCache, hash, bytes, start, line.threadEnd - start, thread);
}

function rememberEvent(state: ReaderState, bytes: Uint8Array, line: EventLine, event: number): void {
  if (line.eventEnd === line.eventStart) return;
  let hash = 0;
  for (let pos = line.eventStart; pos <= line.eventEnd; pos++) hash = Math.imul(hash ^ bytes[pos], 0x01000193);
  keepInSlot(state.eventCache, hash, bytes, line.eventStart, line.eventEnd + 1 - line.eventStart, event);
}
