/** Names of processes and threads: metadata events that may stand anywhere in the trace. */
import { fieldOf, textOf } from '../json/read-json.ts';
import { addThread, type ProfileBuilder } from '../tables/profile-builder.ts';

export interface TraceNames {
  readonly processes: Map<string, string>;
  readonly threads: Map<string, string>;
}

export function createTraceNames(): TraceNames {
  return { processes: new Map(), threads: new Map() };
}

export function readTraceName({ processes, threads }: TraceNames, event: unknown): void {
  const name = textOf(fieldOf(event, 'args'), 'name');
  if (name === undefined) return;
  const kind = textOf(event, 'name');
  if (kind === 'process_name') processes.set(idText(event, 'pid'), name);
  else if (kind === 'thread_name') threads.set(`${idText(event, 'pid')}/${idText(event, 'tid')}`, name);
}

/** Ids are numbers mostly; some writers give texts. */
export function idText(event: unknown, field: 'pid' | 'tid'): string {
  const id = fieldOf(event, field);
  return typeof id === 'number' || typeof id === 'string' ? String(id) : '';
}

/** The thread's own name; without one its process's, as the main thread of a process is often the only one without. */
export function threadOf(builder: ProfileBuilder, names: TraceNames, pid: string, tid: string): number {
  const known = names.threads.get(`${pid}/${tid}`) ?? names.processes.get(pid);
  return addThread(builder, numberOfId(pid), numberOfId(tid), known ?? `thread ${tid}`);
}

function numberOfId(id: string): number {
  return /^\d{1,10}$/.test(id) ? Number(id) : Number.NaN;
}
