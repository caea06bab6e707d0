import type { EventIndex, Profile } from '../tables/profile.ts';
import { NONE } from '../tables/profile.ts';
import { timedSampleCount } from '../tables/sample-range.ts';
import { ByteWriter } from './byte-writer.ts';
import { CODEC_VERSION } from './codec-error.ts';

/**
 * Samples as they are stored and sent: one chunk per event and second, its samples ordered by (CPU, time), column by column.
 * docs/profile-format.md draws the bytes. Deflating them is the caller's business.
 */
export interface ChunkSamples {
  readonly event: EventIndex;
  /** Since time zero; NO_TIME_SECOND for the samples without a time. */
  readonly second: number;
  /** Rows of the sample table, ordered by (CPU, time); without a time, as they stand in the table. */
  readonly indexes: Int32Array;
}

/** The second of samples that have no time. */
export const NO_TIME_SECOND = -1;

export const SECOND_NS = 1_000_000_000;

/** Bits of a chunk's columns byte. */
export const ChunkColumn = {
  /** Absent in chunks of samples without a time. */
  time: 1,
  /** One varint a sample; without it and without `weightFloat`, one weight holds for the whole chunk. */
  weight: 2,
  /** One float64 a sample: some weight is no whole number below 2^53. */
  weightFloat: 4,
  flags: 8,
  detail: 16,
} as const;

/** All chunks of a profile, by second, then event; the samples without a time last. */
export function* chunkSamples(profile: Profile): Iterable<ChunkSamples> {
  const { samples, events } = profile;
  const timed = timedSampleCount(profile);
  let first = 0;
  while (first < timed) {
    const second = Math.floor(samples.timeNs[first] / SECOND_NS);
    const endNs = (second + 1) * SECOND_NS;
    let end = first + 1;
    while (end < timed && samples.timeNs[end] < endNs) end++;
    yield* chunksOf(profile, second, first, end);
    first = end;
  }
  if (timed < samples.length && events.length > 0) yield* chunksOf(profile, NO_TIME_SECOND, timed, samples.length);
}

/** Rows `[first, end)` of one second, event by event. */
function* chunksOf({ samples, events }: Profile, second: number, first: number, end: number): Iterable<ChunkSamples> {
  const counts = new Uint32Array(events.length);
  for (let i = first; i < end; i++) counts[samples.event[i]]++;
  for (let event = 0; event < counts.length; event++) {
    if (counts[event] === 0) continue;
    const indexes = new Int32Array(counts[event]);
    let filled = 0;
    for (let i = first; i < end; i++) if (samples.event[i] === event) indexes[filled++] = i;
    if (second !== NO_TIME_SECOND) sortByCpu(indexes, samples.cpu);
    yield { event, second, indexes };
  }
}

/** Stable: rows are ordered by time already. A counting sort, unless some number is none that a CPU would have. */
function sortByCpu(indexes: Int32Array, cpu: Int32Array): void {
  let highest = NONE;
  for (let k = 0; k < indexes.length; k++) if (cpu[indexes[k]] > highest) highest = cpu[indexes[k]];
  if (highest > 65_535) {
    indexes.sort((a, b) => cpu[a] - cpu[b] || a - b);
    return;
  }
  const next = new Int32Array(highest + 3);
  for (let k = 0; k < indexes.length; k++) next[cpu[indexes[k]] + 2]++;
  for (let slot = 1; slot < next.length; slot++) next[slot] += next[slot - 1];
  const inOrder = indexes.slice();
  for (let k = 0; k < inOrder.length; k++) indexes[next[cpu[inOrder[k]] + 1]++] = inOrder[k];
}

/** One chunk's bytes, not deflated. `indexes` must be of this event and second. */
export function encodeSampleChunk(
  profile: Profile,
  event: EventIndex,
  second: number,
  indexes: Int32Array,
): Uint8Array<ArrayBuffer> {
  const { samples } = profile;
  const { length } = indexes;
  const isTimed = second !== NO_TIME_SECOND;
  const columns = chooseColumns(profile, indexes, isTimed);
  const writer = new ByteWriter(32 + length * 5);
  writer.byte(CODEC_VERSION);
  writer.byte(columns);
  writer.varint(length);

  const runEnds = writeCpuRuns(writer, samples.cpu, indexes);
  if (isTimed) writeTimes(writer, profile, event, second, indexes, runEnds);
  writeRepeating(writer, samples.thread, indexes, runEnds, 1);
  writeRepeating(writer, samples.stack, indexes, runEnds, 2);
  if ((columns & ChunkColumn.weight) !== 0) for (let k = 0; k < length; k++) writer.varint(samples.weight[indexes[k]]);
  else if ((columns & ChunkColumn.weightFloat) !== 0)
    for (let k = 0; k < length; k++) writer.float64(samples.weight[indexes[k]]);
  else writer.float64(length === 0 ? 1 : samples.weight[indexes[0]]);
  if ((columns & ChunkColumn.flags) !== 0) for (let k = 0; k < length; k++) writer.byte(samples.flags[indexes[k]]);
  if ((columns & ChunkColumn.detail) !== 0)
    for (let k = 0; k < length; k++) writer.varint(samples.detail[indexes[k]] + 1);
  return writer.finish();
}

function chooseColumns({ samples }: Profile, indexes: Int32Array, isTimed: boolean): number {
  let columns: number = isTimed ? ChunkColumn.time : 0;
  let varies = false;
  let isWhole = true;
  const firstWeight = indexes.length === 0 ? 1 : samples.weight[indexes[0]];
  // Whether a sample has a time is told by its chunk.
  const impliedFlags = impliedFlagsOf(isTimed);
  for (let k = 0; k < indexes.length; k++) {
    const i = indexes[k];
    const weight = samples.weight[i];
    if (weight !== firstWeight) varies = true;
    if (!Number.isSafeInteger(weight)) isWhole = false;
    if (samples.flags[i] !== impliedFlags) columns |= ChunkColumn.flags;
    if (samples.detail[i] !== NONE) columns |= ChunkColumn.detail;
  }
  if (varies) columns |= isWhole ? ChunkColumn.weight : ChunkColumn.weightFloat;
  return columns;
}

/** The flags of every sample of a chunk without a flags column: none, but that a sample without a time says so. */
export function impliedFlagsOf(isTimed: boolean): number {
  return isTimed ? 0 : 4;
}

/** Runs of samples of one CPU, `(cpu − the run's before, length)`; returns where they end. CPU numbers may fall in chunks without times. */
function writeCpuRuns(writer: ByteWriter, cpu: Int32Array, indexes: Int32Array): Int32Array {
  const ends: number[] = [];
  for (let k = 1; k <= indexes.length; k++)
    if (k === indexes.length || cpu[indexes[k]] !== cpu[indexes[k - 1]]) ends.push(k);
  writer.varint(ends.length);
  let before = NONE;
  let start = 0;
  for (const end of ends) {
    const value = cpu[indexes[start]];
    writer.signed(value - before);
    writer.varint(end - start);
    before = value;
    start = end;
  }
  return Int32Array.from(ends);
}

/** In the text's resolution: a run's first against that of the run before (CPUs tick almost together), the others as deviation from the event's interval. */
function writeTimes(
  writer: ByteWriter,
  profile: Profile,
  event: EventIndex,
  second: number,
  indexes: Int32Array,
  runEnds: Int32Array,
): void {
  const { timeNs } = profile.samples;
  const unitNs = profile.timeResolutionNs;
  const interval = intervalUnits(profile, event);
  writer.varint(interval);
  let runFirst = 0;
  let start = 0;
  for (let run = 0; run < runEnds.length; run++) {
    const first = (timeNs[indexes[start]] - second * SECOND_NS) / unitNs;
    writer.signed(first - runFirst);
    let before = first;
    for (let k = start + 1; k < runEnds[run]; k++) {
      const time = (timeNs[indexes[k]] - second * SECOND_NS) / unitNs;
      writer.signed(time - before - interval);
      before = time;
    }
    runFirst = first;
    start = runEnds[run];
  }
}

/** What most samples of a CPU lie apart: a clock event's period, if shorter than a second, else 0. */
function intervalUnits({ events, timeResolutionNs }: Profile, event: EventIndex): number {
  const { weightUnit, fixedWeight } = events[event];
  if (weightUnit !== 'ns' || fixedWeight === undefined || fixedWeight >= SECOND_NS) return 0;
  return Math.round(fixedWeight / timeResolutionNs);
}

/** 0 = as the sample before in the same run, else the index plus `shift`. */
function writeRepeating(
  writer: ByteWriter,
  column: Int32Array,
  indexes: Int32Array,
  runEnds: Int32Array,
  shift: number,
): void {
  let k = 0;
  for (let run = 0; run < runEnds.length; run++) {
    let before = Number.NaN;
    for (; k < runEnds[run]; k++) {
      const value = column[indexes[k]];
      writer.varint(value === before ? 0 : value + shift);
      before = value;
    }
  }
}
