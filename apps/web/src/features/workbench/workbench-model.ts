import type { ProfileFormat } from '@subsecond/contracts';
import type { OpenedEvent, OpenedProfile, WireRange } from '../../worker/protocol.ts';
import { noTimesWords } from './format-words.ts';
import type { MapMeasure, TimeRange, WorkbenchState } from './url-state.ts';
import { countWords, lengthWords } from './words.ts';

/** What the page asks the worker, from what stands in the address and what the profile is: the page's defaults. */

export interface ChosenEvent {
  readonly index: number;
  readonly event: OpenedEvent;
  /** The event that the link names, where the profile has none of this name. */
  readonly missing: string | undefined;
}

export function chooseEvent(opened: OpenedProfile, name: string | undefined): ChosenEvent | undefined {
  const wanted = name === undefined ? opened.defaultEvent : opened.events.findIndex((event) => event.name === name);
  const index = wanted >= 0 ? wanted : opened.defaultEvent;
  const event = opened.events[index];
  return event === undefined ? undefined : { index, event, missing: wanted >= 0 ? undefined : name };
}

/** CPUs busy can be said where the sampler looks at every CPU at a fixed rate, or where a sample's weight is time. */
export function tellsCpus(event: OpenedEvent): boolean {
  return event.isLattice || event.weightUnit === 'ns';
}

/** Samples that each stand for more or less than their neighbour: how many there are says little, what they weigh does. */
function weightVaries(event: OpenedEvent): boolean {
  return event.weightUnit !== 'samples' && event.fixedWeight === undefined;
}

export function mapMeasureOf(state: Pick<WorkbenchState, 'measure'>, event: OpenedEvent): MapMeasure {
  if (state.measure === undefined) return event.isLattice ? 'cpus' : weightVaries(event) ? 'period' : 'samples';
  return state.measure === 'cpus' && !tellsCpus(event) ? 'samples' : state.measure;
}

/** The rule of the map, so that both count the same. */
export function treeMeasureOf(state: Pick<WorkbenchState, 'weight'>, event: OpenedEvent): 'samples' | 'period' {
  if (event.weightUnit === 'samples') return 'samples';
  return state.weight ?? (weightVaries(event) ? 'period' : 'samples');
}

/** More bins than this would take seconds and hundreds of megabytes, and could not be told apart on any screen. */
export const BINS_MAX = 4_000_000;

export function columnsOf(opened: Pick<OpenedProfile, 'lastSampleNs'>, periodNs: number): number {
  return opened.lastSampleNs === undefined ? 0 : Math.floor(opened.lastSampleNs / periodNs) + 1;
}

/** Without a period in the link, a map has no more columns than this: more can neither be told apart nor pointed at. */
const COLUMNS_CHOSEN_MAX = 5000;
/** A map of fewer columns leaves most of its box empty. */
const COLUMNS_FEW = 8;
const SECOND_NS = 1_000_000_000;
/** What people count in, ascending, in ns. */
const ROUND_PERIODS_NS: readonly number[] = [
  0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1200, 1800, 3600,
].map((seconds) => Math.round(seconds * SECOND_NS));

/** A second; for a recording of hours or days, or of several that were joined, the first round length that fits. */
export function mapPeriodOf(
  state: Pick<WorkbenchState, 'periodNs'>,
  opened: Pick<OpenedProfile, 'lastSampleNs'>,
): { readonly periodNs: number; readonly isLengthened: boolean } {
  if (state.periodNs !== undefined) return { periodNs: state.periodNs, isLengthened: false };
  const fits = ROUND_PERIODS_NS.find((ns) => ns >= SECOND_NS && columnsOf(opened, ns) <= COLUMNS_CHOSEN_MAX);
  const periodNs = fits ?? ROUND_PERIODS_NS.at(-1) ?? SECOND_NS;
  return { periodNs, isLengthened: periodNs > SECOND_NS };
}

/** A shorter period that fills the map's box with a recording of a few seconds; undefined where it is filled, or can't be. */
export function shorterPeriod(opened: Pick<OpenedProfile, 'lastSampleNs'>, periodNs: number): number | undefined {
  if (opened.lastSampleNs === undefined || columnsOf(opened, periodNs) >= COLUMNS_FEW) return undefined;
  const shorter = ROUND_PERIODS_NS.filter((ns) => ns < periodNs);
  return shorter.findLast((ns) => columnsOf(opened, ns) >= 2 * COLUMNS_FEW);
}

/** The ranges of a link that lie behind the end of this recording; the page says that nothing can be in them. */
export function rangesOutside(
  selection: readonly TimeRange[],
  { spanEndNs }: Pick<OpenedProfile, 'spanEndNs'>,
): readonly TimeRange[] {
  return spanEndNs === undefined ? selection : selection.filter((range) => range.startNs >= spanEndNs);
}

/** Why this map can't be drawn, and what to do; undefined where it can. */
export function mapRefusal(
  opened: OpenedProfile,
  event: OpenedEvent,
  rows: number,
  periodNs: number,
  format: ProfileFormat | null = null,
): string | undefined {
  if (opened.timedSamples === 0) {
    return `There is no heat map, because the ${countWords(event.samples, 'sample')} of this profile ${event.samples === 1 ? 'has' : 'have'} no timestamps. ${noTimesWords(format)} The flame graph below needs none.`;
  }
  const columns = columnsOf(opened, periodNs);
  const lastNs = opened.lastSampleNs ?? 0;
  // Greater times can't be told to the nanosecond: no range of them could be named in a link.
  if (lastNs > Number.MAX_SAFE_INTEGER) {
    return `There is no heat map: the times of this profile lie ${lengthWords(lastNs)} apart, as where recordings with different clocks were joined. Upload them apart. The flame graph below has all samples.`;
  }
  if (columns * rows <= BINS_MAX) return undefined;
  return `${countWords(columns, 'column')} of ${countWords(rows, 'row')} are too many to draw. Choose a longer period or fewer rows.`;
}

/** Undefined = everything, samples without time too. */
export function rangesOf(selection: readonly TimeRange[]): readonly WireRange[] | undefined {
  return selection.length === 0 ? undefined : selection;
}

/** The one after this, round and round. */
export function nextOf<T>(values: readonly T[], current: T): T {
  return values[(values.indexOf(current) + 1) % values.length] ?? current;
}
