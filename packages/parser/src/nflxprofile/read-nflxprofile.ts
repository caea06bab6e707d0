/** Netflix's nflxprofile: samples of call nodes with times, in one protobuf message. */
import type { ParseResult } from '../parse-result.ts';
import {
  createWireCursor,
  doubleOf,
  forEachNumber,
  messageCursor,
  nextField,
  signedOf,
  stringOf,
  unsignedOf,
  Wire,
  type WireCursor,
} from '../protobuf/wire-cursor.ts';
import {
  addEvent,
  addSample,
  addThread,
  createProfileBuilder,
  finishBuilding,
  noteWarning,
} from '../tables/profile-builder.ts';
import type { ReadingContext } from '../tables/reading-context.ts';
import { type NflxNode, pathOfNode, readNflxNode } from './nflx-nodes.ts';
import { NflxField } from './nflxprofile-schema.ts';

interface NflxProfile {
  startSeconds: number;
  readonly samples: number[];
  readonly deltas: number[];
  readonly cpus: number[];
  readonly pids: number[];
  readonly tids: number[];
  readonly values: number[];
  readonly nodes: Map<number, NflxNode>;
  readonly params: Map<string, string>;
}

export function readNflxProfile(bytes: Uint8Array, { limits }: ReadingContext): ParseResult {
  const builder = createProfileBuilder(limits);
  const profile = readMessage(bytes);
  const { samples, deltas, nodes, values } = profile;
  const isTimed = deltas.length >= samples.length;
  const seconds = isTimed ? sampleSeconds(profile) : [];
  const earliest = seconds.reduce((least, time) => Math.min(least, time), Number.POSITIVE_INFINITY);
  const baseSeconds = Number.isFinite(earliest) ? Math.floor(earliest) : 0;
  const isWeighed = values.length === samples.length && values.some((value) => value !== 1);
  const event = addEvent(builder, 'samples', isWeighed ? 'count' : 'samples');
  const hasNodeStack = profile.params.get('has_node_stack') === 'true';
  const paths = { builder, nodes, hasNodeStack, known: new Map() };
  let damaged = 0;
  for (let i = 0; i < samples.length; i++) {
    const id = samples[i];
    const path = pathOfNode(paths, id);
    const node = nodes.get(id);
    const timeNs = isTimed ? Math.round((seconds[i] - baseSeconds) * 1e9) : Number.NaN;
    if (path === undefined || node === undefined || (isTimed && !Number.isFinite(timeNs))) {
      damaged++;
      continue;
    }
    addSample(builder, {
      timeNs,
      thread: addThread(
        builder,
        profile.pids[i] ?? node.pid ?? Number.NaN,
        profile.tids[i] ?? node.tid ?? Number.NaN,
        path.comm,
      ),
      stack: path.stack,
      event,
      weight: isWeighed ? Math.max(0, values[i]) : 1,
      cpu: cpuOf(profile.cpus[i] ?? node.cpu),
    });
  }
  noteWarning(builder.notes, 'entry-not-understood', damaged);
  return finishBuilding(builder, { format: 'nflxprofile', baseSeconds, bytes: bytes.length, lines: 0 });
}

const cpuOf = (cpu: number | undefined): number => (cpu !== undefined && cpu < 1 << 20 ? cpu : -1);

function sampleSeconds({ startSeconds, samples, deltas }: NflxProfile): number[] {
  let time = startSeconds;
  return samples.map((_, index) => {
    time += deltas[index];
    return time;
  });
}

function readMessage(bytes: Uint8Array): NflxProfile {
  const profile: NflxProfile = {
    startSeconds: 0,
    samples: [],
    deltas: [],
    cpus: [],
    pids: [],
    tids: [],
    values: [],
    nodes: new Map(),
    params: new Map(),
  };
  const lists = new Map<number, number[]>([
    [NflxField.samples, profile.samples],
    [NflxField.samplesCpu, profile.cpus],
    [NflxField.samplesPid, profile.pids],
    [NflxField.samplesTid, profile.tids],
    [NflxField.samplesValue, profile.values],
  ]);
  const cursor = createWireCursor(bytes, 'nflxprofile');
  while (nextField(cursor)) {
    const list = lists.get(cursor.field);
    if (list !== undefined) forEachNumber(cursor, (value) => list.push(signedOf(value)));
    else if (cursor.field === NflxField.startTime && cursor.type === Wire.fixed64)
      profile.startSeconds = doubleOf(cursor);
    else if (cursor.field === NflxField.timeDeltas) readDoubles(cursor, profile.deltas);
    else if (cursor.field === NflxField.nodes && cursor.type === Wire.bytes) readNodeEntry(cursor, profile.nodes);
    else if (cursor.field === NflxField.params && cursor.type === Wire.bytes) readParam(cursor, profile.params);
  }
  return profile;
}

function readDoubles(cursor: WireCursor, values: number[]): void {
  if (cursor.type === Wire.fixed64) values.push(doubleOf(cursor));
  else for (let at = cursor.start; at + 8 <= cursor.stop; at += 8) values.push(cursor.view.getFloat64(at, true));
}

/** A map is a list of messages: 1 key, 2 value. */
function readNodeEntry(cursor: WireCursor, nodes: Map<number, NflxNode>): void {
  const entry = messageCursor(cursor);
  let id = 0;
  while (nextField(entry)) {
    if (entry.field === 1) id = unsignedOf(entry);
    else if (entry.field === 2 && entry.type === Wire.bytes) nodes.set(id, readNflxNode(messageCursor(entry)));
  }
}

function readParam(cursor: WireCursor, params: Map<string, string>): void {
  const entry = messageCursor(cursor);
  let key = '';
  let value = '';
  while (nextField(entry)) {
    if (entry.type !== Wire.bytes) continue;
    if (entry.field === 1) key = stringOf(entry);
    else if (entry.field === 2) value = stringOf(entry);
  }
  params.set(key, value);
}
