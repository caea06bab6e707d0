/**
 * The event line, by bytes. The specification is this regular expression (docs/perf-script.md):
 *
 *   ^\s*(.*?)\s+(-?\d+)(?:\/(-?\d+))?\s+(?:[A-Z][A-Za-z-]*\s+)?(?:\[(\d+)\]\s+)?(\d+\.\d{6,9}):\s*(?:(\d+)\s+)?(\S+?):(?=\s|$)(.*)$
 *    comm       pid or tid   /tid          misc                    cpu             time           period       event        tail
 *
 * A thread's name may hold anything, so the comm is lazy and the tail decides: every number that stands after a blank is
 * tried as the tid, from the left, and the first one that a whole tail follows is taken. A try looks at six tokens at
 * most, so a line takes time linear in its length whatever it holds. perf prints `-F +misc` after the cpu; the column is
 * taken on either side of it (tools/perf/builtin-script.c, perf_sample__fprintf_start). Without the event field the line ends
 * behind the time; its event is then empty.
 */
import {
  CLOSE_BRACKET,
  COLON,
  DOT,
  isBlank,
  isDigit,
  MINUS,
  OPEN_BRACKET,
  SLASH,
  skipBlanks,
  skipToken,
  startsWithAscii,
  TAB,
  ZERO,
} from '../bytes/ascii.ts';

/** Filled by `scanEventLine`, reused for every line. Ranges are half-open positions in the bytes scanned. */
export interface EventLine {
  commStart: number;
  commEnd: number;
  /** −1 where perf printed the tid alone. */
  pid: number;
  tid: number;
  /** End of the tid's digits. */
  threadEnd: number;
  /** −1 where perf printed none. */
  cpu: number;
  timed: boolean;
  seconds: number;
  /** Nanoseconds within the second, and how many digits they were printed with. */
  fractionNs: number;
  fractionDigits: number;
  /** −1 where perf printed none. */
  period: number;
  eventStart: number;
  eventEnd: number;
  tailStart: number;
  /** The line is a `PERF_RECORD_*` that is no sample; `eventStart` is where the record's name begins. */
  record: boolean;
}

export function createEventLine(): EventLine {
  return {
    commStart: 0,
    commEnd: 0,
    pid: -1,
    tid: 0,
    threadEnd: 0,
    cpu: -1,
    timed: false,
    seconds: 0,
    fractionNs: 0,
    fractionDigits: 0,
    period: -1,
    eventStart: 0,
    eventEnd: 0,
    tailStart: 0,
    record: false,
  };
}

const MAX_INT32 = 0x7fffffff;
/** Whole seconds up to 2^50 keep every calculation with them exact. */
const MAX_SECONDS_DIGITS = 15;
const MAX_PERIOD_DIGITS = 20;
const RECORD_PREFIX = 'PERF_RECORD_';

/** Whether `bytes[start, end)` (a line without its end) is an event line; `out` then holds its fields. */
export function scanEventLine(bytes: Uint8Array, start: number, end: number, timed: boolean, out: EventLine): boolean {
  const textStart = skipBlanks(bytes, start, end);
  let pos = textStart;
  if (textStart === start) pos = skipBlanks(bytes, skipToken(bytes, pos, end), end);
  while (pos < end) {
    const first = bytes[pos];
    if (isDigit(first) || (first === MINUS && pos + 1 < end && isDigit(bytes[pos + 1]))) {
      const unpadded = pos > start && bytes[pos - 1] === TAB;
      if (scanThread(bytes, pos, end, out) && scanTail(bytes, out.threadEnd, end, timed, unpadded, out)) {
        out.commStart = textStart;
        out.commEnd = commEnd(bytes, textStart, pos);
        return true;
      }
    }
    pos = skipBlanks(bytes, skipToken(bytes, pos, end), end);
  }
  return false;
}

function commEnd(bytes: Uint8Array, start: number, tidStart: number): number {
  let pos = tidStart;
  while (pos > start && isBlank(bytes[pos - 1])) pos--;
  return pos;
}

/** `tid` or `pid/tid`, up to the blank that must follow. */
function scanThread(bytes: Uint8Array, start: number, end: number, out: EventLine): boolean {
  let pos = digitsEnd(bytes, bytes[start] === MINUS ? start + 1 : start, end);
  const first = signedInt32(bytes, start, pos);
  out.pid = -1;
  out.tid = first;
  if (pos < end && bytes[pos] === SLASH) {
    const second = pos + 1;
    pos = digitsEnd(bytes, bytes[second] === MINUS ? second + 1 : second, end);
    out.pid = first;
    out.tid = signedInt32(bytes, second, pos);
  }
  out.threadEnd = pos;
  return pos < end && isBlank(bytes[pos]) && !Number.isNaN(first) && !Number.isNaN(out.tid);
}

function digitsEnd(bytes: Uint8Array, from: number, end: number): number {
  let pos = from;
  while (pos < end && isDigit(bytes[pos])) pos++;
  return pos;
}

/** NaN where there is no digit or the number passes 2^31 − 1: no pid does. */
function signedInt32(bytes: Uint8Array, start: number, end: number): number {
  const negative = bytes[start] === MINUS;
  const digits = negative ? start + 1 : start;
  if (digits >= end || end - digits > 10) return Number.NaN;
  const value = unsigned(bytes, digits, end);
  if (value > MAX_INT32) return Number.NaN;
  return negative ? -value : value;
}

function unsigned(bytes: Uint8Array, start: number, end: number): number {
  let value = 0;
  for (let pos = start; pos < end; pos++) value = value * 10 + (bytes[pos] - ZERO);
  return value;
}

/** Everything behind the tid: `[misc] [cpu] time: [period] event:` or, untimed, `[cpu] [period] event:`. */
function scanTail(
  bytes: Uint8Array,
  from: number,
  end: number,
  timed: boolean,
  unpadded: boolean,
  out: EventLine,
): boolean {
  let pos = skipMisc(bytes, skipBlanks(bytes, from, end), end);
  pos = scanCpu(bytes, pos, end, out);
  pos = skipMisc(bytes, pos, end);
  out.timed = timed;
  if (timed) {
    pos = scanTime(bytes, pos, end, unpadded, out);
    if (pos < 0) return false;
    pos = skipBlanks(bytes, pos, end);
  }
  out.record = startsWithAscii(bytes, pos, end, RECORD_PREFIX);
  out.eventStart = pos;
  if (out.record) return true;
  if (timed && pos >= end) {
    out.period = -1;
    out.eventEnd = end;
    out.tailStart = end;
    return true;
  }
  pos = scanPeriod(bytes, pos, end, out);
  const tokenEnd = skipToken(bytes, pos, end);
  if (tokenEnd - pos < 2 || bytes[tokenEnd - 1] !== COLON) return false;
  out.eventStart = pos;
  out.eventEnd = tokenEnd - 1;
  out.tailStart = skipBlanks(bytes, tokenEnd, end);
  return true;
}

/** The misc column is a word of letters that begins with a capital: `K`, `U`, `Sp`. */
function skipMisc(bytes: Uint8Array, from: number, end: number): number {
  let pos = from;
  if (pos >= end || bytes[pos] < 65 || bytes[pos] > 90) return from;
  while (pos < end && (isLetter(bytes[pos]) || bytes[pos] === MINUS)) pos++;
  return pos < end && isBlank(bytes[pos]) ? skipBlanks(bytes, pos, end) : from;
}

function isLetter(byte: number): boolean {
  const lower = byte | 32;
  return lower >= 97 && lower <= 122;
}

function scanCpu(bytes: Uint8Array, from: number, end: number, out: EventLine): number {
  out.cpu = -1;
  if (from >= end || bytes[from] !== OPEN_BRACKET) return from;
  const close = digitsEnd(bytes, from + 1, end);
  if (close === from + 1 || close + 1 >= end || bytes[close] !== CLOSE_BRACKET || !isBlank(bytes[close + 1]))
    return from;
  const cpu = signedInt32(bytes, from + 1, close);
  if (Number.isNaN(cpu)) return from;
  out.cpu = cpu;
  return skipBlanks(bytes, close + 1, end);
}

/**
 * Position behind the colon of `secs.fraction:`, −1 where there is no such time. simpleperf's report_sample.py, which prints a TAB
 * before the tid, used to print the microseconds without leading zeros (`%d.%d`): `1.5` is then 1.000005.
 */
function scanTime(bytes: Uint8Array, from: number, end: number, unpadded: boolean, out: EventLine): number {
  const dot = digitsEnd(bytes, from, end);
  if (dot === from || dot - from > MAX_SECONDS_DIGITS || dot >= end || bytes[dot] !== DOT) return -1;
  const colon = digitsEnd(bytes, dot + 1, end);
  const digits = colon - dot - 1;
  if (digits > 9 || colon >= end || bytes[colon] !== COLON) return -1;
  if (digits < 6 && !(unpadded && digits > 0)) return -1;
  out.seconds = unsigned(bytes, from, dot);
  const isMicros = digits < 6;
  out.fractionNs = unsigned(bytes, dot + 1, colon) * (isMicros ? 1000 : 10 ** (9 - digits));
  out.fractionDigits = isMicros ? 6 : digits;
  return colon + 1;
}

function scanPeriod(bytes: Uint8Array, from: number, end: number, out: EventLine): number {
  out.period = -1;
  const digits = digitsEnd(bytes, from, end);
  if (digits === from || digits >= end || !isBlank(bytes[digits]) || digits - from > MAX_PERIOD_DIGITS) return from;
  out.period = unsigned(bytes, from, digits);
  return skipBlanks(bytes, digits, end);
}
