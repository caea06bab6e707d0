import { NONE, type ProfileEvent } from '@subsecond/profile';
import {
  Label,
  Line,
  Location,
  Mapping,
  Function as PprofFunction,
  Profile,
  Sample,
  StringTable,
  ValueType,
} from 'pprof-format';
import { type ExportSelection, selectedSamples } from './export-selection.ts';
import { assertFramesAtMost, stackDepths } from './export-too-large.ts';

/**
 * pprof's profile.proto (https://github.com/google/pprof/blob/main/proto/profile.proto), not yet compressed: on disk it is
 * gzipped, by whoever writes it there.
 *
 * A sample is a distinct (thread, stack) with two values: how many samples, and the sum of their periods (left out where
 * perf printed none). The thread is in the labels `comm`, `pid` and `tid`, as perf_data_converter has them, so that
 * `pprof -tagroot comm` draws the flame graph that Subsecond draws. A frame is a location of its own, without an address;
 * a mapping is one by its name.
 */
export interface PprofOptions {
  readonly name: string;
  /** Which of the two values a reader shows first. */
  readonly measure: 'samples' | 'period';
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

  const totals = totalsByThreadAndStack(selection);
  assertFramesAtMost(
    stackDepths(profile),
    totals.map(({ stack }) => stack),
    MAX_FRAMES,
  );
  const frames = new UsedFrames(selection, text);
  const threadLabels = new Map<number, Label[]>();
  const labelsOf = (thread: number): Label[] => {
    let labels = threadLabels.get(thread);
    if (labels === undefined) {
      labels = labelsOfThread(selection, thread, text);
      threadLabels.set(thread, labels);
    }
    return labels;
  };
  const sample = totals.map(
    ({ thread, stack, samples, weight }) =>
      new Sample({
        locationId: frames.pathOf(stack),
        value: period === undefined ? [samples] : [samples, Math.round(weight)],
        label: labelsOf(thread),
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
    durationNanos: durationNs(selection),
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

interface StackTotal {
  readonly thread: number;
  readonly stack: number;
  samples: number;
  weight: number;
}

/** In order of thread and stack. */
function totalsByThreadAndStack(selection: ExportSelection): StackTotal[] {
  const { samples, stacks } = selection.profile;
  const totals = new Map<number, StackTotal>();
  for (const row of selectedSamples(selection)) {
    const thread = samples.thread[row];
    const stack = samples.stack[row];
    const key = thread * (stacks.length + 1) + stack + 1;
    let total = totals.get(key);
    if (total === undefined) {
      total = { thread, stack, samples: 0, weight: 0 };
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

/** From the first to the last sample; 0, which pprof takes as unknown, where nothing is timed. */
function durationNs(selection: ExportSelection): number {
  const { timeNs } = selection.profile.samples;
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  for (const row of selectedSamples(selection)) {
    if (timeNs[row] < first) first = timeNs[row];
    if (timeNs[row] > last) last = timeNs[row];
  }
  return last > first ? last - first : 0;
}

/** Locations, functions and mappings of the frames that are used, each with a number from 1 by first use. */
class UsedFrames {
  readonly locations: Location[] = [];
  readonly functions: PprofFunction[] = [];
  readonly mappings: Mapping[] = [];
  readonly #locationOf: Int32Array;
  readonly #functionOf = new Map<number, number>();
  readonly #mappingOf = new Map<number, number>();
  readonly #selection: ExportSelection;
  readonly #text: (value: string) => number;

  constructor(selection: ExportSelection, text: (value: string) => number) {
    this.#selection = selection;
    this.#text = text;
    this.#locationOf = new Int32Array(selection.profile.frames.length);
  }

  /** Leaf first, as pprof wants it. */
  pathOf(stack: number): number[] {
    const { stacks } = this.#selection.profile;
    const path: number[] = [];
    for (let at = stack; at !== NONE; at = stacks.prefix[at]) path.push(this.#location(stacks.frame[at]));
    return path;
  }

  #location(frame: number): number {
    if (this.#locationOf[frame] === 0) {
      const { symbol, mapping } = this.#selection.profile.frames;
      const id = this.locations.length + 1;
      this.#locationOf[frame] = id;
      const line = [new Line({ functionId: this.#function(symbol[frame]) })];
      this.locations.push(new Location({ id, mappingId: this.#mapping(mapping[frame]), line }));
    }
    return this.#locationOf[frame];
  }

  #function(symbol: number): number {
    let id = this.#functionOf.get(symbol);
    if (id === undefined) {
      id = this.functions.length + 1;
      this.#functionOf.set(symbol, id);
      const name = this.#text(this.#selection.profile.strings[symbol]);
      this.functions.push(new PprofFunction({ id, name, systemName: name }));
    }
    return id;
  }

  /** 0 stands for none. */
  #mapping(mapping: number): number {
    if (mapping === NONE) return 0;
    let id = this.#mappingOf.get(mapping);
    if (id === undefined) {
      id = this.mappings.length + 1;
      this.#mappingOf.set(mapping, id);
      const filename = this.#text(this.#selection.profile.strings[mapping]);
      // Symbols are there already: no reader need look for the file.
      this.mappings.push(new Mapping({ id, filename, hasFunctions: true }));
    }
    return id;
  }
}
