/** What must hold for any bytes whatever: a profile that holds together, or a typed refusal; and the same in whole as line by line. */
import { isDeepStrictEqual } from 'node:util';
import { createPerfScriptParser, ParseError, type ParseResult, parsePerfScript } from '@subsecond/parser';
import { assertProfileIntegrity } from '@subsecond/profile';

export type Reading = ParseResult | ParseError;

/** Throws what no text may make the parser throw, and what the profile's tables break. */
export function readAnything(read: () => ParseResult): Reading {
  try {
    const result = read();
    assertProfileIntegrity(result.profile);
    return result;
  } catch (error) {
    if (error instanceof ParseError) return error;
    throw error;
  }
}

/** Of a piece that ends with a line nothing is known that follows: no block of stacks can be read at once. */
export function readLineByLine(bytes: Uint8Array): ParseResult {
  const parser = createPerfScriptParser();
  for (let start = 0; start < bytes.length; ) {
    const newline = bytes.indexOf(10, start);
    const end = newline < 0 ? bytes.length : newline + 1;
    parser.push(bytes.subarray(start, end));
    start = end;
  }
  return parser.finish();
}

export function checkReading(bytes: Uint8Array): void {
  const whole = readAnything(() => parsePerfScript(bytes));
  const lines = readAnything(() => readLineByLine(bytes));
  if (whole instanceof ParseError || lines instanceof ParseError) {
    // Where a text is given up for good depends on how much of it was there.
    if (whole instanceof ParseError && lines instanceof ParseError && whole.code === lines.code) return;
    throw new Error(`In whole: ${outcome(whole)}; line by line: ${outcome(lines)}`);
  }
  if (!isDeepStrictEqual(whole, lines)) throw new Error('Read in whole and line by line the tables differ.');
}

function outcome(reading: Reading): string {
  return reading instanceof ParseError ? reading.message : `${reading.profile.samples.length} samples`;
}
