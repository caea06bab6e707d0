/** The columns of the samples as they are read: in the order of the text, times relative to the first sample's second. */
import { grownFloat64, grownInt32, grownUint8, grownUint16 } from '../bytes/grow.ts';

export interface SampleColumns {
  length: number;
  timeNs: Float64Array;
  cpu: Int32Array;
  thread: Int32Array;
  stack: Int32Array;
  event: Uint16Array;
  weight: Float64Array;
  flags: Uint8Array;
  detail: Int32Array;
}

const FIRST_ROWS = 1 << 16;

export function createSampleColumns(): SampleColumns {
  return {
    length: 0,
    timeNs: new Float64Array(FIRST_ROWS),
    cpu: new Int32Array(FIRST_ROWS),
    thread: new Int32Array(FIRST_ROWS),
    stack: new Int32Array(FIRST_ROWS),
    event: new Uint16Array(FIRST_ROWS),
    weight: new Float64Array(FIRST_ROWS),
    flags: new Uint8Array(FIRST_ROWS),
    detail: new Int32Array(FIRST_ROWS),
  };
}

/** Makes room for one more row. */
export function reserveSample(columns: SampleColumns): void {
  reserveSamples(columns, 1);
}

export function reserveSamples(columns: SampleColumns, count: number): void {
  const rows = columns.length + count;
  if (rows <= columns.cpu.length) return;
  columns.timeNs = grownFloat64(columns.timeNs, rows);
  columns.cpu = grownInt32(columns.cpu, rows);
  columns.thread = grownInt32(columns.thread, rows);
  columns.stack = grownInt32(columns.stack, rows);
  columns.event = grownUint16(columns.event, rows);
  columns.weight = grownFloat64(columns.weight, rows);
  columns.flags = grownUint8(columns.flags, rows);
  columns.detail = grownInt32(columns.detail, rows);
}
