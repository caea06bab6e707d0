import type { Profile } from '@subsecond/profile';

/** Why something in the input could not be taken at its word. One counter a kind; nothing is dropped without one. */
export type ParseWarningKind =
  | 'line-not-understood' // neither an event line nor a frame nor a known record
  | 'frame-not-understood' // indented like a frame, but not one
  | 'record-skipped' // PERF_RECORD_* other than samples (COMM, MMAP, SWITCH …)
  | 'lost-samples' // PERF_RECORD_LOST: the kernel's buffer was full
  | 'time-went-back' // samples were not in order of time and have been sorted
  | 'time-absent' // samples without a timestamp
  | 'stack-cut' // stacks of perf's maximal depth: their root end is missing
  | 'stack-absent' // samples without a stack
  | 'file-truncated' // the text ends in the middle of a line
  | 'encoding-repaired' // BOM, UTF-16, CRLF, or bytes that are no UTF-8
  | 'header-repeated' // several recordings in one file
  | 'entry-skipped' // an entry of a document that is no sample, or that this reader does not know
  | 'entry-not-understood' // an entry of a document that is damaged or contradicts the rest
  | 'end-unmatched' // an end without its begin, or a begin without its end
  | 'intervals-overlap'; // intervals of one thread that overlap without one holding the other

/** What a file was read as. */
export type InputFormat =
  | 'perf-script'
  | 'cpuprofile'
  | 'heapprofile'
  | 'chrome-trace'
  | 'speedscope'
  | 'folded'
  | 'pprof'
  | 'jfr'
  | 'nflxprofile';

export interface ParseWarning {
  readonly kind: ParseWarningKind;
  readonly count: number;
  /** 1-based line and 0-based byte position of the first occurrence, in the inflated text. */
  readonly firstLine: number;
  readonly firstByteOffset: number;
  /** Up to 20 of the lines concerned, cut to 200 characters. */
  readonly lines: readonly { readonly line: number; readonly text: string }[];
}

export interface ParseResult {
  readonly profile: Profile;
  readonly format: InputFormat;
  readonly warnings: readonly ParseWarning[];
  /** Inflated bytes and lines read. */
  readonly bytes: number;
  readonly lines: number;
  /** Frame lines of all samples. */
  readonly frameLines: number;
  /** Sum of what PERF_RECORD_LOST records said was lost. */
  readonly lostSamples: number;
  /** perf's own digits of the earliest and latest time, e.g. `533.322807`; undefined where nothing is timed. */
  readonly firstTime: string | undefined;
  readonly lastTime: string | undefined;
}

/** What a file seems to be by its first bytes, so that a refusal can say what to do. */
export type DetectedKind =
  | 'perf-script'
  | 'gzip'
  | 'zstd'
  | 'perf-data'
  | 'perf-report'
  | 'perf-raw-dump'
  | 'dtrace'
  | 'folded'
  | 'json'
  | 'pprof'
  | 'html'
  | 'binary'
  | 'text'
  | 'empty';

export type InputKind = DetectedKind | InputFormat | 'folded-differential';

export type ParseErrorCode =
  | 'input-empty'
  | 'input-not-perf-script'
  | 'no-samples'
  | 'limit-line-length'
  | 'limit-stack-depth'
  | 'limit-strings'
  | 'limit-stacks'
  | 'limit-samples'
  | 'limit-memory'
  | 'limit-document-size'
  | 'input-damaged';

/** The only error that reading throws for what the bytes say. `message` says what happened, `cure` what to do. */
export class ParseError extends Error {
  readonly code: ParseErrorCode;
  readonly cure: string;
  readonly line: number | undefined;
  readonly byteOffset: number | undefined;
  readonly seemsToBe: InputKind | undefined;

  constructor(
    code: ParseErrorCode,
    message: string,
    cure: string,
    at: { line?: number; byteOffset?: number; seemsToBe?: InputKind } = {},
  ) {
    super(message);
    this.name = 'ParseError';
    this.code = code;
    this.cure = cure;
    this.line = at.line;
    this.byteOffset = at.byteOffset;
    this.seemsToBe = at.seemsToBe;
  }
}

export interface ParseLimits {
  /** Bytes of one line, frames of one sample, distinct texts and their length in sum, distinct stacks, samples. */
  readonly maxLineBytes: number;
  readonly maxStackDepth: number;
  readonly maxStrings: number;
  readonly maxTextCharacters: number;
  readonly maxStacks: number;
  readonly maxSamples: number;
  /** Bytes of a file that has to be read as a whole (everything but perf script text). */
  readonly maxDocumentBytes: number;
}

/** Wide enough for every recording seen, narrow enough that a hostile one ends in an error and not in a dead worker. */
export const DEFAULT_PARSE_LIMITS: ParseLimits = {
  maxLineBytes: 1 << 20,
  maxStackDepth: 65_536,
  maxStrings: 5_000_000,
  maxTextCharacters: 1 << 29,
  maxStacks: 20_000_000,
  maxSamples: 50_000_000,
  maxDocumentBytes: 1 << 29,
};
