/**
 * Time that a thread spent in one stack, as samples. A trace says from when to when; a heat map needs to know in which of its cells.
 * So an interval is cut on one grid, and every piece is a sample at its beginning that weighs what it lasts:
 *
 *   grid      |         |         |         |
 *   interval       ├────────────────────┤
 *   samples        ●────●─────────●─────        weights add up to the interval
 */
import { addSample, type ProfileBuilder } from './profile-builder.ts';

/** Half a row of the usual heat map (1 s in 50 rows): no cell gets time that belongs to another one further off than that. */
export const SLICE_NS = 10_000_000;
/** A trace of hours is cut more coarsely: 10 times, 100 times … as long, so that it makes no more pieces than these. */
const MOST_SLICES = 2_000_000;

export function chooseSliceNs(totalNs: number): number {
  let slice = SLICE_NS;
  while (totalNs / slice > MOST_SLICES) slice *= 10;
  return slice;
}

export interface Interval {
  readonly thread: number;
  readonly stack: number;
  readonly event: number;
  /** Whole nanoseconds since the base second, half-open. */
  readonly startNs: number;
  readonly endNs: number;
}

export function addInterval(builder: ProfileBuilder, interval: Interval, sliceNs: number): void {
  const { thread, stack, event, endNs } = interval;
  for (let startNs = interval.startNs; startNs < endNs; ) {
    const next = Math.min(endNs, (Math.floor(startNs / sliceNs) + 1) * sliceNs);
    addSample(builder, { timeNs: startNs, thread, stack, event, weight: next - startNs });
    startNs = next;
  }
}
