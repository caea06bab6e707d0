import { BinState, binRangeNs } from '@subsecond/profile';
import type { CellState, HeatMapBins, HeatMapCell, TimeRange, WeightUnit } from './heat-map-options.ts';
import type { GridCell } from './layout.ts';
import { durationText, groupedText, percentText, secondsText, significant } from './number-text.ts';
import { binsOfCell, type Grid } from './selection-shape.ts';

/** All that is known about a drawn cell: the tooltip's content, and by `cellText` what a screen reader hears. */
export function describeCell(map: HeatMapBins, grid: Grid, cell: GridCell): HeatMapCell {
  const bins = binsOfCell(grid, cell);
  let samples = 0;
  let value = 0;
  let ticks = 0;
  let best: number = BinState.noData;
  for (let column = bins.firstColumn; column < bins.endColumn; column++) {
    for (let row = bins.firstRow; row < bins.endRow; row++) {
      const bin = column * map.rows + row;
      samples += map.counts[bin] ?? 0;
      ticks += map.ticks?.[bin] ?? 0;
      value = Math.max(value, map.values[bin] ?? 0);
      best = Math.min(best, map.state[bin] ?? BinState.noData);
    }
  }
  return {
    column: bins.firstColumn,
    row: bins.firstRow,
    columnSpan: bins.endColumn - bins.firstColumn,
    rowSpan: bins.endRow - bins.firstRow,
    startNs: binRangeNs(map.periodNs, map.rows, bins.firstColumn, bins.firstRow).startNs,
    endNs: binRangeNs(map.periodNs, map.rows, bins.endColumn - 1, bins.endRow - 1).endNs,
    state: stateName(best),
    value: best === BinState.data ? value : 0,
    samples,
    share: map.samples > 0 ? samples / map.samples : 0,
    ticks: map.ticks === undefined ? undefined : ticks,
  };
}

function stateName(state: number): CellState {
  if (state === BinState.data) return 'data';
  return state === BinState.noTick ? 'no-tick' : 'no-data';
}

/** '12.340 to 12.360 s, 1.5 CPUs busy, 3 samples, 0.04 % of the map'. */
export function cellText(map: HeatMapBins, cell: HeatMapCell, unit: WeightUnit): string {
  const resolution = map.periodNs / map.rows;
  const group = cell.columnSpan > 1 ? `greatest of ${cell.columnSpan} columns, ` : '';
  const times = `${group}${secondsText(cell.startNs, resolution)} to ${secondsText(cell.endNs, resolution)} s`;
  if (cell.state === 'no-tick') return `${times}: no tick, the sampler did not look here`;
  if (cell.state === 'no-data') return `${times}: no data, nothing was recorded here`;
  return `${times}: ${valueText(map.measure, cell.value, unit)}, ${sampleText(cell.samples)}, ${percentText(cell.share)} of the map`;
}

export function valueText(measure: HeatMapBins['measure'], value: number, unit: WeightUnit): string {
  switch (measure) {
    case 'cpus':
      return value === 1 ? '1 CPU busy' : `${significant(value)} CPUs busy`;
    case 'samples':
      return sampleText(value);
    case 'period':
      return weightText(value, unit);
    default:
      return assertUnreachable(measure);
  }
}

export function selectionText(ranges: readonly TimeRange[], resolutionNs: number): string {
  const first = ranges[0];
  const last = ranges.at(-1);
  if (first === undefined || last === undefined) return 'Selection cleared';
  const length = ranges.reduce((sum, range) => sum + range.endNs - range.startNs, 0);
  const span = `${secondsText(first.startNs, resolutionNs)} to ${secondsText(last.endNs, resolutionNs)} s`;
  return ranges.length === 1
    ? `Selected ${span}, ${durationText(length)}`
    : `Selected ${ranges.length} ranges from ${span}, ${durationText(length)} in all`;
}

function weightText(value: number, unit: WeightUnit): string {
  switch (unit) {
    case 'ns':
      return `${durationText(value)} in all`;
    case 'samples':
      return sampleText(value);
    case 'count':
      return `${significant(value)} counted`;
    case 'bytes':
      return bytesText(value);
    default:
      return assertUnreachable(unit);
  }
}

/** Binary prefixes, as heap profilers use them: `1.5 MiB`. */
function bytesText(bytes: number): string {
  const power = bytes < 1024 ? 0 : Math.min(4, Math.floor(Math.log2(bytes) / 10));
  return `${significant(bytes / 1024 ** power)} ${['B', 'KiB', 'MiB', 'GiB', 'TiB'][power] ?? 'B'}`;
}

function sampleText(count: number): string {
  return count === 1 ? '1 sample' : `${groupedText(count)} samples`;
}

function assertUnreachable(value: never): never {
  throw new Error(`unreachable: ${String(value)}`);
}
