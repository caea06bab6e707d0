import { reorderSamples } from '../tables/finish-profile.ts';
import type { EventIndex, SampleTable } from '../tables/profile.ts';
import { NONE } from '../tables/profile.ts';
import { ByteReader } from './byte-reader.ts';
import { CODEC_VERSION, CodecError } from './codec-error.ts';
import { ChunkColumn, impliedFlagsOf, NO_TIME_SECOND, SECOND_NS } from './sample-chunk.ts';

export interface EncodedChunk {
  readonly event: EventIndex;
  readonly second: number;
  /** Inflated: what `encodeSampleChunk` returned. */
  readonly bytes: Uint8Array;
}

/**
 * Chunks in any order → one sample table in canonical order. Throws CodecError on damaged bytes. Indexes of threads, stacks and
 * details are checked against nothing here: whoever puts the profile together calls `assertProfileIntegrity`.
 */
export function decodeSampleChunks(chunks: readonly EncodedChunk[], timeResolutionNs: number): SampleTable {
  const ordered = [...chunks].sort((a, b) => rank(a.second) - rank(b.second) || a.event - b.event);
  const readers = ordered.map(({ bytes }) => openChunk(bytes));
  let length = 0;
  for (const { count } of readers) length += count;
  const samples: SampleTable = {
    length,
    timeNs: new Float64Array(length),
    cpu: new Int32Array(length),
    thread: new Int32Array(length),
    stack: new Int32Array(length),
    event: new Uint16Array(length),
    weight: new Float64Array(length),
    flags: new Uint8Array(length),
    detail: new Int32Array(length).fill(NONE),
  };
  let first = 0;
  let secondFirst = 0;
  const order = new Int32Array(length);
  for (let c = 0; c < ordered.length; c++) {
    const { reader, columns, count } = readers[c];
    const { event, second } = ordered[c];
    if ((second === NO_TIME_SECOND) === ((columns & ChunkColumn.time) !== 0))
      throw new CodecError(`the chunk of second ${second} ${second === NO_TIME_SECOND ? 'has times' : 'has no times'}`);
    samples.event.fill(event, first, first + count);
    readChunk(reader, columns, samples, first, count, second, timeResolutionNs);
    first += count;
    if (ordered[c + 1]?.second === second) continue;
    orderSecond(samples, secondFirst, first, order);
    secondFirst = first;
  }
  return reorderSamples(samples, order);
}

/** Numbers of rows within a second below this, and of nanoseconds, fit side by side into a whole number below 2^53. */
const MOST_KEYED_ROWS = 2 ** 22;

/**
 * Fills `order[first, end)` with the rows of one second in canonical order. They stand by event, then CPU, already, so time and row
 * decide; as one number, because sorting plain numbers is some ten times as fast as calling back for every comparison.
 */
function orderSecond(samples: SampleTable, first: number, end: number, order: Int32Array): void {
  const rows = end - first;
  if (rows === 0 || Number.isNaN(samples.timeNs[first])) {
    for (let i = first; i < end; i++) order[i] = i;
    return;
  }
  if (rows > MOST_KEYED_ROWS) {
    const all = Int32Array.from({ length: rows }, (_, k) => first + k);
    order.set(
      all.sort((a, b) => samples.timeNs[a] - samples.timeNs[b] || a - b),
      first,
    );
    return;
  }
  const secondNs = Math.floor(samples.timeNs[first] / SECOND_NS) * SECOND_NS;
  const keys = new Float64Array(rows);
  for (let k = 0; k < rows; k++) keys[k] = (samples.timeNs[first + k] - secondNs) * MOST_KEYED_ROWS + k;
  keys.sort();
  for (let k = 0; k < rows; k++) order[first + k] = first + (keys[k] % MOST_KEYED_ROWS);
}

/** Samples without a time stand last. */
function rank(second: number): number {
  return second === NO_TIME_SECOND ? Number.POSITIVE_INFINITY : second;
}

interface OpenChunk {
  readonly reader: ByteReader;
  readonly columns: number;
  readonly count: number;
}

function openChunk(bytes: Uint8Array): OpenChunk {
  const reader = new ByteReader(bytes);
  const version = reader.byte();
  if (version !== CODEC_VERSION)
    throw new CodecError(`a sample chunk of version ${version}; this reader knows ${CODEC_VERSION}`);
  const columns = reader.byte();
  if (columns > 31) throw new CodecError(`a sample chunk with unknown columns ${columns}`);
  // A sample takes a byte of thread and a byte of stack at least.
  return { reader, columns, count: reader.rowCount(2) };
}

function readChunk(
  reader: ByteReader,
  columns: number,
  samples: SampleTable,
  first: number,
  count: number,
  second: number,
  timeResolutionNs: number,
): void {
  const end = first + count;
  const isTimed = (columns & ChunkColumn.time) !== 0;
  const runEnds = readCpuRuns(reader, samples.cpu, first, end);
  if (isTimed) readTimes(reader, samples.timeNs, first, runEnds, second, timeResolutionNs);
  else samples.timeNs.fill(Number.NaN, first, end);
  readRepeating(reader, samples.thread, first, runEnds, 1);
  readRepeating(reader, samples.stack, first, runEnds, 2);
  if ((columns & ChunkColumn.weight) !== 0) for (let i = first; i < end; i++) samples.weight[i] = reader.varint();
  else if ((columns & ChunkColumn.weightFloat) !== 0)
    for (let i = first; i < end; i++) samples.weight[i] = readWeight(reader);
  else samples.weight.fill(readWeight(reader), first, end);
  if ((columns & ChunkColumn.flags) !== 0) samples.flags.set(reader.bytes(count), first);
  else samples.flags.fill(impliedFlagsOf(isTimed), first, end);
  if ((columns & ChunkColumn.detail) !== 0)
    for (let i = first; i < end; i++) samples.detail[i] = reader.index(0x7fffffff) - 1;
  reader.expectEnd();
}

function readWeight(reader: ByteReader): number {
  const weight = reader.float64();
  if (!(weight >= 0 && weight < Number.POSITIVE_INFINITY)) throw new CodecError(`a weight of ${weight}`);
  return weight;
}

/** Returns where the runs end, as rows of the sample table. */
function readCpuRuns(reader: ByteReader, cpu: Int32Array, first: number, end: number): Int32Array {
  const runs = reader.rowCount(2);
  const runEnds = new Int32Array(runs);
  let value = NONE;
  let row = first;
  for (let run = 0; run < runs; run++) {
    value += reader.signed();
    const length = reader.varint();
    if (value < NONE || value > 0x7fffffff || length === 0 || length > end - row)
      throw new CodecError(`a run of ${length} samples on CPU ${value}, with ${end - row} samples left`);
    cpu.fill(value, row, row + length);
    row += length;
    runEnds[run] = row;
  }
  if (row !== end) throw new CodecError(`the CPU runs hold ${row - first} of ${end - first} samples`);
  return runEnds;
}

function readTimes(
  reader: ByteReader,
  timeNs: Float64Array,
  first: number,
  runEnds: Int32Array,
  second: number,
  timeResolutionNs: number,
): void {
  const interval = reader.varint();
  const unitsPerSecond = SECOND_NS / timeResolutionNs;
  const baseNs = second * SECOND_NS;
  let runFirst = 0;
  let row = first;
  for (let run = 0; run < runEnds.length; run++) {
    runFirst += reader.signed();
    let time = runFirst;
    for (;;) {
      if (!(time >= 0 && time < unitsPerSecond)) throw new CodecError(`a time ${time} units into second ${second}`);
      timeNs[row++] = baseNs + time * timeResolutionNs;
      if (row === runEnds[run]) break;
      time += reader.signed() + interval;
    }
  }
}

function readRepeating(
  reader: ByteReader,
  column: Int32Array,
  first: number,
  runEnds: Int32Array,
  shift: number,
): void {
  let row = first;
  for (let run = 0; run < runEnds.length; run++) {
    const start = row;
    for (; row < runEnds[run]; row++) {
      const code = reader.index(0x7fffffff);
      if (code === 0 && row === start) throw new CodecError('a run that starts with a repetition');
      column[row] = code === 0 ? column[row - 1] : code - shift;
    }
  }
}
