/** The sample whose frames are being read: opened by an event line, closed by the next one or by the end of the text. */
import { FrameKind, NONE, SampleFlag } from '@subsecond/profile';
import { grownInt32 } from '../bytes/grow.ts';
import { nameWatched } from './read-block.ts';
import { limitPassed, type ReaderState } from './reader-state.ts';
import { reserveSample } from './sample-columns.ts';
import { knownLeafStack, rememberLeafStack } from './stack-blocks.ts';
import { childStack, internStack } from './stack-tree.ts';
import { warn } from './warnings.ts';

/** perf's default `kernel.perf_event_max_stack`: where a stack has exactly so many frames, its root end is missing. */
export const DEFAULT_MAX_STACK = 127;

function nextHash(hash: number, frame: number): number {
  const mixed = Math.imul(hash ^ (frame + 1), 0x9e3779b1);
  return mixed ^ (mixed >>> 15);
}

/** Where the prediction starts: a thread often runs in the leaf it was last seen in. */
function firstHash(thread: number): number {
  return Math.imul(thread + 1, 0x85ebca6b);
}

/** Adds a frame to the open sample. */
export function pushFrame(state: ReaderState, frame: number, pos: number): void {
  if (state.blockReading.block !== NONE) expandBlock(state, pos);
  if (state.depth >= state.limits.maxStackDepth) {
    throw limitPassed(state, 'limit-stack-depth', 'a stack is deeper than allowed', 'maxStackDepth', pos);
  }
  if (state.depth === state.frames.length) state.frames = grownInt32(state.frames, state.depth + 1);
  state.frames[state.depth++] = frame;
  state.hash = nextHash(state.hash, frame);
}

/** The callers that were read as a block, as if they had been read one by one. */
function expandBlock(state: ReaderState, pos: number): void {
  const { frame, prefix } = state.tree;
  let { stack } = state.blockReading;
  state.blockReading.block = NONE;
  for (; stack !== NONE; stack = prefix[stack]) pushFrame(state, frame[stack], pos);
}

/** Makes the row of a new sample and returns it; the caller fills in what the event line said. */
export function openSample(state: ReaderState, thread: number, pos: number): number {
  const { samples } = state;
  if (samples.length >= state.limits.maxSamples) {
    throw limitPassed(state, 'limit-samples', 'there are more samples than allowed', 'maxSamples', pos);
  }
  reserveSample(samples);
  const row = samples.length++;
  samples.thread[row] = thread;
  samples.stack[row] = NONE;
  samples.detail[row] = NONE;
  samples.flags[row] = 0;
  state.sampleLine = state.lines + 1;
  state.sampleByteOffset = state.blockByteOffset + pos;
  state.depth = 0;
  state.hash = firstHash(thread);
  const { blockReading } = state;
  blockReading.block = NONE;
  blockReading.tried = false;
  blockReading.watchedCount = 0;
  return row;
}

/** Gives the open sample, if there is one, its stack. */
export function closeSample(state: ReaderState, pos: number): void {
  const { samples } = state;
  if (state.blockReading.block !== NONE) {
    if (state.header.maxStack === undefined) {
      closeBlock(state, pos);
      return;
    }
    expandBlock(state, pos);
  }
  const { depth } = state;
  const row = samples.length - 1;
  if (row < 0) return;
  if (depth === 0) {
    if (samples.stack[row] === NONE) flagSample(state, row, SampleFlag.stackAbsent);
    return;
  }
  const stack = internStack(state.tree, state.frames, depth, state.hash);
  samples.stack[row] = stack;
  checkStacks(state, pos);
  state.frameLines += depth;
  if (state.blockReading.watchedCount > 0 && depth === state.blockReading.depth) nameWatched(state, stack);
  if (depth >= DEFAULT_MAX_STACK || state.header.maxStack !== undefined) judgeDepth(state, row);
  state.depth = 0;
}

function closeBlock(state: ReaderState, pos: number): void {
  const { samples, blocks, blockReading: reading, depth, tree } = state;
  const leaf = state.frames[0];
  let stack = depth === 1 ? knownLeafStack(blocks, reading.block, leaf) : NONE;
  if (stack === NONE) {
    stack = reading.stack;
    for (let i = depth - 1; i >= 0; i--) stack = childStack(tree, stack, state.frames[i]);
    if (depth === 1) rememberLeafStack(blocks, reading.block, leaf, stack);
    checkStacks(state, pos);
  }
  samples.stack[samples.length - 1] = stack;
  if (reading.watchedCount > 0) nameWatched(state, stack);
  state.frameLines += depth + reading.lines;
  reading.block = NONE;
  state.depth = 0;
}

function checkStacks(state: ReaderState, pos: number): void {
  if (state.tree.count > state.limits.maxStacks)
    throw limitPassed(state, 'limit-stacks', 'there are more distinct stacks than allowed', 'maxStacks', pos);
}

/** Inlined frames are perf's addition: what the kernel counted are the others. */
function judgeDepth(state: ReaderState, row: number): void {
  let recorded = 0;
  const { frameKind } = state.names;
  for (let i = 0; i < state.depth; i++) if (frameKind[state.frames[i]] !== FrameKind.inlined) recorded++;
  if (recorded === (state.header.maxStack ?? DEFAULT_MAX_STACK)) flagSample(state, row, SampleFlag.stackCut);
  if (recorded > state.deepest) state.deepest = recorded;
}

/** Sets a flag of the open sample, and remembers where the first sample with it stands. */
export function flagSample(state: ReaderState, row: number, flag: number): void {
  state.samples.flags[row] |= flag;
  if (!state.firstFlagged.has(flag))
    state.firstFlagged.set(flag, { line: state.sampleLine, byteOffset: state.sampleByteOffset });
}

export function warnHere(
  state: ReaderState,
  kind: Parameters<typeof warn>[1],
  bytes: Uint8Array,
  start: number,
  end: number,
  by = 1,
): void {
  warn(
    state.warnings,
    kind,
    { line: state.lines + 1, byteOffset: state.blockByteOffset + start },
    bytes,
    start,
    end,
    by,
  );
}
