import type { WeightUnit } from '@subsecond/profile';
import { createSampleColumns, type SampleColumns } from '../perf-script/sample-columns.ts';

/**
 * Formats that add samples up print `main;work 5`. Everything that counts samples counts rows, so five rows it becomes again: the
 * flame graph's default measure is then right. Where the counts are too many for that (or no whole numbers) the row keeps the
 * count as its weight, and the event's unit becomes `count`.
 */
export const MOST_SPELT_OUT = 2_000_000;

interface CountedEvent {
  readonly name: string;
  unit?: WeightUnit;
}

/** Rows of events whose unit is `samples` become as many rows of weight 1. Changes `unit` of the events where it can't. */
export function spellOutCounts(samples: SampleColumns, events: CountedEvent[], maxSamples: number): SampleColumns {
  const total = new Float64Array(events.length);
  let needed = false;
  let rows = 0;
  for (let row = 0; row < samples.length; row++) {
    const event = samples.event[row];
    if (events[event].unit !== 'samples') {
      rows++;
      continue;
    }
    const weight = samples.weight[row];
    if (weight !== 1) needed = true;
    total[event] += Number.isInteger(weight) ? weight : Number.POSITIVE_INFINITY;
  }
  if (!needed) return samples;
  for (let event = 0; event < events.length; event++) {
    if (events[event].unit !== 'samples') continue;
    if (rows + total[event] <= Math.min(MOST_SPELT_OUT, maxSamples)) rows += total[event];
    else events[event] = { ...events[event], unit: 'count' };
  }
  return copyRows(samples, events);
}

function copyRows(samples: SampleColumns, events: readonly CountedEvent[]): SampleColumns {
  const source: number[] = [];
  for (let row = 0; row < samples.length; row++) {
    const times = events[samples.event[row]].unit === 'samples' ? samples.weight[row] : 1;
    for (let i = 0; i < times; i++) source.push(row);
  }
  const copy = createSampleColumns();
  const length = source.length;
  const rows = Int32Array.from(source);
  copy.length = length;
  copy.timeNs = Float64Array.from(rows, (row) => samples.timeNs[row]);
  copy.cpu = rows.map((row) => samples.cpu[row]);
  copy.thread = rows.map((row) => samples.thread[row]);
  copy.stack = rows.map((row) => samples.stack[row]);
  copy.event = Uint16Array.from(rows, (row) => samples.event[row]);
  copy.weight = Float64Array.from(rows, (row) =>
    events[samples.event[row]].unit === 'samples' ? 1 : samples.weight[row],
  );
  copy.flags = Uint8Array.from(rows, (row) => samples.flags[row]);
  copy.detail = rows.map((row) => samples.detail[row]);
  return copy;
}
