/**
 * V8's `.cpuprofile`: node --cpu-prof, Chrome's DevTools, `inspector`'s Profiler.stop. Chrome DevTools Protocol, Profiler.Profile:
 * `nodes` with `children`, `startTime` and `endTime` in µs, `samples` of node ids and `timeDeltas` in µs. Chrome before 58 nests
 * the nodes under `head` and gives `timestamps`.
 */
import { NONE } from '@subsecond/profile';
import { fieldOf, type JsonDocument, listOf, numberOf, textOf } from '../json/read-json.ts';
import { ParseError, type ParseResult } from '../parse-result.ts';
import {
  addEvent,
  addSample,
  addThread,
  createProfileBuilder,
  finishBuilding,
  noteWarning,
  type ProfileBuilder,
} from '../tables/profile-builder.ts';
import type { ReadingContext } from '../tables/reading-context.ts';
import { addNestedNodes, addV8Nodes, createV8Nodes, hitCounts, stackOfNode, type V8Nodes } from './v8-nodes.ts';
import { addV8Samples } from './v8-samples.ts';

export const V8_EVENT = 'v8-cpu-profile';

export function isCpuProfile(value: unknown): boolean {
  const samples = listOf(value, 'samples');
  if (fieldOf(value, 'head') !== undefined) return numberOf(fieldOf(value, 'head'), 'id') !== undefined;
  const nodes = listOf(value, 'nodes');
  return nodes !== undefined && (samples !== undefined || numberOf(nodes[0], 'hitCount') !== undefined);
}

export function readCpuProfile(document: JsonDocument, bytes: number, { limits }: ReadingContext): ParseResult {
  const builder = createProfileBuilder(limits);
  const { value } = document;
  const nodes = createV8Nodes();
  const head = fieldOf(value, 'head');
  const list = listOf(value, 'nodes');
  const damaged = list !== undefined ? addV8Nodes(nodes, list) : addNestedNodes(nodes, head);
  noteWarning(builder.notes, 'entry-not-understood', damaged);
  noteWarning(builder.notes, 'encoding-repaired', document.repaired);

  const thread = addThread(builder, NONE, NONE, textOf(value, 'title') ?? '(root)');
  const ids = (listOf(value, 'samples') ?? []).map((id) => (typeof id === 'number' ? id : Number.NaN));
  const micros = sampleMicros(value, ids.length);
  if (micros === undefined) {
    addUntimed(builder, nodes, thread, ids);
    return finishBuilding(builder, { format: 'cpuprofile', baseSeconds: 0, bytes, lines: 0 });
  }
  const event = addEvent(builder, V8_EVENT, 'ns');
  const earliest = micros.reduce((least, time) => Math.min(least, time), Number.POSITIVE_INFINITY);
  const baseSeconds = Math.floor(earliest / 1e6);
  addV8Samples(builder, nodes, { thread, event, ids, micros, endMicros: endMicros(value, ids.length), baseSeconds });
  return finishBuilding(builder, { format: 'cpuprofile', baseSeconds, bytes, lines: 0 });
}

function addUntimed(builder: ProfileBuilder, nodes: V8Nodes, thread: number, ids: readonly number[]): void {
  const event = addEvent(builder, V8_EVENT, 'samples');
  const counts = ids.length > 0 ? countOf(ids) : hitCounts(nodes);
  for (const [id, weight] of counts) {
    const stack = stackOfNode(builder, nodes, id);
    if (stack === undefined)
      noteWarning(builder.notes, 'entry-not-understood', 1, { text: `a sample: there is no node ${id}` });
    else addSample(builder, { timeNs: Number.NaN, thread, stack, event, weight });
  }
}

function countOf(ids: readonly number[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + 1);
  return counts;
}

/** When each sample was taken; undefined where the file does not say it for all of them. */
function sampleMicros(value: unknown, samples: number): number[] | undefined {
  const stamps = listOf(value, 'timestamps');
  if (samples > 0 && stamps !== undefined && stamps.length >= samples) return checkedTimes(stamps.slice(0, samples));
  const deltas = listOf(value, 'timeDeltas');
  const start = numberOf(value, 'startTime');
  if (samples === 0 || deltas === undefined || start === undefined || deltas.length < samples) return undefined;
  let time = start;
  return checkedTimes(deltas.slice(0, samples)).map((delta) => {
    time += delta;
    return time;
  });
}

function checkedTimes(values: readonly unknown[]): number[] {
  return values.map((value, index) => {
    if (typeof value === 'number' && Number.isFinite(value) && Math.abs(value) < 1e18) return value;
    throw new ParseError(
      'input-damaged',
      `Time ${index} of the profile is ${JSON.stringify(value)}, and no number of microseconds.`,
      'Save the profile again.',
      { seemsToBe: 'cpuprofile' },
    );
  });
}

/** Old V8 gives one more timestamp than samples; its startTime and endTime are in seconds, and useless. */
function endMicros(value: unknown, samples: number): number | undefined {
  const stamp = listOf(value, 'timestamps')?.[samples];
  return typeof stamp === 'number' ? stamp : numberOf(value, 'endTime');
}
