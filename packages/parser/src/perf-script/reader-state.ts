/** Everything that reading a perf script text remembers between two lines. */

import { growing } from '../bytes/grow.ts';
import { createSlotCache, type SlotCache } from '../bytes/slot-cache.ts';
import { ParseError, type ParseErrorCode, type ParseLimits } from '../parse-result.ts';
import { type BlockReading, createBlockReading } from './block-reading.ts';
import { createFrameKeys, type FrameKeys } from './frame-keys.ts';
import { createHeaderReading, type HeaderReading } from './parse-header.ts';
import { createEventPredictions, type EventPredictions } from './predict-event.ts';
import { createFramePredictions, type FramePredictions } from './predict-frame.ts';
import { createProfileNames, type ProfileNames } from './profile-names.ts';
import { createSampleColumns, type SampleColumns } from './sample-columns.ts';
import type { EventLine } from './scan-event-line.ts';
import { createEventLine } from './scan-event-line.ts';
import type { FrameLine } from './scan-frame-line.ts';
import { createFrameLine } from './scan-frame-line.ts';
import { createStackBlocks, type StackBlocks } from './stack-blocks.ts';
import { createStackTree, type StackTree } from './stack-tree.ts';
import { createWarnings, type Warnings } from './warnings.ts';

/** Where in the rest of the input a frame line may belong. */
export const Attach = {
  /** No event line yet, or one that was not understood: a frame belongs to nobody. */
  nowhere: 0,
  /** Right behind an event line or a frame. */
  open: 1,
  /** Behind a blank line: still the same sample, if a frame comes (a text whose lines were all spaced out). */
  afterBlank: 2,
} as const;

export interface ReaderState {
  readonly limits: ParseLimits;
  /** Lines before the one being read, and bytes before the block being read. */
  lines: number;
  blockByteOffset: number;

  attach: number;
  /** Where the open sample's event line stands. */
  sampleLine: number;
  sampleByteOffset: number;
  /** Frames of the open sample, leaf first, and the hash of them. */
  frames: Int32Array;
  depth: number;
  hash: number;
  readonly blockReading: BlockReading;
  frameLines: number;
  /** Recorded frames of the deepest stack of at least perf's default maximum, 0 where there is none. */
  deepest: number;
  readonly predictions: FramePredictions;

  readonly keys: FrameKeys;
  readonly blocks: StackBlocks;
  readonly tree: StackTree;
  readonly names: ProfileNames;
  readonly samples: SampleColumns;
  readonly header: HeaderReading;
  readonly warnings: Warnings;
  readonly eventPredictions: EventPredictions;
  readonly threadCache: SlotCache;
  readonly eventCache: SlotCache;
  readonly eventLine: EventLine;
  readonly frameLine: FrameLine;

  /** Second of the first timed sample, NaN before it. */
  baseSeconds: number;
  fractionDigits: number;
  /** Since the last header a timed event line was seen: then a line without a time is none. */
  timedSeen: boolean;
  headers: number;
  hashLines: number;
  records: number;
  lostSamples: number;
  carriageReturns: number;
  /** Where the first sample with a flag of `SampleFlag` stands. */
  readonly firstFlagged: Map<number, { line: number; byteOffset: number }>;
  /** First line that was neither header nor blank nor understood, for a refusal. */
  firstBadLine: number;
}

export function createReaderState(limits: ParseLimits): ReaderState {
  return {
    limits,
    lines: 0,
    blockByteOffset: 0,
    attach: Attach.nowhere,
    sampleLine: 0,
    sampleByteOffset: 0,
    frames: new Int32Array(512),
    depth: 0,
    hash: 0,
    blockReading: createBlockReading(),
    frameLines: 0,
    deepest: 0,
    predictions: createFramePredictions(),
    keys: growing(createFrameKeys),
    blocks: growing(createStackBlocks),
    tree: growing(createStackTree),
    names: createProfileNames(),
    samples: growing(createSampleColumns),
    header: createHeaderReading(),
    warnings: createWarnings(),
    eventPredictions: createEventPredictions(),
    threadCache: createSlotCache(1 << 12, 64),
    eventCache: createSlotCache(1 << 8, 64),
    eventLine: createEventLine(),
    frameLine: createFrameLine(),
    baseSeconds: Number.NaN,
    fractionDigits: 0,
    timedSeen: false,
    headers: 0,
    hashLines: 0,
    records: 0,
    lostSamples: 0,
    carriageReturns: 0,
    firstFlagged: new Map(),
    firstBadLine: 0,
  };
}

const LIMIT_UNITS: Readonly<Record<keyof ParseLimits, string>> = {
  maxLineBytes: 'bytes',
  maxStackDepth: 'frames',
  maxStrings: 'names',
  maxTextCharacters: 'characters',
  maxStacks: 'stacks',
  maxSamples: 'samples',
  maxDocumentBytes: 'bytes',
};

/** Where recording less is not what helps, or where there is nothing to raise. */
const LIMIT_CURES: Readonly<Partial<Record<keyof ParseLimits, string>>> = {
  maxLineBytes:
    'perf script writes no such line: check that the file is what it printed. If it is, raise the limit maxLineBytes.',
  maxStackDepth: 'Record with a smaller --max-stack, or raise the limit maxStackDepth.',
  maxTextCharacters: 'Record a shorter time or fewer processes.',
};

/** Ends the reading: a limit was passed at `pos` of the block being read. */
export function limitPassed(
  state: ReaderState,
  code: ParseErrorCode,
  what: string,
  setting: keyof ParseLimits,
  pos: number,
): ParseError {
  const limit = state.limits[setting];
  return new ParseError(
    code,
    `Line ${state.lines + 1}: ${what} (the limit is ${limit.toLocaleString('en-US')} ${LIMIT_UNITS[setting]}).`,
    LIMIT_CURES[setting] ?? `Record a shorter time or fewer processes, or raise the limit ${setting}.`,
    { line: state.lines + 1, byteOffset: state.blockByteOffset + pos },
  );
}
