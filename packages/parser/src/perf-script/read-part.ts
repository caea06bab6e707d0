/**
 * A text on two cores: one reader reads it from its beginning, another from the first sample behind some position to the end, and the
 * first takes over (absorb-part.ts) what the second found, table for table as if it had read on by itself.
 *
 *   text   ┃ header ┊ samples … ┊ samples … ┃
 *            └ the parser ─────┘ └ a part ──┘ begins with an event line behind a blank line
 *
 * A part's reader knows nothing of what stands before it. Where that could matter it gives no part, and the parser reads on itself.
 */
import { LF } from '../bytes/ascii.ts';
import { createLineSplitter } from '../bytes/split-lines.ts';
import { DEFAULT_PARSE_LIMITS, type ParseLimits, type ParseWarning } from '../parse-result.ts';
import { closeSample } from './open-sample.ts';
import { readLines } from './read-lines.ts';
import { createReaderState, limitPassed, type ReaderState } from './reader-state.ts';
import type { SampleColumns } from './sample-columns.ts';
import { createEventLine, scanEventLine } from './scan-event-line.ts';
import { listWarnings } from './warnings.ts';

/** Plain data, to be sent from thread to thread. Arrays may be longer than their table. */
export interface PerfScriptPart {
  readonly bytes: number;
  readonly lines: number;
  readonly samples: SampleColumns;
  readonly baseSeconds: number;
  readonly fractionDigits: number;
  readonly timedSeen: boolean;
  readonly stackCount: number;
  readonly stackPrefix: Int32Array;
  readonly stackFrame: Int32Array;
  readonly frameCount: number;
  readonly frameSymbol: Int32Array;
  readonly frameMapping: Int32Array;
  readonly frameKind: Uint8Array;
  readonly frameFlags: Uint8Array;
  readonly strings: readonly string[];
  readonly threads: readonly { readonly pid: number; readonly tid: number; readonly comm: string }[];
  readonly events: readonly { readonly name: string; readonly hasPeriod: boolean }[];
  readonly details: readonly string[];
  /** Characters of all names, and bytes of all frame lines that differ. */
  readonly characters: number;
  readonly keyBytes: number;
  readonly frameLines: number;
  readonly deepest: number;
  readonly records: number;
  readonly lostSamples: number;
  readonly carriageReturns: number;
  readonly firstBadLine: number;
  /** Lines and byte positions count from the part's beginning. */
  readonly firstFlagged: readonly (readonly [
    flag: number,
    at: { readonly line: number; readonly byteOffset: number },
  ])[];
  readonly warnings: readonly ParseWarning[];
}

export interface PerfScriptPartReader {
  /** The first bytes begin with an event line. Throws ParseError. */
  push(bytes: Uint8Array): void;
  /** The part, undefined where it can't be told without what stands before it. */
  finish(): PerfScriptPart | undefined;
}

/** Where a part may begin: at a timed event line behind a blank line; −1 where `bytes` hold none. */
export function findPartStart(bytes: Uint8Array): number {
  const event = createEventLine();
  let newline = bytes.indexOf(LF);
  while (newline >= 0) {
    const start = newline + 1;
    const end = bytes.indexOf(LF, start);
    if (end < 0) return -1;
    if (end === start) {
      const next = bytes.indexOf(LF, end + 1);
      if (next < 0) return -1;
      if (bytes[end + 1] > 32 && scanEventLine(bytes, end + 1, next, true, event) && !event.record) return end + 1;
    }
    newline = end;
  }
  return -1;
}

export function createPerfScriptPartReader(options: { limits?: Partial<ParseLimits> } = {}): PerfScriptPartReader {
  const limits = { ...DEFAULT_PARSE_LIMITS, ...options.limits };
  const state = createReaderState(limits);
  let bytesRead = 0;
  const lines = createLineSplitter(
    limits.maxLineBytes,
    (bytes, view, start, end, byteOffset) => readLines(state, bytes, view, start, end, byteOffset),
    () => {
      throw limitPassed(state, 'limit-line-length', 'the line is longer than allowed', 'maxLineBytes', 0);
    },
  );

  function finish(): PerfScriptPart | undefined {
    let whole = true;
    lines.finish(() => {
      whole = false;
    });
    // A header may say what the samples of both parts mean; a text that was repaired may have been so before.
    if (!whole || state.hashLines > 0 || state.warnings.has('encoding-repaired') || state.samples.length === 0)
      return undefined;
    closeSample(state, 0);
    return describePart(state, bytesRead);
  }

  return {
    push(bytes) {
      bytesRead += bytes.length;
      lines.push(bytes);
    },
    finish,
  };
}

function describePart(state: ReaderState, bytes: number): PerfScriptPart {
  const { names, tree } = state;
  return {
    bytes,
    lines: state.lines,
    samples: state.samples,
    baseSeconds: state.baseSeconds,
    fractionDigits: state.fractionDigits,
    timedSeen: state.timedSeen,
    stackCount: tree.count,
    stackPrefix: tree.prefix,
    stackFrame: tree.frame,
    frameCount: names.frameCount,
    frameSymbol: names.frameSymbol,
    frameMapping: names.frameMapping,
    frameKind: names.frameKind,
    frameFlags: names.frameFlags,
    strings: names.strings,
    threads: names.threadComm.map((comm, i) => ({ pid: names.threadPid[i], tid: names.threadTid[i], comm })),
    events: names.eventNames.map((name, i) => ({ name, hasPeriod: names.eventHasPeriod[i] })),
    details: names.details,
    characters: names.characters,
    keyBytes: state.keys.arenaLength,
    frameLines: state.frameLines,
    deepest: state.deepest,
    records: state.records,
    lostSamples: state.lostSamples,
    carriageReturns: state.carriageReturns + state.keys.matchedCarriageReturns,
    firstBadLine: state.firstBadLine,
    firstFlagged: [...state.firstFlagged],
    warnings: listWarnings(state.warnings),
  };
}
