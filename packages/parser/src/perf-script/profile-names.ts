/** The tables that hold text: strings, frames, threads, events, details. Each text is decoded once, when it is new. */
import { FrameFlag, type FrameTable, NONE, type ThreadTable } from '@subsecond/profile';
import { grownInt32, grownUint8 } from '../bytes/grow.ts';
import { classifyFrame } from './classify-frame.ts';

export interface ProfileNames {
  readonly strings: string[];
  readonly stringIndexes: Map<string, number>;
  readonly frameIndexes: Map<string, number>;
  frameCount: number;
  frameSymbol: Int32Array;
  frameMapping: Int32Array;
  frameKind: Uint8Array;
  frameFlags: Uint8Array;
  readonly threadIndexes: Map<string, number>;
  readonly threadPid: number[];
  readonly threadTid: number[];
  readonly threadComm: string[];
  readonly eventIndexes: Map<string, number>;
  readonly eventNames: string[];
  readonly eventHasPeriod: boolean[];
  readonly details: string[];
  readonly detailIndexes: Map<string, number>;
  /** Characters of all distinct texts: what a hostile file could fill the memory with. */
  characters: number;
}

export function createProfileNames(): ProfileNames {
  return {
    strings: [],
    stringIndexes: new Map(),
    frameIndexes: new Map(),
    frameCount: 0,
    frameSymbol: new Int32Array(1 << 10),
    frameMapping: new Int32Array(1 << 10),
    frameKind: new Uint8Array(1 << 10),
    frameFlags: new Uint8Array(1 << 10),
    threadIndexes: new Map(),
    threadPid: [],
    threadTid: [],
    threadComm: [],
    eventIndexes: new Map(),
    eventNames: [],
    eventHasPeriod: [],
    details: [],
    detailIndexes: new Map(),
    characters: 0,
  };
}

export function internString(names: ProfileNames, text: string): number {
  const known = names.stringIndexes.get(text);
  if (known !== undefined) return known;
  const index = names.strings.push(text) - 1;
  names.stringIndexes.set(text, index);
  names.characters += text.length;
  return index;
}

export function internFrame(names: ProfileNames, symbolText: string, mappingText: string | undefined): number {
  const { symbol, mapping, kind, deleted } = classifyFrame(symbolText, mappingText);
  const symbolIndex = internString(names, symbol);
  const mappingIndex = mapping === undefined ? NONE : internString(names, mapping);
  return internFrameRow(names, symbolIndex, mappingIndex, kind, deleted ? FrameFlag.mappingDeleted : 0);
}

export function internFrameRow(
  names: ProfileNames,
  symbolIndex: number,
  mappingIndex: number,
  kind: number,
  flags: number,
): number {
  const identity = `${symbolIndex} ${mappingIndex} ${kind} ${flags}`;
  const known = names.frameIndexes.get(identity);
  if (known !== undefined) return known;
  const frame = names.frameCount++;
  if (frame >= names.frameSymbol.length) {
    names.frameSymbol = grownInt32(names.frameSymbol, frame + 1);
    names.frameMapping = grownInt32(names.frameMapping, frame + 1);
    names.frameKind = grownUint8(names.frameKind, frame + 1);
    names.frameFlags = grownUint8(names.frameFlags, frame + 1);
  }
  names.frameSymbol[frame] = symbolIndex;
  names.frameMapping[frame] = mappingIndex;
  names.frameKind[frame] = kind;
  names.frameFlags[frame] = flags;
  names.frameIndexes.set(identity, frame);
  return frame;
}

export function internThread(names: ProfileNames, pid: number, tid: number, comm: string): number {
  const identity = `${pid}/${tid} ${comm}`;
  const known = names.threadIndexes.get(identity);
  if (known !== undefined) return known;
  const thread = names.threadComm.push(comm) - 1;
  names.threadPid.push(pid);
  names.threadTid.push(tid);
  names.threadIndexes.set(identity, thread);
  names.characters += comm.length;
  return thread;
}

export function internEvent(names: ProfileNames, name: string): number {
  const known = names.eventIndexes.get(name);
  if (known !== undefined) return known;
  const event = names.eventNames.push(name) - 1;
  names.eventHasPeriod.push(false);
  names.eventIndexes.set(name, event);
  names.characters += name.length;
  return event;
}

export function internDetail(names: ProfileNames, text: string): number {
  const known = names.detailIndexes.get(text);
  if (known !== undefined) return known;
  const detail = names.details.push(text) - 1;
  names.detailIndexes.set(text, detail);
  names.characters += text.length;
  return detail;
}

/** Distinct texts of every kind, as `maxStrings` counts them. */
export function textCount(names: ProfileNames): number {
  return names.strings.length + names.threadComm.length + names.eventNames.length + names.details.length;
}

/** The arrays are longer than the table: `finishProfile` copies what counts. */
export function frameTable(names: ProfileNames): FrameTable {
  return {
    length: names.frameCount,
    symbol: names.frameSymbol,
    mapping: names.frameMapping,
    kind: names.frameKind,
    flags: names.frameFlags,
  };
}

export function threadTable(names: ProfileNames): ThreadTable {
  return {
    length: names.threadComm.length,
    pid: Int32Array.from(names.threadPid),
    tid: Int32Array.from(names.threadTid),
    comm: names.threadComm,
  };
}
