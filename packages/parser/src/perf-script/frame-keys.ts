/**
 * Frame lines to frames without a string. A key is what a line says once its address and symbol offset are left out: the
 * bytes of the symbol, and the bytes behind it (` (mapping)`). Two keys may mean one frame.
 *
 *   line   \t    ffffffff813aa3e5 ttwu_do_activate+0x175 ([kernel.kallsyms])\n
 *   arena                       … ttwu_do_activate ([kernel.kallsyms]) …
 *   rows   KEY_WORDS ints a key: where in the arena, symbol length, tail length, frame
 *
 * `matchFrameKey` asks "is this line that key?" and is right in nine lines of ten, because what calls what repeats;
 * `internFrameKey` is for the rest. Both compare bytes: no hash is trusted.
 */

import { isAddressField } from '../bytes/address-field.ts';
import { BLANK, CR, isHexDigit, LF, LOWER_X, PLUS, ZERO } from '../bytes/ascii.ts';
import { equalBytes, equalEights, hashBytes, viewOf } from '../bytes/compare-bytes.ts';
import { grownInt32, grownUint8 } from '../bytes/grow.ts';
import { type FrameLine, symbolOffsetStart } from './scan-frame-line.ts';

const KEY_WORDS = 4;
const AT = 0;
const SYMBOL_LENGTH = 1;
const TAIL_LENGTH = 2;
const FRAME = 3;
/** Tail length of a key that only `internFrameKey` may find. */
const NEVER_MATCHED = -1;

/** `\t%16lx ` in front of the symbol: perf's format since 2.6.31. */
export const FIELD_BYTES = 18;
/** Behind the matched bytes a word may be read at once: this many bytes must be there. */
const SLACK_BYTES = 24;

export interface FrameKeys {
  count: number;
  arena: Uint8Array;
  arenaView: DataView;
  arenaLength: number;
  rows: Int32Array;
  hashes: Int32Array;
  /** Open addressing, key + 1; 0 is empty. */
  table: Int32Array;
  /** Lines that ended in `\r\n` and were matched. */
  matchedCarriageReturns: number;
}

export function createFrameKeys(): FrameKeys {
  const arena = new Uint8Array(1 << 16);
  return {
    count: 0,
    arena,
    arenaView: viewOf(arena),
    arenaLength: 0,
    rows: new Int32Array(KEY_WORDS << 10),
    hashes: new Int32Array(1 << 10),
    table: new Int32Array(1 << 12),
    matchedCarriageReturns: 0,
  };
}

export function frameOfKey(keys: FrameKeys, key: number): number {
  return keys.rows[key * KEY_WORDS + FRAME];
}

const MASKS = new Int32Array([0, 0xff, 0xffff, 0xffffff]);

/**
 * The position behind the line at `pos` if it is a frame line of `key`, −1 if it is not or this can't be said without
 * looking closer. `end` is where the whole lines end; nothing behind it is read.
 */
export function matchFrameKey(
  keys: FrameKeys,
  key: number,
  bytes: Uint8Array,
  view: DataView,
  pos: number,
  end: number,
): number {
  const rows = keys.rows;
  const row = key * KEY_WORDS;
  const symbolLength = rows[row + SYMBOL_LENGTH];
  const tailLength = rows[row + TAIL_LENGTH];
  let at = pos + FIELD_BYTES;
  if (tailLength < 0 || at + symbolLength + tailLength + SLACK_BYTES > end) return -1;
  const arenaView = keys.arenaView;
  const arenaAt = rows[row + AT];
  if (!equalText(view, at, arenaView, arenaAt, symbolLength)) return -1;
  at += symbolLength;
  if (bytes[pos + 17] !== BLANK || !isAddressField(view, pos + 1)) return -1;

  if (bytes[at] === PLUS && bytes[at + 1] === ZERO && bytes[at + 2] === LOWER_X) {
    const digits = at + 3;
    at = digits;
    while (at - digits <= 16 && isHexDigit(bytes[at])) at++;
    if (at === digits || at - digits > 16 || at + tailLength + 6 > end) return -1;
  }

  if (!equalText(view, at, arenaView, arenaAt + symbolLength, tailLength)) return -1;
  at += tailLength;
  if (bytes[at] === LF) return at + 1;
  if (bytes[at] === CR && bytes[at + 1] === LF) {
    keys.matchedCarriageReturns++;
    return at + 2;
  }
  return -1;
}

/** Eight bytes behind either side can be read, whatever the length. */
function equalText(a: DataView, aStart: number, b: DataView, bStart: number, length: number): boolean {
  if (length >= 8) return equalEights(a, aStart, b, bStart, length);
  let at = 0;
  if (length >= 4) {
    if (a.getInt32(aStart, true) !== b.getInt32(bStart, true)) return false;
    at = 4;
  }
  return ((a.getInt32(aStart + at, true) ^ b.getInt32(bStart + at, true)) & MASKS[length - at]) === 0;
}

/** The key of a scanned frame line, −1 where it is new: the caller finds the frame and calls `addFrameKey`. */
export function findFrameKey(keys: FrameKeys, bytes: Uint8Array, view: DataView, line: FrameLine): number {
  const symbolLength = line.symbolEnd - line.symbolStart;
  const tailLength = line.tailEnd - line.tailStart;
  const hash = hashOfLine(bytes, view, line);
  const mask = keys.table.length - 1;
  for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
    const key = keys.table[slot] - 1;
    if (key < 0) return -1;
    if (keys.hashes[key] !== hash) continue;
    const row = key * KEY_WORDS;
    const at = keys.rows[row + AT];
    const keptTail = keys.rows[row + TAIL_LENGTH];
    if (keys.rows[row + SYMBOL_LENGTH] !== symbolLength || (keptTail < 0 ? -1 - keptTail : keptTail) !== tailLength)
      continue;
    if (!equalBytes(keys.arena, keys.arenaView, at, bytes, view, line.symbolStart, symbolLength)) continue;
    if (equalBytes(keys.arena, keys.arenaView, at + symbolLength, bytes, view, line.tailStart, tailLength)) return key;
  }
}

function hashOfLine(bytes: Uint8Array, view: DataView, line: FrameLine): number {
  return hashBytes(
    bytes,
    view,
    line.tailStart,
    line.tailEnd,
    hashBytes(bytes, view, line.symbolStart, line.symbolEnd, 0),
  );
}

export function addFrameKey(
  keys: FrameKeys,
  bytes: Uint8Array,
  view: DataView,
  line: FrameLine,
  frame: number,
): number {
  const symbolLength = line.symbolEnd - line.symbolStart;
  const tailLength = line.tailEnd - line.tailStart;
  const at = keys.arenaLength;
  const needed = at + symbolLength + tailLength;
  // Words are compared: the arena always has some bytes more than it holds.
  if (needed + 8 > keys.arena.length) {
    keys.arena = grownUint8(keys.arena, needed + 8);
    keys.arenaView = viewOf(keys.arena);
  }
  keys.arena.set(bytes.subarray(line.symbolStart, line.symbolEnd), at);
  keys.arena.set(bytes.subarray(line.tailStart, line.tailEnd), at + symbolLength);
  keys.arenaLength = needed;

  const key = keys.count++;
  if (key >= keys.hashes.length) keys.hashes = grownInt32(keys.hashes, key + 1);
  const row = key * KEY_WORDS;
  if (row + KEY_WORDS > keys.rows.length) keys.rows = grownInt32(keys.rows, row + KEY_WORDS);
  keys.rows[row + AT] = at;
  keys.rows[row + SYMBOL_LENGTH] = symbolLength;
  keys.rows[row + TAIL_LENGTH] = isMatchable(bytes, line) ? tailLength : NEVER_MATCHED - tailLength;
  keys.rows[row + FRAME] = frame;
  keys.hashes[key] = hashOfLine(bytes, view, line);
  if (keys.count * 2 > keys.table.length) rehash(keys);
  else insert(keys.table, keys.hashes[key], key);
  return key;
}

/**
 * A line matches a key by its symbol, an optional offset and its tail. That says the same as scanning the line only where the
 * mapping is a balanced group, and the symbol neither is empty nor ends in what looks like one more offset.
 */
function isMatchable(bytes: Uint8Array, line: FrameLine): boolean {
  if (line.mappingStart < 0 || line.symbolEnd === line.symbolStart) return false;
  if (line.tailStart >= line.tailEnd || bytes[line.tailStart] !== BLANK || bytes[line.symbolStart] <= BLANK)
    return false;
  for (let pos = line.symbolStart; pos < line.symbolEnd; pos++) if (bytes[pos] === 0) return false;
  for (let pos = line.tailStart; pos < line.tailEnd; pos++) if (bytes[pos] === 0) return false;
  return symbolOffsetStart(bytes, line.symbolStart, line.symbolEnd) === line.symbolEnd;
}

function insert(table: Int32Array, hash: number, key: number): void {
  const mask = table.length - 1;
  let slot = hash & mask;
  while (table[slot] !== 0) slot = (slot + 1) & mask;
  table[slot] = key + 1;
}

function rehash(keys: FrameKeys): void {
  keys.table = new Int32Array(keys.table.length * 4);
  for (let key = 0; key < keys.count; key++) insert(keys.table, keys.hashes[key], key);
}
