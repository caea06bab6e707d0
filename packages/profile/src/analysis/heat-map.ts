import type { EventIndex, Profile } from '../tables/profile.ts';
import { timedSampleCount } from '../tables/sample-range.ts';
import { BinCursor } from './bin-cursor.ts';
import { assertBinning, binOfTime, divideDown, rowEdges } from './bins.ts';
import { fittingPeriodNs } from './fitting-period.ts';
import type { SamplerLattice } from './lattice.ts';
import { tickTimeNs } from './lattice-ticks.ts';

/**
 * - `samples`: samples in the bin;
 * - `cpus`: CPUs busy: busy ticks / ticks × CPUs of the lattice. Without a lattice, for an event in nanoseconds: Σ period / bin width;
 * - `period`: Σ period, in the event's unit.
 */
export type HeatMapMeasure = 'samples' | 'cpus' | 'period';

/** `noTick`: the sampler did not look in this bin (measure `cpus` on a lattice only). `noData`: nobody recorded. Neither is zero. */
export const BinState = { data: 0, noTick: 1, noData: 2 } as const;

/** Bins by column, then row: `[column * rows + row]`, row 0 the earliest. See bins.ts for their times. */
export interface HeatMap {
  readonly columns: number;
  readonly rows: number;
  readonly periodNs: number;
  readonly measure: HeatMapMeasure;
  /** 0 where the state is not `data`. */
  readonly values: Float64Array;
  /** `BinState`. */
  readonly state: Uint8Array;
  /** Taken samples per bin, whatever the measure. */
  readonly counts: Uint32Array;
  /** Ticks of all CPUs per bin, whether or not the filter took them; undefined but for `cpus` on a lattice. */
  readonly ticks: Float32Array | undefined;
  /** The largest value. */
  readonly max: number;
  /** Σ counts: the taken samples that have a time. */
  readonly samples: number;
}

export interface HeatMapRequest {
  readonly event: EventIndex;
  /** One byte a sample, 1 = taken; of this event alone (`deriveSampleMask`). */
  readonly mask: Uint8Array;
  /** 1 to 1000. */
  readonly rows: number;
  readonly periodNs: number;
  readonly measure: HeatMapMeasure;
  readonly lattice: SamplerLattice | undefined;
}

/** More than these and the answer would take some 250 MB; a RangeError says to choose a longer period. */
export const MAX_HEAT_MAP_BINS = 1 << 24;

/**
 * Bins the taken samples. Conservation: Σ counts of the bins of any cell range = samples of that range's times. Throws a RangeError
 * for a period or row count out of range, for too many bins, and for `cpus` where there is neither a lattice nor an event in nanoseconds.
 */
export function deriveHeatMap(
  profile: Profile,
  { event, mask, rows, periodNs, measure, lattice }: HeatMapRequest,
): HeatMap {
  assertBinning(periodNs, rows);
  if (measure === 'cpus' && lattice === undefined && profile.events[event]?.weightUnit !== 'ns') {
    throw new RangeError(
      'CPUs busy can be told for clock events only (cpu-clock, task-clock); ask for samples or period',
    );
  }
  const { timeNs, weight } = profile.samples;
  const timed = timedSampleCount(profile);
  const columns = timed === 0 ? 0 : binOfTime(periodNs, rows, timeNs[timed - 1]).column + 1;
  if (columns * rows > MAX_HEAT_MAP_BINS)
    throw new RangeError(
      `A period of ${periodNs / 1e9} s makes ${columns} columns of ${rows} rows, which are too many. Choose a longer period, such as ${fittingPeriodNs(timeNs[timed - 1], MAX_HEAT_MAP_BINS / rows) / 1e9} s.`,
    );
  const bins = columns * rows;
  const values = new Float64Array(bins);
  const state = new Uint8Array(bins);
  const counts = new Uint32Array(bins);
  const onLattice = measure === 'cpus' && lattice !== undefined;
  const ticks = onLattice ? new Uint32Array(bins) : undefined;
  const cursor = new BinCursor(periodNs, rows);

  let samples = 0;
  let i = 0;
  while (i < timed) {
    const bin = cursor.move(timeNs[i]);
    const { endNs } = cursor;
    // Samples are ordered by time: those of one bin stand together.
    let taken = 0;
    if (ticks !== undefined && lattice !== undefined) {
      const { sampleIsTick } = lattice;
      let looked = 0;
      let busy = 0;
      for (; i < timed && timeNs[i] < endNs; i++) {
        taken += mask[i];
        looked += sampleIsTick[i];
        busy += mask[i] & sampleIsTick[i];
      }
      ticks[bin] = looked;
      values[bin] = busy;
    } else if (measure === 'samples') {
      for (; i < timed && timeNs[i] < endNs; i++) taken += mask[i];
      values[bin] = taken;
    } else {
      let sum = 0;
      for (; i < timed && timeNs[i] < endNs; i++) {
        if (mask[i] === 0) continue;
        taken++;
        sum += weight[i];
      }
      values[bin] = sum;
    }
    counts[bin] = taken;
    samples += taken;
  }
  if (ticks !== undefined && lattice !== undefined) {
    addMissingTicks(ticks, periodNs, rows, lattice);
    scaleToCpus(values, ticks, state, lattice.cpus.length);
  } else if (measure === 'cpus') {
    divideByWidths(values, periodNs, rows);
  }
  if (timed > 0) markNoData(state, columns, rows, periodNs, timeNs[0], timeNs[timed - 1] + 1, lattice);

  let max = 0;
  for (let bin = 0; bin < bins; bin++) if (values[bin] > max) max = values[bin];
  return {
    columns,
    rows,
    periodNs,
    measure,
    values,
    state,
    counts,
    max,
    samples,
    ticks: ticks === undefined ? undefined : new Float32Array(ticks),
  };
}

/**
 * `BinCursor` written out: there are many missing ticks, and hardly two neighbours of a run in one bin. Half a nanosecond is added to
 * their whole times: where rows are whole nanoseconds long, no time is then so near to an edge that the product could be rounded
 * across it, and the guess needs no check.
 */
function addMissingTicks(ticks: Uint32Array, periodNs: number, rows: number, { missing }: SamplerLattice): void {
  const edges = rowEdges(periodNs, rows);
  const rowsPerNs = rows / periodNs;
  const isGuessExact = periodNs % rows === 0 && periodNs < 2 ** 50;
  const { firstNs, stepNs, count } = missing;
  let columnStartNs = 0;
  let firstBin = 0;
  for (let run = 0; run < missing.length; run++) {
    const first = firstNs[run];
    const step = stepNs[run];
    const ticksOfRun = count[run];
    for (let j = 0; j < ticksOfRun; j++) {
      const time = tickTimeNs(first, step, j) + 0.5;
      let position = time - columnStartNs;
      // Ticks of a CPU go forward; the next CPU starts over.
      if (position >= periodNs || position < 0) {
        const column = divideDown(time, periodNs);
        columnStartNs = column * periodNs;
        firstBin = column * rows;
        position = time - columnStartNs;
      }
      // Below the rows: `| 0` is the quick way to round it down.
      let row = (position * rowsPerNs) | 0;
      if (!isGuessExact) {
        while (position < edges[row]) row--;
        while (position >= edges[row + 1]) row++;
      }
      const bin = firstBin + row;
      if (bin < ticks.length) ticks[bin]++;
    }
  }
}

/** Busy ticks → CPUs busy. */
function scaleToCpus(values: Float64Array, ticks: Uint32Array, state: Uint8Array, cpus: number): void {
  for (let bin = 0; bin < values.length; bin++) {
    if (ticks[bin] === 0) state[bin] = BinState.noTick;
    else values[bin] = (values[bin] / ticks[bin]) * cpus;
  }
}

/** Σ nanoseconds → CPUs busy. */
function divideByWidths(values: Float64Array, periodNs: number, rows: number): void {
  const edges = rowEdges(periodNs, rows);
  for (let bin = 0; bin < values.length; bin++) {
    const row = bin % rows;
    if (values[bin] !== 0) values[bin] /= edges[row + 1] - edges[row];
  }
}

/** Bins wholly before the first sample of any event, wholly after the last, or wholly inside a gap of the recording. */
function markNoData(
  state: Uint8Array,
  columns: number,
  rows: number,
  periodNs: number,
  startNs: number,
  endNs: number,
  lattice: SamplerLattice | undefined,
): void {
  const first = binOfTime(periodNs, rows, startNs);
  state.fill(BinState.noData, 0, first.column * rows + first.row);
  const last = binOfTime(periodNs, rows, endNs - 1);
  state.fill(BinState.noData, last.column * rows + last.row + 1, columns * rows);
  for (const gap of lattice?.gaps ?? []) {
    const from = binOfTime(periodNs, rows, gap.startNs - 1);
    const to = binOfTime(periodNs, rows, gap.endNs);
    const firstBin = from.column * rows + from.row + 1;
    const endBin = to.column * rows + to.row;
    if (firstBin < endBin) state.fill(BinState.noData, firstBin, endBin);
  }
}
