import { NONE, type ProfileEvent } from '@subsecond/profile';
import { Label, Profile, Sample, StringTable, ValueType } from 'pprof-format';
import { type ExportSelection, selectedSamples } from './export-selection.ts';
import { assertFramesAtMost, stackDepths } from './export-too-large.ts';
import { PprofFrames } from './pprof-frames.ts';

/**
 * pprof's profile.proto (https://github.com/google/pprof/blob/main/proto/profile.proto), not yet compressed: on disk it is
 * gzipped, by whoever writes it there.
 *
 * A sample is a distinct (thread, stack) with two values: how many samples, and the sum of their periods (left out where
 * perf printed none). The thread is in the labels `comm`, `pid` and `tid`, as perf_data_converter has them, so that
 * `pprof -tagroot comm` draws the flame graph that Subsecond draws. A frame is a location of its own, without an address;
 * a mapping is one by its name.
 *
 * With `entries: 'samples'` each sample stands for itself, with its time in the recording's clock and its CPU in the labels
 * `timestamp_ns` and `cpu`: the file is larger, and a heat map can be had from it again.
 */
export interface PprofOptions {
  readonly name: string;
  /** Which of the two values a reader shows first. */
  readonly measure: 'samples' | 'period';
  readonly entries?: 'stacks' | 'samples';
}

/** Each is a number in memory before it is a byte or two. */
const MAX_FRAMES = 24_000_000;

export function encodePprof(selection: ExportSelection, options: PprofOptions): Uint8Array {
  const { profile } = selection;
  const event = profile.events[selection.event];
  const strings = new StringTable();
  const text = (value: string): number => strings.dedup(value.toWellFormed());
  const period = event === undefined ? undefined : periodType(event);
  const valueType = (type: string, unit: string) => new ValueType({ type: text(type), unit: text(unit) });
  const sampleType = [valueType('samples', 'count')];
  if (period !== undefined) sampleType.push(valueType(period.type, period.unit));

  const rows = selectedSamples(selection);
  const entries =
    options.entries === 'samples' ? entryOfEachSample(selection, rows) : totalsByThreadAndStack(selection, rows);
  assertFramesAtMost(
    stackDepths(profile),
    entries.map(({ stack }) => stack),
    MAX_FRAMES,
  );
  const frames = new PprofFrames(selection, text);
  const threadLabels = new Map<number, Label[]>();
  const labelsOf = (thread: number): Label[] => {
    let labels = threadLabels.get(thread);
    if (labels === undefined) {
      labels = labelsOfThread(selection, thread, text);
      threadLabels.set(thread, labels);
    }
    return labels;
  };
  const sample = entries.map(
    ({ thread, stack, samples, weight, row }) =>
      new Sample({
        locationId: frames.pathOf(stack),
        value: period === undefined ? [samples] : [samples, Math.round(weight)],
        label: row === undefined ? labelsOf(thread) : [...labelsOf(thread), ...labelsOfSample(selection, row, text)],
      }),
  );
  const isPeriod = options.measure === 'period' && period !== undefined;
  return new Profile({
    stringTable: strings,
    sampleType,
    defaultSampleType: text(isPeriod ? period.type : 'samples'),
    sample,
    mapping: frames.mappings,
    location: frames.locations,
    function: frames.functions,
    comment: [text(`${options.name}: ${event?.name ?? ''}, exported by Subsecond`)],
    durationNanos: durationNs(selection, rows),
    ...(period !== undefined && event?.fixedWeight !== undefined
      ? { periodType: valueType(period.type, period.unit), period: Math.round(event.fixedWeight) }
      : {}),
  }).encode();
}

/** A clock is `cpu` in nanoseconds, as every tool that reads pprof expects; a counter goes by its own name. */
function periodType(event: ProfileEvent): { type: string; unit: string } | undefined {
  switch (event.weightUnit) {
    case 'samples':
      return undefined;
    case 'ns':
      return { type: 'cpu', unit: 'nanoseconds' };
    default:
      return { type: event.name, unit: event.weightUnit };
  }
}

interface Entry {
  readonly thread: number;
  readonly stack: number;
  samples: number;
  weight: number;
  /** The one sample it is; undefined for a sum. */
  readonly row: number | undefined;
}

function entryOfEachSample({ profile }: ExportSelection, rows: Int32Array): Entry[] {
  const { thread, stack, weight } = profile.samples;
  return Array.from(rows, (row) => ({ thread: thread[row], stack: stack[row], samples: 1, weight: weight[row], row }));
}

/** In order of thread and stack. */
function totalsByThreadAndStack(selection: ExportSelection, rows: Int32Array): Entry[] {
  const { samples, stacks } = selection.profile;
  const totals = new Map<number, Entry>();
  for (const row of rows) {
    const thread = samples.thread[row];
    const stack = samples.stack[row];
    const key = thread * (stacks.length + 1) + stack + 1;
    let total = totals.get(key);
    if (total === undefined) {
      total = { thread, stack, samples: 0, weight: 0, row: undefined };
      totals.set(key, total);
    }
    total.samples++;
    total.weight += samples.weight[row];
  }
  return [...totals.values()].sort((a, b) => a.thread - b.thread || a.stack - b.stack);
}

function labelsOfThread({ profile }: ExportSelection, thread: number, text: (value: string) => number): Label[] {
  const { comm, pid, tid } = profile.threads;
  const labels = [new Label({ key: text('comm'), str: text(comm[thread]) })];
  // A number of 0 is what a label without a number has too: readers take it for 0 all the same.
  if (pid[thread] !== NONE) labels.push(new Label({ key: text('pid'), num: pid[thread] }));
  labels.push(new Label({ key: text('tid'), num: tid[thread] }));
  return labels;
}

function labelsOfSample({ profile }: ExportSelection, row: number, text: (value: string) => number): Label[] {
  const { timeNs, cpu } = profile.samples;
  const labels: Label[] = [];
  if (!Number.isNaN(timeNs[row])) {
    // Since time zero a double holds it; in the recording's clock, which may be the world's, only a bigint does.
    const clockNs = BigInt(profile.timeZeroSeconds) * 1_000_000_000n + BigInt(timeNs[row]);
    labels.push(new Label({ key: text('timestamp_ns'), num: clockNs, numUnit: text('nanoseconds') }));
  }
  if (cpu[row] !== NONE) labels.push(new Label({ key: text('cpu'), num: cpu[row] }));
  return labels;
}

/** From the first to the last sample; 0, which pprof takes as unknown, where nothing is timed. */
function durationNs({ profile }: ExportSelection, rows: Int32Array): number {
  const { timeNs } = profile.samples;
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  for (const row of rows) {
    if (timeNs[row] < first) first = timeNs[row];
    if (timeNs[row] > last) last = timeNs[row];
  }
  return last > first ? last - first : 0;
}
