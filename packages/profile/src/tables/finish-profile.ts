import type {
  FrameTable,
  Profile,
  ProfileEvent,
  RecordingHeader,
  SampleTable,
  StackTable,
  ThreadTable,
  WeightUnit,
} from './profile.ts';
import { SampleFlag } from './profile.ts';
import { canonicalOrder, isCanonicalOrder } from './sample-order.ts';

/**
 * What a reader calls at the end: raw columns in the order of the text → a `Profile`.
 *
 *   timeNs relative to baseSeconds ──sort──▶ ──rebase to the whole second at or before the earliest──▶ samples.timeNs ≥ 0
 */

/** Samples as a reader collects them. The arrays may be longer than `length`; the rest is not looked at. */
export interface RawSamples {
  readonly length: number;
  /** Whole nanoseconds relative to `baseSeconds`, may be negative; NaN where the record had no timestamp. */
  readonly timeNs: Float64Array;
  readonly cpu: Int32Array;
  readonly thread: Int32Array;
  readonly stack: Int32Array;
  readonly event: Uint16Array;
  readonly weight: Float64Array;
  readonly flags: Uint8Array;
  readonly detail: Int32Array;
}

export interface RawEvent {
  readonly name: string;
  readonly frequencyHz: number | undefined;
  /** Whether perf printed a period with this event's samples. */
  readonly hasPeriod: boolean;
  /** Where the format says it; perf leaves it to the event's name. */
  readonly weightUnit?: WeightUnit;
}

export interface RawProfile {
  readonly samples: RawSamples;
  /** Whole seconds of the recording's clock that `samples.timeNs` counts from. */
  readonly baseSeconds: number;
  readonly stacks: StackTable;
  readonly frames: FrameTable;
  readonly threads: ThreadTable;
  readonly events: readonly RawEvent[];
  readonly strings: readonly string[];
  readonly details: readonly string[];
  /** 1000 where perf printed microseconds, 1 where it printed nanoseconds. */
  readonly timeResolutionNs: number;
  readonly header: RecordingHeader;
}

export interface FinishedProfile {
  readonly profile: Profile;
  /** Samples that stood behind a later one in the text. They are sorted in, never dropped. */
  readonly timeWentBack: number;
}

const SECOND_NS = 1_000_000_000;

/**
 * A time further than this from time zero (104 days) is no exact integer in a double any more. Such a sample is kept as
 * one without a time: it can be the fruit of two machines' recordings in one file only, and a wrong row is worse than no row.
 */
const FARTHEST_NS = Number.MAX_SAFE_INTEGER;

/** Sorts by time (see `canonicalOrder`), chooses time zero, rebases, and derives each event's unit and fixed weight. Never throws. */
export function finishProfile(raw: RawProfile): FinishedProfile {
  const { length } = raw.samples;
  const timeNs = raw.samples.timeNs.slice(0, length);
  const flags = raw.samples.flags.slice(0, length);

  let earliest = Number.POSITIVE_INFINITY;
  for (let i = 0; i < length; i++) if (timeNs[i] < earliest) earliest = timeNs[i];
  const isTimed = earliest !== Number.POSITIVE_INFINITY;
  const zeroShiftSeconds = isTimed ? Math.floor(earliest / SECOND_NS) : 0;

  let timeWentBack = 0;
  let latest = Number.NEGATIVE_INFINITY;
  let resolution = raw.timeResolutionNs;
  for (let i = 0; i < length; i++) {
    const time = timeNs[i] - zeroShiftSeconds * SECOND_NS;
    if (time <= FARTHEST_NS) {
      timeNs[i] = time;
      if (time < latest) timeWentBack++;
      else latest = time;
      if (time % resolution !== 0) resolution = 1;
    } else {
      timeNs[i] = Number.NaN;
      flags[i] |= SampleFlag.timeAbsent;
    }
  }

  const inTextOrder: SampleTable = {
    length,
    timeNs,
    cpu: raw.samples.cpu.slice(0, length),
    thread: raw.samples.thread.slice(0, length),
    stack: raw.samples.stack.slice(0, length),
    event: raw.samples.event.slice(0, length),
    weight: raw.samples.weight.slice(0, length),
    flags,
    detail: raw.samples.detail.slice(0, length),
  };
  const samples = isCanonicalOrder(inTextOrder)
    ? inTextOrder
    : reorderSamples(inTextOrder, canonicalOrder(inTextOrder));

  const profile: Profile = {
    samples,
    stacks: {
      length: raw.stacks.length,
      prefix: raw.stacks.prefix.slice(0, raw.stacks.length),
      frame: raw.stacks.frame.slice(0, raw.stacks.length),
    },
    frames: {
      length: raw.frames.length,
      symbol: raw.frames.symbol.slice(0, raw.frames.length),
      mapping: raw.frames.mapping.slice(0, raw.frames.length),
      kind: raw.frames.kind.slice(0, raw.frames.length),
      flags: raw.frames.flags.slice(0, raw.frames.length),
    },
    threads: {
      length: raw.threads.length,
      pid: raw.threads.pid.slice(0, raw.threads.length),
      tid: raw.threads.tid.slice(0, raw.threads.length),
      comm: raw.threads.comm.slice(0, raw.threads.length),
    },
    events: deriveEvents(raw.events, samples),
    strings: raw.strings,
    details: raw.details,
    timeZeroSeconds: isTimed ? raw.baseSeconds + zeroShiftSeconds : 0,
    timeResolutionNs: resolution,
    header: raw.header,
  };
  return { profile, timeWentBack };
}

/** The same rows, row i of the result being row `order[i]` of `samples`. */
export function reorderSamples(samples: SampleTable, order: Int32Array): SampleTable {
  const { length } = order;
  const reordered = {
    length,
    timeNs: new Float64Array(length),
    cpu: new Int32Array(length),
    thread: new Int32Array(length),
    stack: new Int32Array(length),
    event: new Uint16Array(length),
    weight: new Float64Array(length),
    flags: new Uint8Array(length),
    detail: new Int32Array(length),
  };
  for (let i = 0; i < length; i++) {
    const from = order[i];
    reordered.timeNs[i] = samples.timeNs[from];
    reordered.cpu[i] = samples.cpu[from];
    reordered.thread[i] = samples.thread[from];
    reordered.stack[i] = samples.stack[from];
    reordered.event[i] = samples.event[from];
    reordered.weight[i] = samples.weight[from];
    reordered.flags[i] = samples.flags[from];
    reordered.detail[i] = samples.detail[from];
  }
  return reordered;
}

function deriveEvents(events: readonly RawEvent[], samples: SampleTable): ProfileEvent[] {
  const weight: (number | undefined)[] = events.map(() => undefined);
  const varies = new Uint8Array(events.length);
  for (let i = 0; i < samples.length; i++) {
    const event = samples.event[i];
    const first = weight[event];
    if (first === undefined) weight[event] = samples.weight[i];
    else if (first !== samples.weight[i]) varies[event] = 1;
  }
  return events.map(({ name, frequencyHz, hasPeriod, weightUnit }, event) => ({
    name,
    weightUnit: weightUnit ?? weightUnitOf(name, hasPeriod),
    fixedWeight: varies[event] === 1 ? undefined : weight[event],
    frequencyHz,
  }));
}

/** The period of `cpu-clock` and `task-clock` is in nanoseconds, whatever modifiers or terms follow the name (`:ppp`, `/freq=49/`). */
function weightUnitOf(name: string, hasPeriod: boolean): WeightUnit {
  if (!hasPeriod) return 'samples';
  return /^(?:cpu|task)-clock(?:$|[:/])/.test(name) ? 'ns' : 'count';
}
