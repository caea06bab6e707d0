/** The tables that hold text, for readers whose frames come with their kind. */
import { FrameKind, type FrameKindValue, type FrameTable, NONE } from '@subsecond/profile';
import { grownInt32, grownUint8 } from '../bytes/grow.ts';

export interface NameTables {
  readonly strings: string[];
  readonly stringIndexes: Map<string, number>;
  /** By kind, then by symbol and mapping as one number. */
  readonly frameIndexes: Map<FrameKindValue, Map<number, number>>;
  frameCount: number;
  frameSymbol: Int32Array;
  frameMapping: Int32Array;
  frameKind: Uint8Array;
  readonly threadIndexes: Map<string, number>;
  readonly threadPid: number[];
  readonly threadTid: number[];
  readonly threadComm: string[];
  /** Characters of all distinct texts: what a hostile file could fill the memory with. */
  characters: number;
}

export function createNameTables(): NameTables {
  return {
    strings: [],
    stringIndexes: new Map(),
    frameIndexes: new Map(),
    frameCount: 0,
    frameSymbol: new Int32Array(1 << 10),
    frameMapping: new Int32Array(1 << 10),
    frameKind: new Uint8Array(1 << 10),
    threadIndexes: new Map(),
    threadPid: [],
    threadTid: [],
    threadComm: [],
    characters: 0,
  };
}

function internString(names: NameTables, text: string): number {
  const known = names.stringIndexes.get(text);
  if (known !== undefined) return known;
  const index = names.strings.push(text) - 1;
  names.stringIndexes.set(text, index);
  names.characters += text.length;
  return index;
}

/** More distinct texts than fit into memory; its square is a whole number still. */
const STRINGS = 2 ** 26;

/** An empty symbol is one that could not be resolved. */
export function internFrame(
  names: NameTables,
  symbolText: string,
  mapping: string | undefined,
  givenKind: FrameKindValue,
): number {
  const symbol = internString(names, symbolText === '' ? '[unknown]' : symbolText);
  const kind = symbolText === '' || symbolText === '[unknown]' ? FrameKind.unresolved : givenKind;
  const mappingIndex = mapping === undefined || mapping === '' ? NONE : internString(names, mapping);
  let ofKind = names.frameIndexes.get(kind);
  if (ofKind === undefined) {
    ofKind = new Map();
    names.frameIndexes.set(kind, ofKind);
  }
  const identity = symbol * STRINGS + mappingIndex + 1;
  const known = ofKind.get(identity);
  if (known !== undefined) return known;
  const frame = names.frameCount++;
  if (frame >= names.frameSymbol.length) {
    names.frameSymbol = grownInt32(names.frameSymbol, frame + 1);
    names.frameMapping = grownInt32(names.frameMapping, frame + 1);
    names.frameKind = grownUint8(names.frameKind, frame + 1);
  }
  names.frameSymbol[frame] = symbol;
  names.frameMapping[frame] = mappingIndex;
  names.frameKind[frame] = kind;
  ofKind.set(identity, frame);
  return frame;
}

export function internThread(names: NameTables, pid: number, tid: number, comm: string): number {
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

export function textCount(names: NameTables): number {
  return names.strings.length + names.threadComm.length;
}

/** The arrays are longer than the table: `finishProfile` copies what counts. */
export function frameTable(names: NameTables): FrameTable {
  return {
    length: names.frameCount,
    symbol: names.frameSymbol,
    mapping: names.frameMapping,
    kind: names.frameKind,
    flags: new Uint8Array(names.frameCount),
  };
}
