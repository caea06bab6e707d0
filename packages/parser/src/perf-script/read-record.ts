/** Lines of records that are no samples: `--show-task-events`, `--show-lost-events` and friends print them between the samples. */
import { CLOSE_BRACKET, COLON, isDigit, skipBlanks, startsWithAscii, ZERO } from '../bytes/ascii.ts';
import { ParseError } from '../parse-result.ts';
import { warnHere } from './open-sample.ts';
import { Attach, type ReaderState } from './reader-state.ts';

/** The line's record begins at `recordStart` with `PERF_RECORD_`. */
export function readRecord(
  state: ReaderState,
  bytes: Uint8Array,
  start: number,
  recordStart: number,
  end: number,
): void {
  state.records++;
  if (state.attach === Attach.open) state.attach = Attach.afterBlank;
  if (startsWithAscii(bytes, recordStart, end, 'PERF_RECORD_LOST')) {
    const lost = lostCount(bytes, recordStart, end);
    state.lostSamples += lost;
    warnHere(state, 'lost-samples', bytes, start, end, Math.max(1, lost));
    return;
  }
  warnHere(state, 'record-skipped', bytes, start, end);
}

/** `PERF_RECORD_LOST lost 123` (perf_event__fprintf_lost, tools/perf/util/event.c); the first number behind `lost`. */
function lostCount(bytes: Uint8Array, start: number, end: number): number {
  for (let pos = start; pos < end; pos++) {
    if (!startsWithAscii(bytes, pos, end, 'lost')) continue;
    let at = skipBlanks(bytes, pos + 4, end);
    if (at < end && (bytes[at] === COLON || bytes[at] === 61)) at = skipBlanks(bytes, at + 1, end);
    let count = 0;
    for (let digits = 0; at < end && digits < 15 && isDigit(bytes[at]); digits++)
      count = count * 10 + (bytes[at++] - ZERO);
    if (count > 0) return count;
  }
  return 0;
}

/** `0 726707969000 0x1a8 [0x28]: PERF_RECORD_…`, as `perf script -D` and `perf report -D` print. */
export function isRawDumpLine(bytes: Uint8Array, start: number, end: number): boolean {
  for (let pos = start; pos < end && pos < start + 80; pos++) {
    if (bytes[pos] !== CLOSE_BRACKET) continue;
    if (startsWithAscii(bytes, pos, end, ']: PERF_RECORD_') || startsWithAscii(bytes, pos, end, ']: event: '))
      return true;
  }
  return false;
}

export function rawDumpError(state: ReaderState, start: number): ParseError {
  return new ParseError(
    'input-not-perf-script',
    `Line ${state.lines + 1} is from a raw dump (perf script -D), not from perf script.`,
    'Run perf script without -D and upload what it prints.',
    { line: state.lines + 1, byteOffset: state.blockByteOffset + start, seemsToBe: 'perf-raw-dump' },
  );
}
