/**
 * Durations of a trace: `B`egin and `E`nd, or both in one (`X`, complete). Writers flush threads and nested calls in any order, so
 * each thread's are put in order first; then between two neighbouring points the innermost open slice runs.
 */
import { numberOf, textOf } from '../json/read-json.ts';
import { chooseSliceNs } from '../tables/add-interval.ts';
import { addEvent, type ProfileBuilder } from '../tables/profile-builder.ts';
import { runSlices } from './run-slices.ts';
import { idText, type TraceNames, threadOf } from './trace-names.ts';

/** Where a slice begins or ends. */
export interface SlicePoint {
  readonly micros: number;
  /** Ends of complete slices come before whatever begins at the same time. */
  readonly rank: 0 | 1;
  /** Place in the trace. */
  readonly index: number;
  readonly name: string | undefined;
  readonly kind: 'begin' | 'end' | 'complete' | 'complete-end';
  /** Of a complete slice. */
  readonly durationMicros: number;
}

interface TraceThread {
  readonly pid: string;
  readonly tid: string;
  readonly points: SlicePoint[];
  firstMicros: number;
  lastMicros: number;
}

export interface Durations {
  readonly threads: Map<string, TraceThread>;
  earliestMicros: number;
}

export function createDurations(): Durations {
  return { threads: new Map(), earliestMicros: Number.POSITIVE_INFINITY };
}

/** False where the event says a length that can't be: it is left out. */
export function collectDuration(
  durations: Durations,
  event: unknown,
  phase: 'B' | 'E' | 'X',
  micros: number,
  index: number,
): boolean {
  // `tdur` is time on the CPU: the next best thing where a writer gives no `dur`.
  const durationMicros = phase === 'X' ? (numberOf(event, 'dur') ?? numberOf(event, 'tdur') ?? 0) : 0;
  if (!(durationMicros >= 0 && durationMicros <= MOST_MICROS)) return false;
  const pid = idText(event, 'pid');
  const tid = idText(event, 'tid');
  const key = `${pid}/${tid}`;
  let thread = durations.threads.get(key);
  if (thread === undefined) {
    thread = { pid, tid, points: [], firstMicros: micros, lastMicros: micros };
    durations.threads.set(key, thread);
  }
  const name = textOf(event, 'name');
  durations.earliestMicros = Math.min(durations.earliestMicros, micros);
  thread.firstMicros = Math.min(thread.firstMicros, micros);
  thread.lastMicros = Math.max(thread.lastMicros, micros + durationMicros);
  if (phase !== 'X') {
    thread.points.push({ micros, rank: 1, index, name, kind: phase === 'B' ? 'begin' : 'end', durationMicros: 0 });
  } else if (durationMicros > 0) {
    thread.points.push({ micros, rank: 1, index, name: name ?? UNNAMED, kind: 'complete', durationMicros });
    const end = micros + durationMicros;
    thread.points.push({ micros: end, rank: 0, index, name, kind: 'complete-end', durationMicros });
  }
  return true;
}

export const UNNAMED = '(unnamed)';
const MOST_MICROS = 2 ** 53;

export function addDurations(
  builder: ProfileBuilder,
  durations: Durations,
  names: TraceNames,
  baseSeconds: number,
): void {
  if (durations.threads.size === 0) return;
  let spanMicros = 0;
  for (const { firstMicros, lastMicros } of durations.threads.values()) spanMicros += lastMicros - firstMicros;
  const sliceNs = chooseSliceNs(spanMicros * 1000);
  const event = addEvent(builder, 'trace-events', 'ns');
  const frames = new Map<string, number>();
  for (const { pid, tid, points } of durations.threads.values()) {
    runSlices(inOrder(points), {
      builder,
      frames,
      thread: threadOf(builder, names, pid, tid),
      event,
      sliceNs,
      toNs: (micros) => Math.round((micros - baseSeconds * 1e6) * 1000),
    });
  }
}

/** By time; where complete slices begin together, the longer one is the caller. */
function inOrder(points: readonly SlicePoint[]): SlicePoint[] {
  const sorted = [...points].sort(
    (a, b) => a.micros - b.micros || a.rank - b.rank || (a.rank === 0 ? innerFirst(a, b) : a.index - b.index),
  );
  for (let start = 0; start < sorted.length; ) {
    let end = start + 1;
    while (end < sorted.length && sorted[end].micros === sorted[start].micros) end++;
    if (end - start > 1) putLongerFirst(sorted, start, end);
    start = end;
  }
  return sorted;
}

/** Complete slices that end together: what began last ends first. */
function innerFirst(a: SlicePoint, b: SlicePoint): number {
  return a.durationMicros - b.durationMicros || b.index - a.index;
}

/** Among [start, end), all at one time: complete slices change places with one another alone. */
function putLongerFirst(points: SlicePoint[], start: number, end: number): void {
  const places: number[] = [];
  for (let i = start; i < end; i++) if (points[i].kind === 'complete') places.push(i);
  if (places.length < 2) return;
  const slices = places.map((place) => points[place]);
  slices.sort((a, b) => b.durationMicros - a.durationMicros || a.index - b.index);
  for (let i = 0; i < places.length; i++) points[places[i]] = slices[i];
}
