/**
 * Whole stacks at once. What differs between two samples is mostly the leaf; the callers recur byte for byte, addresses and
 * all. So the lines behind the leaf are one block, and a block whose bytes were read before is the stack it was then.
 *
 *   event line
 *   \t  leaf                          read as any other line
 *   \t  caller      ┐                 walked from address to address, which finds the end and a hash,
 *   \t  …           │ block           then compared with the block of that hash
 *   \t  root        ┘
 *
 * The walk guesses each line's length by its address; a wrong guess finds another block or none. Nothing is believed
 * but the comparison of all bytes. The memory is bounded: when it is full, all blocks are forgotten and learnt again.
 */
import { NONE } from '@subsecond/profile';
import { LF, TAB } from '../bytes/ascii.ts';
import { equalEights, viewOf } from '../bytes/compare-bytes.ts';
import { grownInt32, grownUint8 } from '../bytes/grow.ts';

/** Lines of a block: with the leaf fewer than perf's default maximum, so that no stack with a block can have been cut. */
export const MAX_BLOCK_LINES = 125;
const MAX_ARENA_BYTES = 1 << 23;
const MAX_BLOCKS = 1 << 16;
const SLOT_BITS = 17;
const SLOT_MASK = (1 << SLOT_BITS) - 1;
/** A block is looked for in so many slots; where all are taken, the first is overwritten. */
const PROBES = 4;
const LINE_BITS = 16;
/** Two addresses tell the stack in nine of ten. */
const HINT_LINES = 2;
const HINT_BITS = 15;
const SEEN_BITS = 15;
/** Where fewer than one block in so many is found again, the reading becomes picky. */
const FEW_FOUND = 4;
/** `\t%16lx `: no shorter line is a frame as perf prints it. */
const MIN_LINE_BYTES = 19;

const UNHASHED = 0;

const ROW_WORDS = 9;
const HASH = 0;
const AT = 1;
const LENGTH = 2;
const LINES = 3;
const STACK = 4;
const HINT = 5;
/** The last leaf's frame, and the stack they made. */
const LEAF = 6;
const LEAF_STACK = 7;
/** 1 if it was found since the memory was full. */
const FOUND = 8;

export interface StackBlocks {
  count: number;
  rows: Int32Array;
  arena: Uint8Array;
  arenaView: DataView;
  arenaLength: number;
  /** Block + 1 by its hash; 0 is empty. */
  readonly slots: Int32Array;
  /** Bytes of the line whose address has this hash, when it was last seen. */
  readonly lineLengths: Uint16Array;
  /** Block + 1 by the hash of its first addresses: the last one that began so. */
  readonly hints: Int32Array;
  /** Most blocks are never seen again: one is kept only when it is seen for the second time. */
  picky: boolean;
  /** Hashes of blocks seen and not kept; later ones overwrite. */
  readonly seen: Int32Array;
  /** What `findBlock` found. */
  end: number;
  lines: number;
  stack: number;
  hash: number;
  hint: number;
}

export function createStackBlocks(): StackBlocks {
  const arena = new Uint8Array(1 << 20);
  return {
    count: 0,
    rows: new Int32Array(ROW_WORDS << 10),
    arena,
    arenaView: viewOf(arena),
    arenaLength: 0,
    slots: new Int32Array(1 << SLOT_BITS),
    lineLengths: new Uint16Array(1 << LINE_BITS),
    hints: new Int32Array(1 << HINT_BITS),
    picky: false,
    seen: new Int32Array(1 << SEEN_BITS),
    end: 0,
    lines: 0,
    stack: NONE,
    hash: 0,
    hint: 0,
  };
}

/**
 * The block of the lines at `pos` that begin with a TAB; −1 where none is known, `end` of the blocks then being 0 where it can't be known:
 * no such line, too many, or they may go on behind `end`. Every position passed is the beginning of a line, though lines may
 * have been passed unseen.
 */
export function findBlock(blocks: StackBlocks, bytes: Uint8Array, view: DataView, pos: number, end: number): number {
  const { lineLengths, hints } = blocks;
  blocks.end = 0;
  let at = pos;
  let hash = 0;
  let lines = 0;
  let hint = 0;
  while (bytes[at] === TAB) {
    if (at + MIN_LINE_BYTES >= end || lines === MAX_BLOCK_LINES) return -1;
    const address = hashOfAddress(view, at);
    hash = nextHash(hash, address);
    lines++;
    if (lines === HINT_LINES) {
      hint = hash >>> (32 - HINT_BITS);
      const block = hints[hint] - 1;
      if (block >= 0 && isBlock(blocks, block, bytes, view, pos, end)) return block;
    }
    at = lineEnd(lineLengths, address, bytes, at, end);
    if (at < 0) return -1;
  }
  if (lines === 0) return -1;
  blocks.end = at;
  blocks.lines = lines;
  blocks.hash = hash;
  blocks.hint = hint;
  const { slots } = blocks;
  for (let probe = 0; probe < PROBES; probe++) {
    const block = slots[(hash + probe) & SLOT_MASK] - 1;
    if (block < 0) return -1;
    if (blocks.rows[block * ROW_WORDS + HASH] !== hash) continue;
    if (!isBlock(blocks, block, bytes, view, pos, end)) continue;
    hints[hint] = block + 1;
    return block;
  }
  return -1;
}

/** `findBlock` where only the last block that began so is asked for, and nothing else is found out but the hint. */
export function findHintedBlock(
  blocks: StackBlocks,
  bytes: Uint8Array,
  view: DataView,
  pos: number,
  end: number,
): number {
  const first = hashOfAddress(view, pos);
  const next = lineEnd(blocks.lineLengths, first, bytes, pos, end);
  if (next < 0 || bytes[next] !== TAB || next + MIN_LINE_BYTES >= end) return -1;
  const hint = nextHash(nextHash(0, first), hashOfAddress(view, next)) >>> (32 - HINT_BITS);
  blocks.hint = hint;
  const block = blocks.hints[hint] - 1;
  return block >= 0 && isBlock(blocks, block, bytes, view, pos, end) ? block : -1;
}

/** The last eight digits. There must be a whole line at `pos`, or MIN_LINE_BYTES. */
function hashOfAddress(view: DataView, pos: number): number {
  return Math.imul(view.getInt32(pos + 9, true), 0x9e3779b1) + Math.imul(view.getInt32(pos + 13, true), 0x85ebca6b);
}

function nextHash(hash: number, address: number): number {
  const mixed = Math.imul(hash ^ address, 0x2c1b3c6d);
  return mixed ^ (mixed >>> 15);
}

/**
 * One line in eight, chosen by its address: where stacks have the same callers, a block begins at the same lines, whatever stands
 * before them.
 */
export function isAnchor(view: DataView, pos: number): boolean {
  return Math.imul(hashOfAddress(view, pos), 0x2c1b3c6d) >>> 29 === 0;
}

/** Position behind the line at `at`, or another line's beginning further on; −1 if that is not before `end`. */
function lineEnd(lineLengths: Uint16Array, address: number, bytes: Uint8Array, at: number, end: number): number {
  const slot = (address ^ (address >>> 15)) >>> (32 - LINE_BITS);
  const guessed = at + lineLengths[slot];
  if (guessed > at && guessed < end && bytes[guessed - 1] === LF) return guessed;
  const next = bytes.indexOf(LF, at) + 1;
  if (next >= end) return -1;
  lineLengths[slot] = next - at;
  return next;
}

/** Whether the lines at `pos` are this block, all of it, and end there; `end` of the blocks is set then. */
function isBlock(
  blocks: StackBlocks,
  block: number,
  bytes: Uint8Array,
  view: DataView,
  pos: number,
  end: number,
): boolean {
  const row = block * ROW_WORDS;
  const length = blocks.rows[row + LENGTH];
  const blockEnd = pos + length;
  if (blockEnd >= end || bytes[blockEnd] === TAB) return false;
  if (!equalEights(view, pos, blocks.arenaView, blocks.rows[row + AT], length)) return false;
  blocks.end = blockEnd;
  blocks.lines = blocks.rows[row + LINES];
  blocks.stack = blocks.rows[row + STACK];
  blocks.rows[row + FOUND] = 1;
  return true;
}

/** Keeps the bytes of a block that was walked and not found; it can be found once `nameBlock` has said which stack it is. −1 where it can't be kept. */
export function keepBlock(blocks: StackBlocks, bytes: Uint8Array, start: number, end: number): number {
  const length = end - start;
  if (blocks.picky && !wasSeen(blocks)) return -1;
  if (blocks.count === MAX_BLOCKS || blocks.arenaLength + length > MAX_ARENA_BYTES) forgetUnfound(blocks);
  const at = blocks.arenaLength;
  if (blocks.count === MAX_BLOCKS || at + length > MAX_ARENA_BYTES) return -1;
  if (at + length > blocks.arena.length) {
    blocks.arena = grownUint8(blocks.arena, at + length);
    blocks.arenaView = viewOf(blocks.arena);
  }
  blocks.arena.set(bytes.subarray(start, end), at);
  blocks.arenaLength = at + length;
  return addBlock(blocks, at, length, blocks.lines, blocks.hash);
}

/** Whether the block that was just walked was seen before, or so it seems: a wrong answer costs or saves a little memory. */
function wasSeen(blocks: StackBlocks): boolean {
  const slot = blocks.hash >>> (32 - SEEN_BITS);
  const seen = blocks.seen[slot] === blocks.hash;
  blocks.seen[slot] = blocks.hash;
  return seen;
}

/** The last `lines` lines of a kept block as a block of its own, `skipped` bytes behind its beginning; only the hint finds it. */
export function keepEndOfBlock(blocks: StackBlocks, block: number, skipped: number, lines: number): number {
  if (blocks.count === MAX_BLOCKS) return -1;
  const row = block * ROW_WORDS;
  return addBlock(blocks, blocks.rows[row + AT] + skipped, blocks.rows[row + LENGTH] - skipped, lines, UNHASHED);
}

function addBlock(blocks: StackBlocks, at: number, length: number, lines: number, hash: number): number {
  const block = blocks.count++;
  const row = block * ROW_WORDS;
  if (row + ROW_WORDS > blocks.rows.length) blocks.rows = grownInt32(blocks.rows, row + ROW_WORDS);
  const { rows } = blocks;
  rows[row + HASH] = hash;
  rows[row + AT] = at;
  rows[row + LENGTH] = length;
  rows[row + LINES] = lines;
  rows[row + STACK] = NONE;
  rows[row + HINT] = blocks.hint;
  rows[row + LEAF] = NONE;
  rows[row + FOUND] = 0;
  return block;
}

/** A byte 0 would make the comparison of eight bytes at once doubtful. */
export function holdsZero(blocks: StackBlocks, block: number): boolean {
  const at = blocks.rows[block * ROW_WORDS + AT];
  return blocks.arena.subarray(at, at + blocks.rows[block * ROW_WORDS + LENGTH]).includes(0);
}

/** The block's lines are `stack`: from now on it can be found. */
export function nameBlock(blocks: StackBlocks, block: number, stack: number): void {
  const row = block * ROW_WORDS;
  blocks.rows[row + STACK] = stack;
  blocks.hints[blocks.rows[row + HINT]] = block + 1;
  const home = blocks.rows[row + HASH];
  if (home === UNHASHED) return;
  let probe = 0;
  while (probe < PROBES && blocks.slots[(home + probe) & SLOT_MASK] !== 0) probe++;
  blocks.slots[(home + (probe === PROBES ? 0 : probe)) & SLOT_MASK] = block + 1;
}

/** The stack of `leaf` called by the block, NONE where it is not the one asked for last time. */
export function knownLeafStack(blocks: StackBlocks, block: number, leaf: number): number {
  const row = block * ROW_WORDS;
  return blocks.rows[row + LEAF] === leaf ? blocks.rows[row + LEAF_STACK] : NONE;
}

export function rememberLeafStack(blocks: StackBlocks, block: number, leaf: number, stack: number): void {
  const row = block * ROW_WORDS;
  blocks.rows[row + LEAF] = leaf;
  blocks.rows[row + LEAF_STACK] = stack;
}

/**
 * Of texts in which many stacks are never seen again, those are kept that were. Whatever is not found until the next time goes
 * then, so that the memory follows the text.
 */
function forgetUnfound(blocks: StackBlocks): void {
  const { count, arena, rows } = blocks;
  let found = 0;
  let foundBytes = 0;
  for (let block = 0; block < count; block++) {
    found += rows[block * ROW_WORDS + FOUND];
    foundBytes += rows[block * ROW_WORDS + FOUND] * rows[block * ROW_WORDS + LENGTH];
  }
  blocks.picky = found * FEW_FOUND < count;
  blocks.count = 0;
  blocks.arenaLength = 0;
  blocks.slots.fill(0);
  blocks.hints.fill(0);
  if (foundBytes > MAX_ARENA_BYTES / 2 || found > MAX_BLOCKS / 2) return;
  blocks.arena = new Uint8Array(arena.length);
  blocks.arenaView = viewOf(blocks.arena);
  for (let block = 0; block < count; block++) {
    const row = block * ROW_WORDS;
    if (rows[row + FOUND] === 0) continue;
    const at = rows[row + AT];
    blocks.arena.set(arena.subarray(at, at + rows[row + LENGTH]), blocks.arenaLength);
    // Rows move towards the beginning, and none is overwritten before it is read.
    const kept = blocks.count++;
    rows.copyWithin(kept * ROW_WORDS, row, row + ROW_WORDS);
    rows[kept * ROW_WORDS + AT] = blocks.arenaLength;
    rows[kept * ROW_WORDS + FOUND] = 0;
    blocks.arenaLength += rows[kept * ROW_WORDS + LENGTH];
    nameBlock(blocks, kept, rows[kept * ROW_WORDS + STACK]);
  }
}
