/** The formats that are read as a whole: the one table that names them. */
import { isChromeTrace, readChromeTrace } from './chrome-trace/read-chrome-trace.ts';
import { isCpuProfile, readCpuProfile } from './cpuprofile/read-cpuprofile.ts';
import { isHeapProfile, readHeapProfile } from './cpuprofile/read-heapprofile.ts';
import { readFolded } from './folded/read-folded.ts';
import { readJfr } from './jfr/read-jfr.ts';
import { readJson } from './json/read-json.ts';
import { readNflxProfile } from './nflxprofile/read-nflxprofile.ts';
import { ParseError, type ParseResult } from './parse-result.ts';
import { readPprof } from './pprof/read-pprof.ts';
import { isSpeedscope, readSpeedscope } from './speedscope/read-speedscope.ts';
import type { ReadingContext } from './tables/reading-context.ts';

/** `json` is decided by what the document holds. */
export type DocumentFormat = 'json' | 'folded' | 'pprof' | 'jfr' | 'nflxprofile';

export function readDocument(format: DocumentFormat, bytes: Uint8Array, context: ReadingContext): ParseResult {
  switch (format) {
    case 'json':
      return readJsonProfile(bytes, context);
    case 'folded':
      return readFolded(bytes, context);
    case 'pprof':
      return readPprof(bytes, context);
    case 'jfr':
      return readJfr(bytes, context);
    case 'nflxprofile':
      return readNflxProfile(bytes, context);
    default:
      return assertUnreachable(format);
  }
}

function readJsonProfile(bytes: Uint8Array, context: ReadingContext): ParseResult {
  const document = readJson(bytes);
  const { value } = document;
  if (isSpeedscope(value)) return readSpeedscope(document, bytes.length, context);
  if (isHeapProfile(value)) return readHeapProfile(document, bytes.length, context);
  if (isCpuProfile(value)) return readCpuProfile(document, bytes.length, context);
  if (isChromeTrace(value)) return readChromeTrace(document, bytes.length, context);
  throw new ParseError(
    'input-not-perf-script',
    'The file is JSON, but no profile that can be read here.',
    'Upload a V8 .cpuprofile, a Chrome trace, a speedscope file, or what perf script prints.',
    { line: 1, seemsToBe: 'json' },
  );
}

function assertUnreachable(value: never): never {
  throw new Error(`no reader for ${String(value)}`);
}
