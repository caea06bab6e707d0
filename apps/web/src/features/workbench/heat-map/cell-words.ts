import type { HeatMapBins, HeatMapCell } from '../../../canvas/heat-map-options.ts';
import { rangeWords } from '../selection-words.ts';
import { countWords, durationWords, shareWords, type WeightUnit, weightWords } from '../words.ts';

export interface CellWords {
  readonly time: string;
  /** Position in the column. */
  readonly row: string;
  readonly value: string;
  readonly share: string;
}

/** What the measure `period` counts. */
export interface WeighedEvent {
  readonly unit: WeightUnit;
  readonly eventName: string;
}

/** The tooltip of a bin. A bin without a tick is not an empty bin, and says so. */
export function cellWords(
  cell: HeatMapCell,
  map: Pick<HeatMapBins, 'periodNs' | 'rows' | 'measure'>,
  weighed: WeighedEvent,
): CellWords {
  const several = cell.columnSpan * cell.rowSpan;
  const row = `row ${cell.row + 1} of ${map.rows}, ${durationWords(Math.round(cell.startNs % map.periodNs))} into its column`;
  const time = `${rangeWords(cell)}${several > 1 ? ` (greatest of ${countWords(several, 'bin')})` : ''}`;
  switch (cell.state) {
    case 'no-data':
      return { time, row, value: 'Not recorded', share: 'before, between or after the recording' };
    case 'no-tick':
      return { time, row, value: 'No tick', share: 'the sampler did not look at the CPUs in this bin' };
    case 'data':
      return {
        time,
        row,
        value: valueWords(cell, map.measure, weighed),
        share: `${shareWords(cell.share, 1)} of the profile`,
      };
  }
}

function valueWords(cell: HeatMapCell, measure: HeatMapBins['measure'], weighed: WeighedEvent): string {
  const samples = countWords(cell.samples, 'sample');
  if (measure === 'cpus')
    return `${countWords(Math.round(cell.value * 100) / 100, 'CPU busy', 'CPUs busy')} · ${samples}`;
  if (measure === 'period') return `${weightWords(cell.value, weighed.unit, weighed.eventName)} · ${samples}`;
  return samples;
}
