import { gzipSync } from 'node:zlib';
import { AppError, type FlameGraphAnswer, type HeatMapAnswer } from '@subsecond/contracts';
import { encodePprof, flameGraphSvg, selectedSamples, writeSpeedscope } from '@subsecond/export';
import { parseNameSwitches, readableName } from '@subsecond/names';
import {
  BinState,
  buildFlameGraph,
  type CallNodeTable,
  deriveCallTree,
  deriveHeatMap,
  deriveSampleMask,
  foldedLines,
  type Profile,
  type SamplerLattice,
} from '@subsecond/profile';
import type { FilterRequest, FlameGraphRequest, HeatMapRequest, SampleTableRequest } from './analysis-messages.ts';
import { describeSelection } from './describe-selection.ts';
import { flameGraphJson } from './flame-graph-json.ts';
import { compileFrameSearch } from './frame-search.ts';
import { textBytes } from './text-bytes.ts';

/** From tables to the bytes of an answer. Pure: where the tables come from, and on which thread this runs, is not known here. */

/** What is derived once per set of samples and used by many requests. */
export interface AnalysisTables {
  readonly profile: Profile;
  readonly idle: Uint8Array;
  callNodes(): CallNodeTable;
  /** The same tables under other names; the set asked for last is kept. Samples keep their indexes. */
  named(names: string): AnalysisTables;
  lattice(event: number): SamplerLattice | undefined;
}

/** A third of a pixel on a wide screen. */
const MIN_SHARE = 1 / 8000;

export function answerHeatMap({ profile, idle, lattice }: AnalysisTables, request: HeatMapRequest): string {
  const { event, rows, periodNs, measure } = request;
  const { mask, idleHidden } = deriveSampleMask(profile, idle, toSampleFilter(event, request.filter));
  const isCpus = measure === 'cpus';
  const sampler = isCpus ? lattice(event) : undefined;
  if (isCpus && sampler === undefined && profile.events[event]?.weightUnit !== 'ns') {
    throw new AppError(
      'bad-query',
      `The query parameter "measure" is "cpus", and CPUs busy can not be told from ${JSON.stringify(profile.events[event]?.name)}: it does not look at every CPU at a fixed rate. Ask for measure=samples or measure=period.`,
    );
  }
  const map = deriveHeatMap(profile, { event, mask, rows, periodNs, measure, lattice: sampler });
  const bins: (number | null)[][] = [];
  for (let column = 0; column < map.columns; column++) {
    const first = column * rows;
    bins.push(
      measure === 'samples'
        ? [...map.counts.subarray(first, first + rows)]
        : Array.from(map.values.subarray(first, first + rows), (value, row) =>
            map.state[first + row] === BinState.data ? value : null,
          ),
    );
  }
  const answer: HeatMapAnswer = {
    columns: map.columns,
    rows,
    period: periodNs / 1_000_000_000,
    measure,
    event: profile.events[event]?.name ?? '',
    max: map.max,
    bins,
    samples: map.samples,
    idleHidden,
  };
  return JSON.stringify(answer);
}

export function answerFlameGraph(
  recorded: AnalysisTables,
  request: FlameGraphRequest,
  profileName: string,
): Uint8Array<ArrayBuffer> {
  const { event, measure, ranges, format, names } = request;
  const { profile, idle, callNodes } = recorded.named(names);
  const filter = toSampleFilter(event, request.filter, names);
  const { mask } = deriveSampleMask(recorded.profile, idle, filter);
  const selection = { profile, event, mask, ranges };
  if (format === 'speedscope') return textBytes(writeSpeedscope(selection, { name: profileName, measure }));
  // Gzipped, as the format demands; readers take nothing else for granted.
  if (format === 'pprof' || format === 'pprof-samples') {
    const entries = format === 'pprof' ? 'stacks' : 'samples';
    return new Uint8Array(gzipSync(encodePprof(selection, { name: profileName, measure, entries })));
  }
  const nodes = callNodes();
  const tree = deriveCallTree(profile, nodes, { mask, ranges, measure });
  if (format === 'folded') return textBytes(terminated(foldedLines(profile, nodes, tree)));
  const { root, prunedNodes, prunedSelf } = buildFlameGraph(profile, nodes, tree, { minShare: MIN_SHARE });
  const unit = measure === 'samples' ? 'samples' : (profile.events[event]?.weightUnit ?? 'samples');
  if (format === 'svg') {
    const subtitle = describeSelection(profile, request);
    return new TextEncoder().encode(flameGraphSvg({ title: profileName, subtitle, unit, root, prunedNodes }));
  }
  const idleHidden = countIdleHidden(recorded.profile, idle, request);
  const answer: Omit<FlameGraphAnswer, 'root'> = {
    event: profile.events[event]?.name ?? '',
    measure,
    unit,
    total: tree.sum,
    samples: tree.samples,
    idleHidden,
    prunedNodes,
    prunedSelf,
  };
  return new TextEncoder().encode(flameGraphJson(answer, root));
}

export async function answerSampleTable(
  { profile, idle }: AnalysisTables,
  { event, filter, ranges }: SampleTableRequest,
  profileName: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const { mask } = deriveSampleMask(profile, idle, toSampleFilter(event, filter));
  // Half a second to load, and most threads never need it.
  const { encodeArrowSamples } = await import('@subsecond/export/arrow');
  return encodeArrowSamples({ profile, event, mask, ranges }, { name: profileName, idle });
}

function* terminated(lines: Iterable<string>): Iterable<string> {
  for (const line of lines) yield `${line}\n`;
}

/** Of the range alone: the loaded seconds reach a little beyond it. */
function countIdleHidden(
  profile: Profile,
  idle: Uint8Array,
  { event, filter, ranges, names }: FlameGraphRequest,
): number {
  if (filter.idle === 'include') return 0;
  const { mask } = deriveSampleMask(profile, idle, { ...toSampleFilter(event, filter, names), idle: 'include' });
  let hidden = 0;
  for (const row of selectedSamples({ profile, event, mask, ranges })) hidden += idle[row] ?? 0;
  return hidden;
}

function toSampleFilter(event: number, filter: FilterRequest, names = 'raw') {
  return {
    event,
    cpus: toSet(filter.cpus),
    pids: toSet(filter.pids),
    tids: toSet(filter.tids),
    comms: toSet(filter.comms),
    matchesFrame: filter.search === undefined ? undefined : eitherName(compileFrameSearch(filter.search), names),
    idle: filter.idle,
  };
}

/** A search finds what is shown and what perf printed. */
function eitherName(matches: (symbol: string, mapping: string) => boolean, names: string): typeof matches {
  const switches = parseNameSwitches(names);
  if (names === 'raw' || switches === undefined) return matches;
  return (symbol, mapping) =>
    matches(symbol, mapping) || matches(readableName(symbol, mapping === '' ? undefined : mapping, switches), mapping);
}

function toSet<T>(values: readonly T[] | undefined): ReadonlySet<T> | undefined {
  return values === undefined ? undefined : new Set(values);
}
