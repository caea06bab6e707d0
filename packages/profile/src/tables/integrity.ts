import type { Profile } from './profile.ts';
import { isFrameKind, SampleFlag } from './profile.ts';
import { isCanonicalOrder } from './sample-order.ts';

/**
 * Checks every invariant of `tables/profile.ts`. Called by tests and after every parse or decode, before anything reads the tables.
 * Throws an Error naming the table, the row and the rule: whoever built these tables has a bug. O(all rows), about 3 ns a row.
 */
export function assertProfileIntegrity(profile: Profile): void {
  const { samples, stacks, frames, threads, events, strings, details } = profile;
  assertColumns(
    'samples',
    samples.length,
    samples.timeNs,
    samples.cpu,
    samples.thread,
    samples.stack,
    samples.event,
    samples.weight,
    samples.flags,
    samples.detail,
  );
  assertColumns('stacks', stacks.length, stacks.prefix, stacks.frame);
  assertColumns('frames', frames.length, frames.symbol, frames.mapping, frames.kind, frames.flags);
  assertColumns('threads', threads.length, threads.pid, threads.tid, threads.comm);

  for (let i = 0; i < stacks.length; i++) {
    if (stacks.prefix[i] < -1 || stacks.prefix[i] >= i)
      fail('stacks', i, `prefix ${stacks.prefix[i]} is not −1 and not smaller than the row`);
    if (!isIndex(stacks.frame[i], frames.length)) fail('stacks', i, `frame ${stacks.frame[i]} of ${frames.length}`);
  }
  for (let i = 0; i < frames.length; i++) {
    if (!isIndex(frames.symbol[i], strings.length))
      fail('frames', i, `symbol ${frames.symbol[i]} of ${strings.length} strings`);
    if (frames.mapping[i] !== -1 && !isIndex(frames.mapping[i], strings.length))
      fail('frames', i, `mapping ${frames.mapping[i]} of ${strings.length} strings`);
    if (!isFrameKind(frames.kind[i])) fail('frames', i, `kind ${frames.kind[i]} is none of FrameKind`);
  }
  for (let i = 0; i < samples.length; i++) {
    const time = samples.timeNs[i];
    const isUntimed = (samples.flags[i] & SampleFlag.timeAbsent) !== 0;
    if (Number.isNaN(time) !== isUntimed)
      fail('samples', i, `time ${time}, flags ${samples.flags[i]}: NaN and timeAbsent go together`);
    if (!isUntimed && !(Number.isSafeInteger(time) && time >= 0))
      fail('samples', i, `time ${time} is no whole number of nanoseconds since time zero`);
    if (!isUntimed && time % profile.timeResolutionNs !== 0)
      fail('samples', i, `time ${time} is finer than the resolution of ${profile.timeResolutionNs} ns`);
    if (!isIndex(samples.thread[i], threads.length))
      fail('samples', i, `thread ${samples.thread[i]} of ${threads.length}`);
    if (samples.stack[i] !== -1 && !isIndex(samples.stack[i], stacks.length))
      fail('samples', i, `stack ${samples.stack[i]} of ${stacks.length}`);
    if (!isIndex(samples.event[i], events.length)) fail('samples', i, `event ${samples.event[i]} of ${events.length}`);
    if (samples.detail[i] !== -1 && !isIndex(samples.detail[i], details.length))
      fail('samples', i, `detail ${samples.detail[i]} of ${details.length}`);
    if (samples.cpu[i] < -1) fail('samples', i, `cpu ${samples.cpu[i]}`);
    if (!(samples.weight[i] >= 0 && samples.weight[i] < Number.POSITIVE_INFINITY))
      fail('samples', i, `weight ${samples.weight[i]} is no count`);
    const fixedWeight = events[samples.event[i]].fixedWeight;
    if (fixedWeight !== undefined && fixedWeight !== samples.weight[i])
      fail('samples', i, `weight ${samples.weight[i]}, but its event's is fixed at ${fixedWeight}`);
  }
  if (!isCanonicalOrder(samples)) throw new Error('samples: rows are not ordered by time, event and CPU');
  if (profile.timeResolutionNs !== 1 && profile.timeResolutionNs !== 1000)
    throw new Error(`profile: time resolution ${profile.timeResolutionNs} is neither 1 nor 1000 ns`);
}

function assertColumns(table: string, length: number, ...columns: readonly { readonly length: number }[]): void {
  for (const column of columns)
    if (column.length !== length) throw new Error(`${table}: a column has ${column.length} rows, the table ${length}`);
}

function isIndex(value: number, length: number): boolean {
  return value >= 0 && value < length;
}

function fail(table: string, row: number, rule: string): never {
  throw new Error(`${table} row ${row}: ${rule}`);
}
