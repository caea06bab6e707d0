import type { ProfileFormat } from '@subsecond/contracts';
import type { OpenedEvent, OpenedProfile, WireRange } from '../../worker/protocol.ts';
import { noTimesWords } from './format-words.ts';
import type { MapMeasure, TimeRange, WorkbenchState } from './url-state.ts';
import { countWords } from './words.ts';

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

/** Samples that each stand for their own length of time (a trace's, V8's): how many there are says nothing, how long they are does. */
function weighsTime(event: OpenedEvent): boolean {
  return event.weightUnit === 'ns' && event.fixedWeight === undefined;
}

export function mapMeasureOf(state: Pick<WorkbenchState, 'measure'>, event: OpenedEvent): MapMeasure {
  if (state.measure === undefined) return event.isLattice ? 'cpus' : weighsTime(event) ? 'period' : 'samples';
  return state.measure === 'cpus' && !tellsCpus(event) ? 'samples' : state.measure;
}

/** A sample whose period varies stands for more or less than its neighbour: its weight is the period. */
export function treeMeasureOf(state: Pick<WorkbenchState, 'weight'>, event: OpenedEvent): 'samples' | 'period' {
  if (event.weightUnit === 'samples') return 'samples';
  return state.weight ?? (event.fixedWeight === undefined ? 'period' : 'samples');
}

/** More bins than this would take seconds and hundreds of megabytes, and could not be told apart on any screen. */
export const BINS_MAX = 4_000_000;

export function columnsOf(opened: Pick<OpenedProfile, 'lastSampleNs'>, periodNs: number): number {
  return opened.lastSampleNs === undefined ? 0 : Math.floor(opened.lastSampleNs / periodNs) + 1;
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
