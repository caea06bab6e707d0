import type { Profile } from '@subsecond/profile';
import type { SecondRow } from '../services/ports.ts';

/** Rows of the stored bins, and the whole nanoseconds that each is high. */
const ROWS = 50;
const SECOND_NS = 1_000_000_000;
const ROW_NS = SECOND_NS / ROWS;

/** One second of one event, as the default heat map shows it: 50 rows, row 0 the earliest; the samples without a time (−1) have none. */
export function binSecond(
  { samples }: Profile,
  idle: Uint8Array,
  second: number,
  indexes: Int32Array,
): Pick<SecondRow, 'idleSampleCount' | 'weight' | 'bins' | 'idleBins'> {
  const timed = second >= 0;
  const bins = new Array<number>(timed ? ROWS : 0).fill(0);
  const idleBins = new Array<number>(timed ? ROWS : 0).fill(0);
  let idleSampleCount = 0;
  let weight = 0;
  for (const index of indexes) {
    const isIdle = idle[index] ?? 0;
    idleSampleCount += isIdle;
    weight += samples.weight[index] ?? 0;
    if (!timed) continue;
    const row = Math.floor(((samples.timeNs[index] ?? Number.NaN) - second * SECOND_NS) / ROW_NS);
    if (!(row >= 0 && row < ROWS)) throw new Error(`sample ${index} is not in second ${second}`);
    bins[row] = (bins[row] ?? 0) + 1;
    idleBins[row] = (idleBins[row] ?? 0) + isIdle;
  }
  return { idleSampleCount, weight, bins, idleBins };
}
