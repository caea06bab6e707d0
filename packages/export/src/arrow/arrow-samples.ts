import { FrameKind, NONE, type Profile, SampleFlag } from '@subsecond/profile';
import {
  Bool,
  type Data,
  type DataType,
  Dictionary,
  Field,
  Float64,
  Int8,
  Int32,
  Int64,
  List,
  makeData,
  RecordBatch,
  RecordBatchStreamWriter,
  Schema,
  Struct,
  Utf8,
  vectorFromArray,
} from 'apache-arrow';
import { type ExportSelection, selectedSamples } from '../export-selection.ts';
import { assertFramesAtMost, stackDepths } from '../export-too-large.ts';
import { UsedTexts } from './used-texts.ts';

/**
 * The sample table as an Arrow IPC stream: a row a sample, every column of it, so that pandas, DuckDB or Polars can ask what
 * no picture shows. Names are dictionaries, of the names that occur. The three columns of a stack are lists of one length,
 * root first: `stack` its symbols, `stack_mapping`, `stack_kind`. Absent is null.
 */
export interface ArrowOptions {
  readonly name: string;
  /** One byte a sample, 1 = idle (`deriveIdleSamples`). */
  readonly idle: Uint8Array;
}

/** Rows a record batch: readers decode one at a time, and its lists' offsets stay far below 2^31. */
const ROWS_A_BATCH = 65_536;

/** Nine bytes each, and twice that while the batches are put together. */
const MAX_FRAMES = 48_000_000;

/** Index = `FrameKind`. */
const KIND_NAMES = Object.entries(FrameKind)
  .sort(([, a], [, b]) => a - b)
  .map(([name]) => name);

export function encodeArrowSamples(selection: ExportSelection, { name, idle }: ArrowOptions): Uint8Array<ArrayBuffer> {
  const { profile } = selection;
  const rows = selectedSamples(selection);
  const depths = stackDepths(profile);
  assertFramesAtMost(depths, stacksOf(profile, rows), MAX_FRAMES);
  const event = profile.events[selection.event];
  const columns = createColumns(selection, { idle, rows, depths });
  const schema = new Schema(
    columns.map(({ name: column, type, isNullable }) => new Field(column, type, isNullable)),
    new Map([
      ['subsecond.profile', name.toWellFormed()],
      ['subsecond.weight_unit', event?.weightUnit ?? 'samples'],
      ['subsecond.time_zero_seconds', String(profile.timeZeroSeconds)],
      ['subsecond.time_resolution_ns', String(profile.timeResolutionNs)],
    ]),
  );
  const writer = new RecordBatchStreamWriter();
  // A table without rows is still one, with all of its columns.
  for (let first = 0; first === 0 || first < rows.length; first += ROWS_A_BATCH) {
    const batch = rows.subarray(first, first + ROWS_A_BATCH);
    const children = columns.map((column) => column.dataOf(batch));
    const data = makeData({ type: new Struct(schema.fields), length: batch.length, nullCount: 0, children });
    writer.write(new RecordBatch(schema, data));
  }
  writer.finish();
  const bytes = writer.toUint8Array(true);
  // Whoever sends them to another thread gives the whole buffer away; usually it is these bytes' own.
  const { buffer } = bytes;
  return buffer instanceof ArrayBuffer && bytes.length === buffer.byteLength
    ? new Uint8Array(buffer)
    : new Uint8Array(bytes);
}

interface Column {
  readonly name: string;
  readonly type: DataType;
  readonly isNullable: boolean;
  readonly dataOf: (rows: Int32Array) => Data;
}

function* stacksOf({ samples }: Profile, rows: Int32Array): Iterable<number> {
  for (const row of rows) yield samples.stack[row];
}

function createColumns(
  { profile }: ExportSelection,
  { idle, rows, depths }: { idle: Uint8Array; rows: Int32Array; depths: Int32Array },
): Column[] {
  const { samples, threads, stacks, frames, strings, events, details } = profile;
  const stacksInUse = new Set<number>();
  for (const row of rows) stacksInUse.add(samples.stack[row]);
  const symbols = new UsedTexts((symbol) => strings[symbol]);
  const mappings = new UsedTexts((mapping) => strings[mapping]);
  for (const stack of stacksInUse) {
    for (let at = stack; at !== NONE; at = stacks.prefix[at]) {
      symbols.use(frames.symbol[stacks.frame[at]]);
      mappings.use(frames.mapping[stacks.frame[at]]);
    }
  }
  const comms = new UsedTexts((thread) => threads.comm[thread]);
  const eventNames = new UsedTexts((index) => events[index]?.name ?? '');
  const texts = new UsedTexts((detail) => details[detail]);
  for (const row of rows) {
    comms.use(samples.thread[row]);
    eventNames.use(samples.event[row]);
    texts.use(samples.detail[row]);
  }
  const isAbsent = (row: number) => samples.stack[row] === NONE;
  return [
    {
      name: 'time_ns',
      type: new Int64(),
      isNullable: true,
      dataOf(of) {
        const data = BigInt64Array.from(of, (row) =>
          BigInt(Number.isNaN(samples.timeNs[row]) ? 0 : samples.timeNs[row]),
        );
        return makeData({
          type: new Int64(),
          length: of.length,
          data,
          ...nulls(of, (row) => Number.isNaN(samples.timeNs[row])),
        });
      },
    },
    numbers('cpu', (row) => samples.cpu[row], true),
    numbers('pid', (row) => threads.pid[samples.thread[row]], true),
    // −1 is no absent tid: perf prints an exiting task as :-1.
    numbers('tid', (row) => threads.tid[samples.thread[row]], false),
    names('comm', comms, (row) => samples.thread[row], false),
    names('event', eventNames, (row) => samples.event[row], false),
    {
      name: 'weight',
      type: new Float64(),
      isNullable: false,
      dataOf: (of) =>
        makeData({
          type: new Float64(),
          length: of.length,
          nullCount: 0,
          data: Float64Array.from(of, (row) => samples.weight[row]),
        }),
    },
    flags('idle', (row) => idle[row] === 1),
    flags('stack_cut', (row) => (samples.flags[row] & SampleFlag.stackCut) !== 0),
    names('detail', texts, (row) => samples.detail[row], true),
    stackColumn('stack', symbols.dictionary(), (frame) => symbols.numberOf(frames.symbol[frame])),
    stackColumn('stack_mapping', mappings.dictionary(), (frame) => mappings.numberOf(frames.mapping[frame])),
    stackColumn('stack_kind', vectorFromArray(KIND_NAMES, new Utf8()), (frame) => frames.kind[frame]),
  ];

  function stackColumn(
    name: string,
    dictionary: ReturnType<UsedTexts['dictionary']>,
    numberIn: (frame: number) => number,
  ): Column {
    const item = new Dictionary(new Utf8(), name === 'stack_kind' ? new Int8() : new Int32());
    const type = new List(new Field('item', item, true));
    return {
      name,
      type,
      isNullable: true,
      dataOf(of) {
        const valueOffsets = new Int32Array(of.length + 1);
        for (let k = 0; k < of.length; k++) valueOffsets[k + 1] = valueOffsets[k] + depthOf(samples.stack[of[k]]);
        const length = valueOffsets[of.length];
        const values = new Int32Array(length);
        for (let k = 0; k < of.length; k++) {
          let place = valueOffsets[k + 1];
          for (let at = samples.stack[of[k]]; at !== NONE; at = stacks.prefix[at])
            values[--place] = numberIn(stacks.frame[at]);
        }
        const child = makeData({
          type: item,
          length,
          data: name === 'stack_kind' ? Int8Array.from(values) : values.map((value) => Math.max(0, value)),
          dictionary,
          ...nulls(values, (value) => value === NONE),
        });
        return makeData({ type, length: of.length, valueOffsets, child, ...nulls(of, isAbsent) });
      },
    };
  }

  function depthOf(stack: number): number {
    return stack === NONE ? 0 : depths[stack];
  }
}

function numbers(name: string, numberIn: (row: number) => number, isNullable: boolean): Column {
  const type = new Int32();
  return {
    name,
    type,
    isNullable,
    dataOf: (rows) =>
      makeData({
        type,
        length: rows.length,
        data: Int32Array.from(rows, numberIn),
        ...nulls(rows, (row) => isNullable && numberIn(row) === NONE),
      }),
  };
}

function flags(name: string, isSet: (row: number) => boolean): Column {
  const type = new Bool();
  return {
    name,
    type,
    isNullable: false,
    dataOf: (rows) => makeData({ type, length: rows.length, nullCount: 0, data: bits(rows, isSet) }),
  };
}

function names(name: string, texts: UsedTexts, indexOf: (row: number) => number, isNullable: boolean): Column {
  const type = new Dictionary(new Utf8(), new Int32());
  const dictionary = texts.dictionary();
  return {
    name,
    type,
    isNullable,
    dataOf: (rows) =>
      makeData({
        type,
        length: rows.length,
        data: Int32Array.from(rows, (row) => Math.max(0, texts.numberOf(indexOf(row)))),
        dictionary,
        ...nulls(rows, (row) => texts.numberOf(indexOf(row)) === NONE),
      }),
  };
}

/** A bit a value, the first the lowest. */
function bits(values: Int32Array, isSet: (value: number) => boolean): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(Math.ceil(values.length / 8));
  for (let k = 0; k < values.length; k++) if (isSet(values[k])) bytes[k >> 3] |= 1 << (k & 7);
  return bytes;
}

function nulls(values: Int32Array, isNull: (value: number) => boolean): { nullCount: number; nullBitmap?: Uint8Array } {
  let nullCount = 0;
  for (const value of values) if (isNull(value)) nullCount++;
  return nullCount === 0 ? { nullCount } : { nullCount, nullBitmap: bits(values, (value) => !isNull(value)) };
}
