/**
 * Event lines of the ordinary shape, `comm tid [cpu] secs.fraction: period event:`, of a thread and an event seen before. What
 * stands around the time is mostly known as it stands (predict-event.ts); otherwise it is scanned, and −1 says that only
 * read-line.ts can tell.
 */
import { BLANK, CLOSE_BRACKET, COLON, CR, DOT, LF, NINE, OPEN_BRACKET, SLASH, ZERO } from '../bytes/ascii.ts';
import { lookUpSlot } from '../bytes/slot-cache.ts';
import { closeSample, openSample } from './open-sample.ts';
import { findBeginning, isLastEnding, keepBeginning, keepEnding, SLOT_BYTES } from './predict-event.ts';
import { fillTimed } from './read-event-line.ts';
import { Attach, type ReaderState } from './reader-state.ts';

const SECONDS_DIGITS = 15;
const PERIOD_DIGITS = 15;

/** Position behind the line at `start`, −1 where it is not of this shape or not known. `end` is where the whole lines end. */
export function readKnownEvent(
  state: ReaderState,
  bytes: Uint8Array,
  view: DataView,
  start: number,
  end: number,
): number {
  if (end - start < 16) return -1;
  const predictions = state.eventPredictions;
  let pos = -1;
  if (start + SLOT_BYTES <= end) pos = start + findBeginning(predictions, view, start);
  if (pos <= start) pos = scanBeginning(state, bytes, view, start);
  if (pos < 0) return -1;
  const { thread, cpu } = predictions;

  const secondsStart = pos;
  let byte = bytes[pos];
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

  const next = isLastEnding(predictions, view, pos, end)
    ? pos + predictions.endingLength
    : scanEnding(state, bytes, view, pos);
  if (next < 0) return -1;
  closeSample(state, start);
  const row = openSample(state, thread, start);
  fillTimed(state, row, cpu, seconds, fraction, digits, predictions.period, predictions.event);
  state.attach = Attach.open;
  return next;
}

/**
 * Where the time begins, −1 where the thread is not known. A comm with a dot is never taken here: it could hold what looks
 * like a time, and the grammar's first match would then depend on the rest of the line.
 */
function scanBeginning(state: ReaderState, bytes: Uint8Array, view: DataView, start: number): number {
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
  const predictions = state.eventPredictions;
  predictions.thread = thread;
  predictions.cpu = cpu;
  if (byte >= ZERO && byte <= NINE) keepBeginning(predictions, bytes, view, start, pos);
  return pos;
}

/** Behind the line whose time ends at `colon`, −1 where the event is not known or something stands behind it. */
function scanEnding(state: ReaderState, bytes: Uint8Array, view: DataView, colon: number): number {
  let pos = colon + 1;
  let byte = BLANK;
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
  let hash = 0;
  while (byte > BLANK) {
    hash = Math.imul(hash ^ byte, 0x01000193);
    byte = bytes[++pos];
  }
  if (bytes[pos - 1] !== COLON) return -1;
  const event = lookUpSlot(state.eventCache, hash, bytes, view, eventStart, pos - eventStart);
  if (event < 0) return -1;
  while (byte === BLANK) byte = bytes[++pos];
  const predictions = state.eventPredictions;
  predictions.period = period;
  predictions.event = event;
  if (byte === CR && bytes[pos + 1] === LF) {
    // Counted line by line: an ending with a \r is not kept.
    predictions.endingLength = 0;
    state.carriageReturns++;
    return pos + 2;
  }
  if (byte !== LF) {
    predictions.endingLength = 0;
    return -1;
  }
  keepEnding(predictions, bytes, colon, pos + 1);
  return pos + 1;
}
