import { AppError, type FlameGraphAnswer, type HeatMapAnswer } from '@subsecond/contracts';
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
import type { FilterRequest, FlameGraphRequest, HeatMapRequest } from './analysis-messages.ts';
import { flameGraphJson } from './flame-graph-json.ts';
import { flameGraphSvg } from './flame-graph-svg.ts';
import { compileFrameSearch } from './frame-search.ts';

/** From tables to the text of an answer. Pure: where the tables come from, and on which thread this runs, is not known here. */

/** What is derived once per set of samples and used by many requests. */
export interface AnalysisTables {
  readonly profile: Profile;
  readonly idle: Uint8Array;
  callNodes(): CallNodeTable;
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
  { profile, idle, callNodes }: AnalysisTables,
  request: FlameGraphRequest,
  profileName: string,
): string {
  const { event, measure, range, format } = request;
  const { mask } = deriveSampleMask(profile, idle, toSampleFilter(event, request.filter));
  const nodes = callNodes();
  const tree = deriveCallTree(profile, nodes, { mask, ranges: range === undefined ? undefined : [range], measure });
  if (format === 'folded') {
    const lines: string[] = [];
    for (const line of foldedLines(profile, nodes, tree)) lines.push(line, '\n');
    return lines.join('');
  }
  const { root, prunedNodes, prunedSelf } = buildFlameGraph(profile, nodes, tree, { minShare: MIN_SHARE });
  const unit = measure === 'samples' ? 'samples' : (profile.events[event]?.weightUnit ?? 'samples');
  if (format === 'svg') return flameGraphSvg({ title: profileName, unit, root, prunedNodes });
  const idleHidden = countIdleHidden(profile, idle, request);
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
  return flameGraphJson(answer, root);
}

/** Of the range alone: the loaded seconds reach a little beyond it. */
function countIdleHidden(profile: Profile, idle: Uint8Array, { event, filter, range }: FlameGraphRequest): number {
  if (filter.idle === 'include') return 0;
  const { mask } = deriveSampleMask(profile, idle, { ...toSampleFilter(event, filter), idle: 'include' });
  const { timeNs, length } = profile.samples;
  let hidden = 0;
  for (let i = 0; i < length; i++) {
    if (mask[i] !== 1 || idle[i] !== 1) continue;
    const time = timeNs[i] ?? Number.NaN;
    if (range === undefined || (time >= range.startNs && time < range.endNs)) hidden++;
  }
  return hidden;
}

function toSampleFilter(event: number, filter: FilterRequest) {
  return {
    event,
    cpus: toSet(filter.cpus),
    pids: toSet(filter.pids),
    tids: toSet(filter.tids),
    comms: toSet(filter.comms),
    matchesFrame: filter.search === undefined ? undefined : compileFrameSearch(filter.search),
    idle: filter.idle,
  };
}

function toSet<T>(values: readonly T[] | undefined): ReadonlySet<T> | undefined {
  return values === undefined ? undefined : new Set(values);
}
