import type { Profile } from '@subsecond/profile';
import { Field, makeData, RecordBatch, RecordBatchStreamWriter, Schema, Struct } from 'apache-arrow';
import { type ExportSelection, selectedSamples } from '../export-selection.ts';
import { assertFramesAtMost, stackDepths } from '../export-too-large.ts';
import { sampleColumns } from './sample-columns.ts';
import { stackColumns } from './stack-columns.ts';

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

export function encodeArrowSamples(selection: ExportSelection, { name, idle }: ArrowOptions): Uint8Array<ArrayBuffer> {
  const { profile } = selection;
  const rows = selectedSamples(selection);
  const depths = stackDepths(profile);
  assertFramesAtMost(depths, stacksIn(profile, rows), MAX_FRAMES);
  const event = profile.events[selection.event];
  const columns = [...sampleColumns(selection, { idle, rows }), ...stackColumns(selection, { rows, depths })];
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

function* stacksIn({ samples }: Profile, rows: Int32Array): Iterable<number> {
  for (const row of rows) yield samples.stack[row];
}
