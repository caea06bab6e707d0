/** Bytes of a perf script text, pushed in pieces of any size, to the tables of a profile. */
import { createInputDecoder } from '../bytes/decode-input.ts';
import { createLineSplitter } from '../bytes/split-lines.ts';
import { detectInput, refuseInput } from '../detect.ts';
import { DEFAULT_PARSE_LIMITS, type ParseLimits, type ParseResult } from '../parse-result.ts';
import { absorbPart } from './absorb-part.ts';
import { finishReading } from './finish-reading.ts';
import { readLastLine } from './read-last-line.ts';
import { readLines } from './read-lines.ts';
import type { PerfScriptPart } from './read-part.ts';
import { createReaderState, limitPassed } from './reader-state.ts';

export interface PerfScriptParser {
  /** Reads what of `bytes` are whole lines; keeps no reference to them. Throws ParseError. */
  push(bytes: Uint8Array): void;
  readonly samples: number;
  readonly bytesRead: number;
  /** Takes over what follows the bytes pushed so far; false where that can't be done, and the part's bytes must be pushed. */
  absorb(part: PerfScriptPart): boolean;
  /** Throws ParseError where there is no sample. */
  finish(): ParseResult;
}

export interface PerfScriptParserOptions {
  readonly limits?: Partial<ParseLimits>;
}

/** Of the text's beginning, kept to say what it is if it turns out to hold no sample. */
const HEAD_BYTES = 1 << 16;
const MAGIC_BYTES = 8;
/** A text without any event line is given up here: what is no perf script need not be read to its end. */
const HOPELESS_BYTES = 16 << 20;

export function createPerfScriptParser(options: PerfScriptParserOptions = {}): PerfScriptParser {
  const limits = { ...DEFAULT_PARSE_LIMITS, ...options.limits };
  const state = createReaderState(limits);
  const head = new Uint8Array(HEAD_BYTES);
  let headLength = 0;
  let bytesRead = 0;

  const lines = createLineSplitter(
    limits.maxLineBytes,
    (bytes, view, start, end, byteOffset) => readLines(state, bytes, view, start, end, byteOffset),
    (byteOffset) => {
      // A line that never ends, in a text without a sample, is mostly a file of another kind.
      if (state.samples.length === 0) refuseOtherKinds();
      state.blockByteOffset = byteOffset;
      throw limitPassed(state, 'limit-line-length', 'the line is longer than allowed', 'maxLineBytes', 0);
    },
  );
  const decoder = createInputDecoder((bytes) => lines.push(bytes));

  function refuseOtherKinds(): void {
    const kind = detectInput(head.subarray(0, headLength));
    if (kind !== 'perf-script' && kind !== 'text') throw refuseInput(kind, state);
  }

  /** What a magic number tells needs no second look: such a file may be gigabytes long. */
  function refuseMagic(): void {
    const kind = detectInput(head.subarray(0, MAGIC_BYTES));
    if (kind === 'gzip' || kind === 'zstd' || kind === 'perf-data') throw refuseInput(kind, state);
  }

  function push(bytes: Uint8Array): void {
    if (headLength < HEAD_BYTES) {
      const taken = bytes.subarray(0, HEAD_BYTES - headLength);
      const before = headLength;
      head.set(taken, headLength);
      headLength += taken.length;
      if (before < MAGIC_BYTES && headLength >= MAGIC_BYTES) refuseMagic();
    }
    bytesRead += bytes.length;
    decoder.push(bytes);
    if (state.samples.length === 0 && state.records === 0 && bytesRead > HOPELESS_BYTES) {
      throw refuseInput(detectInput(head.subarray(0, headLength)), state);
    }
  }

  function absorb(part: PerfScriptPart): boolean {
    // Decoded bytes are counted from where the text began, and a line must have ended.
    if (decoder.repaired || !lines.atLineStart) return false;
    state.blockByteOffset = bytesRead;
    if (!absorbPart(state, part)) return false;
    bytesRead += part.bytes;
    lines.skip(part.bytes);
    return true;
  }

  function finish(): ParseResult {
    decoder.finish();
    lines.finish((bytes, view, start, end, byteOffset) => readLastLine(state, bytes, view, start, end, byteOffset));
    if (state.samples.length === 0) throw refuseInput(detectInput(head.subarray(0, headLength)), state);
    return finishReading(state, bytesRead, decoder.repaired);
  }

  return {
    push,
    absorb,
    finish,
    get samples() {
      return state.samples.length;
    },
    get bytesRead() {
      return bytesRead;
    },
  };
}

/** A whole text at once. */
export function parsePerfScript(bytes: Uint8Array, options: PerfScriptParserOptions = {}): ParseResult {
  const parser = createPerfScriptParser(options);
  parser.push(bytes);
  return parser.finish();
}
