import { parseNameSwitches, printNameSwitches } from '@subsecond/names';
import type { ColourScaleName, PaletteName, TimeRange } from '../../canvas/heat-map-options.ts';
import { parseDecimalSeconds, printDecimalSeconds } from './decimal-seconds.ts';

/**
 * Everything the workbench shows is in its address, so that a link opens what its sender saw, for years.
 *
 *   /p/<id>?v=1&rows=100&sel=63.1-63.9&view=table&q=alloc&zoom=node;main
 *
 * Only what differs from the defaults is printed. A value that can't be read falls back to its default and leaves a
 * notice; it never throws. An older version is first lifted by `UPGRADERS`, step by step; a newer one is read as far as
 * it goes, with a notice.
 */

export const URL_VERSION = 1;

export type { TimeRange } from '../../canvas/heat-map-options.ts';

export type MapMeasure = 'samples' | 'cpus' | 'period';
export type WorkbenchView = 'icicle' | 'flame' | 'table';

export interface WorkbenchState {
  /** Undefined = the event with most samples. */
  readonly event: string | undefined;
  readonly rows: number;
  /** Undefined = a second, or longer where the recording is: `mapPeriodOf`. */
  readonly periodNs: number | undefined;
  /** Of the heat map. Undefined = CPUs busy where the sampler is a lattice, else samples. */
  readonly measure: MapMeasure | undefined;
  readonly idle: 'exclude' | 'include';
  /** Row 0 (the earliest) at the top. */
  readonly flip: boolean;
  readonly palette: PaletteName;
  readonly scale: ColourScaleName;
  /** What a frame's width counts. Undefined = period where it varies, else samples. */
  readonly weight: 'samples' | 'period' | undefined;
  /** Empty = the whole profile. */
  readonly selection: readonly TimeRange[];
  readonly view: WorkbenchView;
  /** A set of name switches, as `printNameSwitches` writes it. */
  readonly names: string;
  readonly search: string;
  /** Steps from the root (comm first) to the frame that fills the width, see flame-graph/flame-path.ts; in recorded names, see zoom-names.ts there. Empty = not zoomed. */
  readonly zoom: readonly string[];
}

export const DEFAULT_STATE: WorkbenchState = {
  event: undefined,
  rows: 50,
  periodNs: undefined,
  measure: undefined,
  idle: 'exclude',
  flip: false,
  palette: 'inferno',
  scale: 'sqrt',
  weight: undefined,
  selection: [],
  view: 'icicle',
  names: 'readable',
  search: '',
  zoom: [],
};

export const ROWS_MIN = 10;
export const ROWS_MAX = 1000;
export const PERIOD_MIN_NS = 1_000_000;
export const PERIOD_MAX_NS = 3_600_000_000_000;

/** A part of a link that could not be used; shown to whoever opened it. */
export interface UrlNotice {
  readonly parameter: string;
  readonly value: string;
  readonly words: string;
}

/** Index = the version a link has; what it does = the step to the next one. */
const UPGRADERS: readonly ((old: URLSearchParams) => URLSearchParams)[] = [
  // Version 0: links without `v`, as written by hand or by the API's own query: one range as `start` and `end`.
  (old) => {
    const next = new URLSearchParams(old);
    const start = old.get('start');
    const end = old.get('end');
    if (start !== null && end !== null && !old.has('sel')) next.set('sel', `${start}-${end}`);
    next.delete('start');
    next.delete('end');
    return next;
  },
];

/** A request line longer than this is refused by some servers; a deep zoom then goes behind the `#`, which is never sent. */
const QUERY_ZOOM_LIMIT = 2000;

/** `search` and `hash` as `location` has them. */
export function parseUrlState(search: string, hash = ''): { state: WorkbenchState; notices: readonly UrlNotice[] } {
  const notices: UrlNotice[] = [];
  const parameters = upgrade(new URLSearchParams(search), notices);
  const read = <T>(parameter: string, fallback: T, parse: (text: string) => T | undefined, words: string): T => {
    const text = parameters.get(parameter);
    if (text === null) return fallback;
    const value = parse(text);
    if (value !== undefined) return value;
    notices.push({ parameter, value: text.slice(0, 80), words });
    return fallback;
  };
  const zoomBehindHash = new URLSearchParams(hash.replace(/^#/, '')).get('zoom');
  if (zoomBehindHash !== null && !parameters.has('zoom')) parameters.set('zoom', zoomBehindHash);
  const state: WorkbenchState = {
    event: read('event', DEFAULT_STATE.event, (text) => (text === '' ? undefined : text), 'An event has a name.'),
    rows: read('rows', DEFAULT_STATE.rows, parseRows, `Rows are a whole number from ${ROWS_MIN} to ${ROWS_MAX}.`),
    periodNs: read('period', DEFAULT_STATE.periodNs, parsePeriod, 'The period is in seconds, from 0.001 to 3600.'),
    measure: read(
      'measure',
      DEFAULT_STATE.measure,
      oneOf('samples', 'cpus', 'period'),
      'The measure is samples, cpus or period.',
    ),
    idle: read('idle', DEFAULT_STATE.idle, oneOf('exclude', 'include'), 'Idle is exclude or include.'),
    flip: read('flip', '0', oneOf('0', '1'), 'Flip is 0 or 1.') === '1',
    palette: read(
      'palette',
      DEFAULT_STATE.palette,
      oneOf('inferno', 'cividis', 'ylorrd'),
      'The palette is inferno, cividis or ylorrd.',
    ),
    scale: read('scale', DEFAULT_STATE.scale, oneOf('sqrt', 'linear'), 'The scale is sqrt or linear.'),
    weight: read('weight', DEFAULT_STATE.weight, oneOf('samples', 'period'), 'The weight is samples or period.'),
    selection: read(
      'sel',
      DEFAULT_STATE.selection,
      parseSelection,
      'A selection is start-end in seconds, with start before end.',
    ),
    view: read('view', DEFAULT_STATE.view, oneOf('icicle', 'flame', 'table'), 'The view is icicle, flame or table.'),
    names: read(
      'names',
      DEFAULT_STATE.names,
      (text) => {
        const switches = parseNameSwitches(text);
        return switches === undefined ? undefined : printNameSwitches(switches);
      },
      'Names are raw, readable, or a list of switches.',
    ),
    search: read(
      'q',
      DEFAULT_STATE.search,
      (text) => (text.length <= 500 ? text : undefined),
      'A search has at most 500 characters.',
    ),
    zoom: read('zoom', DEFAULT_STATE.zoom, parsePath, 'The zoom path can not be read.'),
  };
  return { state, notices };
}

/** `?v=1&…`, or nothing at all where everything is at its default; a very long zoom path goes behind `#`. */
export function printUrlState(state: WorkbenchState): string {
  const parameters = new URLSearchParams();
  const print = (parameter: string, text: string | undefined, fallback: string | undefined) => {
    if (text !== undefined && text !== fallback) parameters.set(parameter, text);
  };
  print('event', state.event, undefined);
  print('rows', String(state.rows), String(DEFAULT_STATE.rows));
  print('period', state.periodNs === undefined ? undefined : printDecimalSeconds(state.periodNs), undefined);
  print('measure', state.measure, undefined);
  print('idle', state.idle, DEFAULT_STATE.idle);
  print('flip', state.flip ? '1' : '0', '0');
  print('palette', state.palette, DEFAULT_STATE.palette);
  print('scale', state.scale, DEFAULT_STATE.scale);
  print('weight', state.weight, undefined);
  print('sel', printSelection(state.selection), '');
  print('view', state.view, DEFAULT_STATE.view);
  print('names', state.names, DEFAULT_STATE.names);
  print('q', state.search, '');
  const zoom = state.zoom.length === 0 ? undefined : printPath(state.zoom);
  const zoomInQuery = zoom !== undefined && encodeURIComponent(zoom).length <= QUERY_ZOOM_LIMIT;
  if (zoomInQuery) parameters.set('zoom', zoom);
  const query = readable(parameters);
  const hash = zoom !== undefined && !zoomInQuery ? `#${readable(new URLSearchParams({ zoom }))}` : '';
  if (query === '' && hash === '') return '';
  return `?v=${URL_VERSION}${query === '' ? '' : `&${query}`}${hash}`;
}

export function printSelection(selection: readonly TimeRange[]): string {
  return selection
    .map((range) => `${printDecimalSeconds(range.startNs)}-${printDecimalSeconds(range.endNs)}`)
    .join(',');
}

/** Undefined where a range is empty, runs backwards or is no number. Ranges may come in any order and must not overlap. */
export function parseSelection(text: string): readonly TimeRange[] | undefined {
  if (text === '') return [];
  const ranges: TimeRange[] = [];
  for (const part of text.split(',')) {
    const [startText, endText, ...rest] = part.split('-');
    const startNs = parseDecimalSeconds(startText ?? '');
    const endNs = parseDecimalSeconds(endText ?? '');
    if (rest.length > 0 || startNs === undefined || endNs === undefined || startNs >= endNs) return undefined;
    ranges.push({ startNs, endNs });
  }
  const sorted = ranges.sort((a, b) => a.startNs - b.startNs);
  // Overlapping ranges would count a sample twice.
  const overlaps = sorted.some((range, index) => index > 0 && range.startNs < (sorted[index - 1]?.endNs ?? 0));
  return overlaps ? undefined : sorted;
}

function upgrade(parameters: URLSearchParams, notices: UrlNotice[]): URLSearchParams {
  const text = parameters.get('v') ?? '0';
  const version = /^\d{1,4}$/.test(text) ? Number(text) : undefined;
  if (version === undefined || version > URL_VERSION) {
    notices.push({
      parameter: 'v',
      value: text.slice(0, 20),
      words: 'This link was made by a newer version; what could be read of it is shown.',
    });
    return parameters;
  }
  return UPGRADERS.slice(version).reduce((old, step) => step(old), parameters);
}

function parseRows(text: string): number | undefined {
  const rows = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  return rows >= ROWS_MIN && rows <= ROWS_MAX ? rows : undefined;
}

function parsePeriod(text: string): number | undefined {
  const ns = parseDecimalSeconds(text);
  return ns !== undefined && ns >= PERIOD_MIN_NS && ns <= PERIOD_MAX_NS ? ns : undefined;
}

function oneOf<const T extends string>(...values: readonly T[]): (text: string) => T | undefined {
  return (text) => values.find((value) => value === text);
}

/** `;` stands between names, as in folded stacks; inside a name it is `%3B`, and `%` is `%25`. */
function printPath(path: readonly string[]): string {
  return path.map((name) => name.replaceAll('%', '%25').replaceAll(';', '%3B')).join(';');
}

function parsePath(text: string): readonly string[] {
  return text.split(';').map((name) => name.replaceAll('%3B', ';').replaceAll('%25', '%'));
}

/** URLSearchParams escapes more than an address needs; `;`, `,`, `:` and `/` are easier to read as they are. */
function readable(parameters: URLSearchParams): string {
  return parameters
    .toString()
    .replaceAll('%3B', ';')
    .replaceAll('%2C', ',')
    .replaceAll('%3A', ':')
    .replaceAll('%2F', '/');
}
