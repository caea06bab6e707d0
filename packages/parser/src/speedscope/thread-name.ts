import { NONE } from '@subsecond/profile';
import { addThread, type ProfileBuilder } from '../tables/profile-builder.ts';

/**
 * A profile's name as a thread. speedscope's own importer of perf, and Subsecond's exporter after it, name a thread
 * `comm pid: 12 tid: 34` or `comm tid: 34`; what has that form gets its ids back.
 */
export function readThreadName(builder: ProfileBuilder, name: string): number {
  const match = /^(.*?)(?: pid: (-?\d{1,10}))? tid: (-?\d{1,10})$/s.exec(name);
  if (match === null) return addThread(builder, NONE, NONE, name);
  const [, comm = '', pid, tid] = match;
  return addThread(builder, pid === undefined ? NONE : Number(pid), Number(tid), comm);
}
