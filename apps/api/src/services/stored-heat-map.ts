import type { HeatMapAnswer } from '@subsecond/contracts';
import type { ParsedSummary, SecondRow } from './ports.ts';

export const STORED_ROWS = 50;
export const STORED_PERIOD_NS = 1_000_000_000;

type StoredBins = Pick<SecondRow, 'second' | 'bins' | 'idleBins'>;

/** The heat map that most people ask for is stored: 50 rows, one second, one event, no filter but idle. */
export function heatMapOfStoredBins(
  parsed: ParsedSummary,
  event: number,
  stored: readonly StoredBins[],
  idle: 'include' | 'exclude',
): HeatMapAnswer {
  const columns = parsed.lastSampleNs === undefined ? 0 : Math.floor(parsed.lastSampleNs / STORED_PERIOD_NS) + 1;
  const bins: number[][] = Array.from({ length: columns }, () => new Array<number>(STORED_ROWS).fill(0));
  let max = 0;
  let samples = 0;
  for (const row of stored) {
    const column = bins[row.second];
    if (column === undefined) continue; // second −1: samples without time are in no bin
    for (let i = 0; i < STORED_ROWS; i++) {
      const count = (row.bins[i] ?? 0) - (idle === 'exclude' ? (row.idleBins[i] ?? 0) : 0);
      column[i] = count;
      samples += count;
      if (count > max) max = count;
    }
  }
  const idleHidden = idle === 'exclude' ? (parsed.events[event]?.idleSampleCount ?? 0) : 0;
  return {
    columns,
    rows: STORED_ROWS,
    period: 1,
    measure: 'samples',
    event: parsed.events[event]?.name ?? '',
    max,
    bins,
    samples,
    idleHidden,
  };
}
