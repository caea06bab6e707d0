/** Labels that name the thread, the CPU or the time of a sample. The schema leaves the keys open: these are the usual ones. */
import { bigOf, nextField, signedOf, unsignedOf, type WireCursor } from '../protobuf/wire-cursor.ts';
import { type PprofTables, textAt } from './pprof-tables.ts';

export interface PprofLabels {
  comm: string | undefined;
  pid: number | undefined;
  tid: number | undefined;
  cpu: number | undefined;
  /** Since the epoch, or in the recording's clock. */
  timeNs: bigint | undefined;
}

export function createLabels(): PprofLabels {
  return { comm: undefined, pid: undefined, tid: undefined, cpu: undefined, timeNs: undefined };
}

const COMM_KEYS: ReadonlySet<string> = new Set(['comm', 'thread', 'thread_name', 'thread name', 'threadName']);
const PID_KEYS: ReadonlySet<string> = new Set(['pid', 'process_id', 'process id']);
const TID_KEYS: ReadonlySet<string> = new Set(['tid', 'thread_id', 'thread id', 'os thread id']);
export const TIME_KEYS: ReadonlySet<string> = new Set(['end_timestamp_ns', 'timestamp_ns', 'time_ns']);

export function readLabel(labels: PprofLabels, label: WireCursor, tables: PprofTables): void {
  let key = '';
  let text = '';
  let number = 0;
  let time = 0n;
  while (nextField(label)) {
    if (label.field === 1) key = textAt(tables, unsignedOf(label));
    else if (label.field === 2) text = textAt(tables, unsignedOf(label));
    else if (label.field === 3) {
      number = signedOf(label);
      time = bigOf(label);
    }
  }
  // Some writers give numbers as texts.
  const id = text !== '' && /^\d{1,10}$/.test(text) ? Number(text) : number;
  if (key === 'comm' || (COMM_KEYS.has(key) && text !== '')) labels.comm = text;
  else if (PID_KEYS.has(key)) labels.pid = id;
  else if (TID_KEYS.has(key)) labels.tid = id;
  else if (key === 'cpu') labels.cpu = id >= 0 && id < 1 << 20 ? id : undefined;
  else if (TIME_KEYS.has(key) && time > 0n) labels.timeNs = time;
}
