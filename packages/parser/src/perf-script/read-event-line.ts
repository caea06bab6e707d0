/** Event lines, as scan-event-line.ts found them, to samples; it also feeds the caches of the fast way (read-known-event.ts). */

import { SampleFlag } from '@subsecond/profile';
import { DOT, TAB } from '../bytes/ascii.ts';
import { keepInSlot } from '../bytes/slot-cache.ts';
import { decodeText } from './decode-text.ts';
import { closeSample, flagSample, openSample } from './open-sample.ts';
import { internEvent, internThread, textCount } from './profile-names.ts';
import { Attach, limitPassed, type ReaderState } from './reader-state.ts';
import type { EventLine } from './scan-event-line.ts';

const SECOND_NS = 1_000_000_000;
/** What the event is called where perf was told not to print it. */
const UNNAMED_EVENT = 'samples';
/** `SampleTable.event` is a Uint16Array. */
export const MAX_EVENTS = 65_535;

/** The columns of a timed sample. */
export function fillTimed(
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
