/**
 * The tables of a profile as a reader of a whole document fills them: names are text, a stack is built from its root, and every
 * limit is kept here, so that a reader can't forget one.
 *
 *   thread(), event(), frame() ─▶ stack(prefix, frame) ─▶ addSample(…) ─▶ finish(): ParseResult
 */
import {
  EMPTY_HEADER,
  FrameKind,
  type FrameKindValue,
  finishProfile,
  NONE,
  type RecordingHeader,
  SampleFlag,
  type WeightUnit,
} from '@subsecond/profile';
import { grownInt32 } from '../bytes/grow.ts';
import {
  type InputFormat,
  ParseError,
  type ParseErrorCode,
  type ParseLimits,
  type ParseResult,
} from '../parse-result.ts';
import { createSampleColumns, reserveSample, type SampleColumns } from '../perf-script/sample-columns.ts';
import { childStack, createStackTree, stackTable } from '../perf-script/stack-tree.ts';
import { createNameTables, frameTable, internFrame, internThread, type NameTables, textCount } from './name-tables.ts';
import { spellOutCounts } from './spell-out-counts.ts';
import { createWarningNotes, listNotes, noteWarning, type WarningNotes } from './warning-notes.ts';

export interface BuiltEvent {
  readonly name: string;
  readonly unit: WeightUnit;
  readonly frequencyHz: number | undefined;
}

export interface NewSample {
  /** Whole nanoseconds since `finish`'s `baseSeconds`; NaN where the format has no time for it. */
  readonly timeNs: number;
  readonly thread: number;
  /** NONE where the sample ends at its thread. */
  readonly stack: number;
  readonly event: number;
  readonly weight: number;
  readonly cpu?: number;
}

export interface FinishedReading {
  readonly format: InputFormat;
  /** Of the recording's clock; what `timeNs` counts from. */
  readonly baseSeconds: number;
  readonly bytes: number;
  /** 0 in a format without lines. */
  readonly lines: number;
  readonly header?: Partial<RecordingHeader>;
}

export interface ProfileBuilder {
  readonly limits: ParseLimits;
  readonly samples: SampleColumns;
  readonly names: NameTables;
  readonly tree: ReturnType<typeof createStackTree>;
  depth: Int32Array;
  readonly events: BuiltEvent[];
  readonly eventIndexes: Map<string, number>;
  readonly notes: WarningNotes;
}

export function createProfileBuilder(limits: ParseLimits): ProfileBuilder {
  return {
    limits,
    samples: createSampleColumns(),
    names: createNameTables(),
    tree: createStackTree(),
    depth: new Int32Array(1 << 12),
    events: [],
    eventIndexes: new Map(),
    notes: createWarningNotes(),
  };
}

export function addFrame(
  builder: ProfileBuilder,
  symbol: string,
  mapping: string | undefined,
  kind: FrameKindValue = FrameKind.user,
): number {
  const frame = internFrame(builder.names, symbol, mapping, kind);
  checkTexts(builder);
  return frame;
}

/** The stack that calls `frame` from `prefix` (NONE: from its thread). */
export function addStack(builder: ProfileBuilder, prefix: number, frame: number): number {
  const { tree, limits } = builder;
  const before = tree.count;
  const stack = childStack(tree, prefix, frame);
  if (tree.count === before) return stack;
  if (tree.count > limits.maxStacks) throw passed('limit-stacks', 'distinct stacks', limits.maxStacks, 'maxStacks');
  if (stack >= builder.depth.length) builder.depth = grownInt32(builder.depth, stack + 1);
  const depth = prefix === NONE ? 1 : builder.depth[prefix] + 1;
  if (depth > limits.maxStackDepth)
    throw passed('limit-stack-depth', 'frames in one stack', limits.maxStackDepth, 'maxStackDepth');
  builder.depth[stack] = depth;
  return stack;
}

export function addThread(builder: ProfileBuilder, pid: number, tid: number, comm: string): number {
  const thread = internThread(builder.names, toId(pid), toId(tid), comm);
  checkTexts(builder);
  return thread;
}

/** The columns hold 32 bits; what does not fit is no id of a process or a thread. */
function toId(id: number): number {
  return Number.isInteger(id) && id >= 0 && id <= 0x7fff_ffff ? id : NONE;
}

/** One event a name: the unit of its first mention stands. A profile has room for 65,536 of them. */
export function addEvent(builder: ProfileBuilder, name: string, unit: WeightUnit, frequencyHz?: number): number {
  const known = builder.eventIndexes.get(name);
  if (known !== undefined) return known;
  if (builder.events.length >= MAX_EVENTS) throw passed('limit-strings', 'events', MAX_EVENTS, undefined);
  const event = builder.events.push({ name, unit, frequencyHz }) - 1;
  builder.eventIndexes.set(name, event);
  return event;
}

const MAX_EVENTS = 4096;

export function addSample(builder: ProfileBuilder, sample: NewSample): void {
  const { samples, limits } = builder;
  if (samples.length >= limits.maxSamples) throw passed('limit-samples', 'samples', limits.maxSamples, 'maxSamples');
  reserveSample(samples);
  const row = samples.length++;
  const isTimed = !Number.isNaN(sample.timeNs);
  samples.timeNs[row] = sample.timeNs;
  samples.cpu[row] = sample.cpu ?? NONE;
  samples.thread[row] = sample.thread;
  samples.stack[row] = sample.stack;
  samples.event[row] = sample.event;
  samples.weight[row] = sample.weight;
  samples.flags[row] = (isTimed ? 0 : SampleFlag.timeAbsent) | (sample.stack === NONE ? SampleFlag.stackAbsent : 0);
  samples.detail[row] = NONE;
}

export { noteWarning };

function checkTexts({ names, limits }: ProfileBuilder): void {
  if (textCount(names) > limits.maxStrings)
    throw passed('limit-strings', 'distinct names', limits.maxStrings, 'maxStrings');
  if (names.characters > limits.maxTextCharacters)
    throw passed('limit-strings', 'characters in distinct names', limits.maxTextCharacters, undefined);
}

function passed(code: ParseErrorCode, what: string, limit: number, setting: string | undefined): ParseError {
  return new ParseError(
    code,
    `The file holds more than ${limit.toLocaleString('en-US')} ${what}.`,
    setting === undefined ? 'Upload a part of it.' : `Upload a part of it, or raise the limit ${setting}.`,
  );
}

/** Throws ParseError where there is no sample. */
export function finishBuilding(builder: ProfileBuilder, reading: FinishedReading): ParseResult {
  const { names, tree, events, notes } = builder;
  if (builder.samples.length === 0) {
    throw new ParseError(
      'no-samples',
      `The file is ${FORMAT_WORDS[reading.format]}, and holds no sample.`,
      'Record again for a longer time, and check that the program was at work meanwhile.',
      { seemsToBe: reading.format },
    );
  }
  const samples = spellOutCounts(builder.samples, events, builder.limits.maxSamples);
  let frameLines = 0;
  for (let row = 0; row < samples.length; row++) {
    const stack = samples.stack[row];
    if (stack !== NONE) frameLines += builder.depth[stack];
  }
  const { profile, timeWentBack } = finishProfile({
    samples,
    baseSeconds: reading.baseSeconds,
    stacks: stackTable(tree),
    frames: frameTable(names),
    threads: {
      length: names.threadComm.length,
      pid: Int32Array.from(names.threadPid),
      tid: Int32Array.from(names.threadTid),
      comm: names.threadComm,
    },
    events: events.map(({ name, unit, frequencyHz }) => ({
      name,
      frequencyHz,
      hasPeriod: unit !== 'samples',
      weightUnit: unit,
    })),
    strings: names.strings,
    details: [],
    timeResolutionNs: 1,
    header: { ...EMPTY_HEADER, ...reading.header },
  });
  if (timeWentBack > 0 && reading.format !== 'chrome-trace' && reading.format !== 'speedscope')
    noteWarning(notes, 'time-went-back', timeWentBack);
  noteWarning(notes, 'time-absent', countLostTimes(samples.timeNs, samples.length, profile.samples.timeNs));
  // Only times that were kept: the others are not exact.
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  for (const time of profile.samples.timeNs) {
    if (time < first) first = time;
    if (time > last) last = time;
  }
  return {
    profile,
    format: reading.format,
    warnings: listNotes(notes),
    bytes: reading.bytes,
    lines: reading.lines,
    frameLines,
    lostSamples: 0,
    firstTime: first > last ? undefined : printTime(profile.timeZeroSeconds, first),
    lastTime: first > last ? undefined : printTime(profile.timeZeroSeconds, last),
  };
}

/** Times too far from the earliest to be exact: `finishProfile` keeps such samples without one. */
function countLostTimes(given: Float64Array, length: number, kept: Float64Array): number {
  let lost = 0;
  for (let row = 0; row < length; row++) lost += Number(Number.isNaN(kept[row])) - Number(Number.isNaN(given[row]));
  return lost;
}

function printTime(baseSeconds: number, timeNs: number): string {
  const seconds = Math.floor(timeNs / 1e9);
  return `${baseSeconds + seconds}.${String(timeNs - seconds * 1e9).padStart(9, '0')}`;
}

export const FORMAT_WORDS: Readonly<Record<InputFormat, string>> = {
  'perf-script': 'perf script text',
  cpuprofile: 'a V8 CPU profile',
  heapprofile: 'a V8 heap profile',
  'chrome-trace': 'a Chrome trace',
  speedscope: 'a speedscope file',
  folded: 'folded stacks',
  pprof: 'a pprof profile',
  jfr: 'a Java Flight Recorder file',
  nflxprofile: "a profile of Netflix's nflxprofile format",
};
