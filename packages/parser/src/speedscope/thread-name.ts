import { NONE } from '@subsecond/profile';
import { addThread, type ProfileBuilder } from '../tables/profile-builder.ts';

/**
 * A profile's name as a thread. speedscope's own importer of perf names its profiles `comm pid: 12 tid: 34` or `comm tid: 34`, and
 * Subsecond's exporter `comm 12/34` or `comm 34`; what has that form gets its ids back. Elsewhere a number is only a number.
 */
export function readThreadName(builder: ProfileBuilder, name: string, exporter: string | undefined): number {
  const own = exporter === 'Subsecond' ? /^(.*) (?:(\d{1,10})\/)?(-?\d{1,10})$/s.exec(name) : null;
  const match = own ?? /^(.*?)(?: pid: (\d{1,10}))? tid: (\d{1,10})$/s.exec(name);
  if (match === null) return addThread(builder, NONE, NONE, name);
  const [, comm = '', pid, tid] = match;
  return addThread(builder, pid === undefined ? NONE : Number(pid), Number(tid), comm);
}
