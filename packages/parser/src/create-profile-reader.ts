/**
 * Any profile's bytes, pushed in pieces, to tables: what it is, its first bytes tell. perf script text goes on to its parser piece by
 * piece; every other format is a document that is read as a whole at the end, within `maxDocumentBytes`.
 */
import { detectFormat } from './detect-format.ts';
import {
  DEFAULT_PARSE_LIMITS,
  type InputFormat,
  ParseError,
  type ParseLimits,
  type ParseResult,
} from './parse-result.ts';
import { createPerfScriptParser, type PerfScriptParser } from './perf-script/create-parser.ts';
import { type DocumentFormat, readDocument } from './read-document.ts';

export interface ProfileReader {
  /** May keep the bytes until `finish`. Throws ParseError. */
  push(bytes: Uint8Array): void;
  /** Samples so far; 0 while a document is only collected. */
  readonly samples: number;
  readonly bytesRead: number;
  /** Throws ParseError where there is no sample. */
  finish(): ParseResult;
}

export interface ProfileReaderOptions {
  readonly limits?: Partial<ParseLimits>;
}

/** What a format is judged by. Longer than any header of perf's that was seen, short enough to wait for. */
const HEAD_BYTES = 1 << 16;

export function createProfileReader(options: ProfileReaderOptions = {}): ProfileReader {
  const limits = { ...DEFAULT_PARSE_LIMITS, ...options.limits };
  let held: Uint8Array[] = [];
  let bytesRead = 0;
  let perfScript: PerfScriptParser | undefined;
  let document: DocumentFormat | undefined;

  function decide(): void {
    const format = detectFormat(joined(held, Math.min(bytesRead, HEAD_BYTES)));
    if (format !== 'perf-script') {
      document = format;
      return;
    }
    perfScript = createPerfScriptParser({ limits });
    const waiting = held;
    held = [];
    for (const bytes of waiting) perfScript.push(bytes);
  }

  function push(bytes: Uint8Array): void {
    bytesRead += bytes.length;
    if (perfScript !== undefined) {
      perfScript.push(bytes);
      return;
    }
    held.push(bytes.slice());
    if (document === undefined && bytesRead >= HEAD_BYTES) decide();
    if (document !== undefined && bytesRead > limits.maxDocumentBytes) throw tooLong(limits.maxDocumentBytes);
  }

  function finish(): ParseResult {
    if (perfScript === undefined && document === undefined) decide();
    if (perfScript !== undefined) return perfScript.finish();
    if (bytesRead > limits.maxDocumentBytes) throw tooLong(limits.maxDocumentBytes);
    const bytes = joined(held, bytesRead);
    held = [];
    return readDocument(document ?? 'json', bytes, { limits });
  }

  return {
    push,
    finish,
    get samples() {
      return perfScript?.samples ?? 0;
    },
    get bytesRead() {
      return bytesRead;
    },
  };
}

/** A whole file at once. */
export function readProfile(bytes: Uint8Array, options: ProfileReaderOptions = {}): ParseResult {
  const reader = createProfileReader(options);
  reader.push(bytes);
  return reader.finish();
}

function joined(parts: readonly Uint8Array[], length: number): Uint8Array {
  if (parts.length === 1) return parts[0].subarray(0, length);
  const whole = new Uint8Array(length);
  let filled = 0;
  for (const part of parts) {
    if (filled >= length) break;
    const taken = part.subarray(0, length - filled);
    whole.set(taken, filled);
    filled += taken.length;
  }
  return whole;
}

function tooLong(maxBytes: number): ParseError {
  return new ParseError(
    'limit-document-size',
    `The file is longer than ${maxBytes.toLocaleString('en-US')} bytes, and of a format that has to be read as a whole.`,
    'Record a shorter time, or raise the limit maxDocumentBytes. perf script text may be of any length.',
  );
}

export type { InputFormat };
