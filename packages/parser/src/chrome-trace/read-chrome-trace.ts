/**
 * The Trace Event Format (Chrome, Perfetto's JSON, many build tools): an array of events, or an object that holds one as
 * `traceEvents`. Read are the durations of threads (`B`, `E`, `X`), the names of processes and threads (`M`), and V8's CPU
 * profiles (`Profile`, `ProfileChunk`, `CpuProfile`). Everything else is counted and left out.
 */
import { type JsonDocument, listOf, numberOf, textOf } from '../json/read-json.ts';
import { ParseError, type ParseResult } from '../parse-result.ts';
import { createProfileBuilder, finishBuilding, noteWarning, type ProfileBuilder } from '../tables/profile-builder.ts';
import type { ReadingContext } from '../tables/reading-context.ts';
import { addCpuProfiles, collectCpuProfile, createCpuProfiles, isCpuProfileEvent } from './cpu-profile-chunks.ts';
import { addDurations, collectDuration, createDurations } from './duration-events.ts';
import { createTraceNames, readTraceName } from './trace-names.ts';

/** Times beyond these would be no whole microseconds in a double any more. */
const FARTHEST_MICROS = 2 ** 53;

export function isChromeTrace(value: unknown): boolean {
  const events = traceEvents(value);
  return events?.slice(0, 100).some((event) => textOf(event, 'ph') !== undefined) ?? false;
}

function traceEvents(value: unknown): readonly unknown[] | undefined {
  return Array.isArray(value) ? value : listOf(value, 'traceEvents');
}

export function readChromeTrace(document: JsonDocument, bytes: number, { limits }: ReadingContext): ParseResult {
  const builder = createProfileBuilder(limits);
  const names = createTraceNames();
  const durations = createDurations();
  const profiles = createCpuProfiles();
  const events = traceEvents(document.value) ?? [];
  let skipped = 0;
  for (let index = 0; index < events.length; index++) {
    const event = events[index];
    const phase = textOf(event, 'ph');
    const micros = numberOf(event, 'ts') ?? 0;
    if (phase === undefined || Math.abs(micros) > FARTHEST_MICROS) noteDamaged(builder, event, index);
    else if (phase === 'M') readTraceName(names, event);
    else if (isCpuProfileEvent(event)) collectCpuProfile(profiles, event);
    else if (phase === 'B' || phase === 'E' || phase === 'X') {
      if (!collectDuration(durations, event, phase, micros, index)) noteDamaged(builder, event, index);
    } else skipped++;
  }
  noteWarning(builder.notes, 'entry-skipped', skipped);
  noteWarning(builder.notes, 'encoding-repaired', document.repaired);
  if (document.completed) noteWarning(builder.notes, 'file-truncated', 1);
  const baseSeconds = Math.floor(Math.min(durations.earliestMicros, profiles.earliestMicros) / 1e6);
  if (!Number.isFinite(baseSeconds)) throw nothingToShow(events.length);
  addCpuProfiles(builder, profiles, names, baseSeconds);
  addDurations(builder, durations, names, baseSeconds);
  return finishBuilding(builder, { format: 'chrome-trace', baseSeconds, bytes, lines: 0 });
}

function noteDamaged(builder: ProfileBuilder, event: unknown, index: number): void {
  noteWarning(builder.notes, 'entry-not-understood', 1, { text: () => `event ${index} ${JSON.stringify(event)}` });
}

function nothingToShow(events: number): ParseError {
  return new ParseError(
    'no-samples',
    `The trace holds ${events} events, and neither a duration (B, E, X) nor a CPU profile among them.`,
    'Record again with the categories that show work, or with disabled-by-default-v8.cpu_profiler for a CPU profile.',
    { seemsToBe: 'chrome-trace' },
  );
}
