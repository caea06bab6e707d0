/** The callers of the open sample as one block, where a block of the same bytes was read before (stack-blocks.ts). */
import { MAX_WATCHED } from './block-reading.ts';
import type { ReaderState } from './reader-state.ts';
import {
  findBlock,
  findHintedBlock,
  holdsZero,
  isAnchor,
  keepBlock,
  keepEndOfBlock,
  nameBlock,
} from './stack-blocks.ts';

/** `end` of the reading once its lines are behind it. */
const CONFIRMED = -1;
/** Anchors nearer to the last one, or to the root, are not worth a block. */
const MIN_LINES = 4;

/**
 * The position behind the block at `pos`, −1 where the line must be read by itself. Blocks that were not known are watched, to know
 * them the next time. The frames of the sample before `pos` are in the state.
 */
export function readBlock(state: ReaderState, bytes: Uint8Array, view: DataView, pos: number, end: number): number {
  const { blockReading: reading } = state;
  return reading.tried
    ? readFromAnchor(state, bytes, view, pos, end)
    : readFromSecondLine(state, bytes, view, pos, end);
}

function readFromSecondLine(state: ReaderState, bytes: Uint8Array, view: DataView, pos: number, end: number): number {
  const { blocks, blockReading: reading } = state;
  reading.tried = true;
  const block = findBlock(blocks, bytes, view, pos, end);
  if (block >= 0) return takeBlock(state, block);
  if (blocks.end === 0) return -1;
  const kept = keepBlock(blocks, bytes, pos, blocks.end);
  if (kept < 0) return -1;
  reading.watchedCount = 1;
  reading.watched[0] = kept;
  reading.watchedDepth[0] = state.depth;
  reading.start = pos;
  reading.end = blocks.end;
  reading.depth = state.depth + blocks.lines;
  reading.carriageReturns = carriageReturns(state);
  reading.scanned = false;
  return -1;
}

function readFromAnchor(state: ReaderState, bytes: Uint8Array, view: DataView, pos: number, end: number): number {
  const { blocks, blockReading: reading, depth } = state;
  const { watchedCount } = reading;
  if (
    watchedCount === MAX_WATCHED ||
    reading.depth - depth < MIN_LINES ||
    depth - reading.watchedDepth[watchedCount - 1] < MIN_LINES ||
    reading.end === CONFIRMED ||
    !isAnchor(view, pos)
  )
    return -1;
  const block = findHintedBlock(blocks, bytes, view, pos, end);
  if (block >= 0) return takeBlock(state, block);
  const kept = keepEndOfBlock(blocks, reading.watched[0], pos - reading.start, reading.depth - depth);
  if (kept < 0) return -1;
  reading.watched[watchedCount] = kept;
  reading.watchedDepth[watchedCount] = depth;
  reading.watchedCount++;
  return -1;
}

function takeBlock(state: ReaderState, block: number): number {
  const { blocks, blockReading: reading } = state;
  if (state.depth + blocks.lines > state.limits.maxStackDepth) return -1;
  reading.block = block;
  reading.stack = blocks.stack;
  reading.lines = blocks.lines;
  state.lines += blocks.lines;
  return blocks.end;
}

/**
 * Called at the first line that does not begin with a TAB. The watched lines can be read as blocks only if each was a frame, and
 * nothing else was counted.
 */
export function confirmWatched(state: ReaderState, pos: number): void {
  const { blockReading: reading } = state;
  const { end } = reading;
  if (end === CONFIRMED) return;
  reading.end = CONFIRMED;
  const depth = state.depth + (reading.block < 0 ? 0 : reading.lines);
  if (pos !== end || depth !== reading.depth || carriageReturns(state) !== reading.carriageReturns)
    reading.watchedCount = 0;
}

/** The sample is closed, and `stack` is its. */
export function nameWatched(state: ReaderState, stack: number): void {
  const { blocks, blockReading: reading } = state;
  const { prefix } = state.tree;
  if (reading.scanned && holdsZero(blocks, reading.watched[0])) reading.watchedCount = 0;
  let caller = stack;
  let depth = 0;
  for (let i = 0; i < reading.watchedCount; i++) {
    for (; depth < reading.watchedDepth[i]; depth++) caller = prefix[caller];
    nameBlock(blocks, reading.watched[i], caller);
  }
  reading.watchedCount = 0;
}

function carriageReturns(state: ReaderState): number {
  return state.carriageReturns + state.keys.matchedCarriageReturns;
}
