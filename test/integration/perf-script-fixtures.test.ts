/**
 * Every text in test/fixtures/perf-script beside what reading it must give. A new case is a new pair of files:
 * WRITE_EXPECTED=1 writes the .json that is missing, to be read before it is committed.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createPerfScriptParser, ParseError, type ParseResult, parsePerfScript } from '@subsecond/parser';
import { assertProfileIntegrity } from '@subsecond/profile';
import { createSeededRandom } from '@subsecond/profile/testing';
import { expect, test } from 'vitest';
import { describeReading } from '../support/describe-reading.ts';
import { readReference } from '../support/reference-reader.ts';
import { sameSamples } from '../support/same-samples.ts';

const folder = path.join(import.meta.dirname, '../fixtures/perf-script');
const cases = readdirSync(folder).filter((name) => name.endsWith('.txt'));

/** What the reference reader does not know (its head comment): read by the parser alone. */
const BEYOND_THE_REFERENCE =
  /^(refused|cut-in|utf16|not-utf8|indentation-lost|symbols-without|addresses-only|stray-lines|srcline|recorded-no-event|simpleperf|frame-shapes|hostile-comms)/;

function readInPieces(bytes: Uint8Array, ends: readonly number[]): ParseResult {
  const parser = createPerfScriptParser();
  let start = 0;
  for (const end of [...ends, bytes.length]) {
    // A copy that is overwritten: the parser may keep no reference to what it was given.
    const piece = bytes.slice(start, end);
    parser.push(piece);
    piece.fill(0x2a);
    start = end;
  }
  return parser.finish();
}

for (const name of cases) {
  const bytes = new Uint8Array(readFileSync(path.join(folder, name)));
  const expectedFile = path.join(folder, name.replace(/\.txt$/, '.json'));
  const whole = describeReading(() => parsePerfScript(bytes));

  test(`${name} reads as its other file says`, () => {
    if (!existsSync(expectedFile) && process.env.WRITE_EXPECTED === '1')
      writeFileSync(expectedFile, `${JSON.stringify(whole, undefined, 1)}\n`);
    expect(JSON.parse(JSON.stringify(whole))).toEqual(JSON.parse(readFileSync(expectedFile, 'utf8')));
  });

  test(`${name} reads the same in pieces of any size`, () => {
    const newlines = [...bytes.keys()].filter((at) => bytes[at] === 10);
    const splits: (readonly number[])[] = [
      [...bytes.keys()],
      newlines,
      newlines.map((at) => at + 1),
      newlines.map((at) => Math.min(at + 2, bytes.length)),
    ];
    const random = createSeededRandom(bytes.length);
    for (let i = 0; i < 6; i++) {
      splits.push([...bytes.keys()].filter(() => random() < 0.02));
    }
    for (const ends of splits) expect(describeReading(() => readInPieces(bytes, ends))).toEqual(whole);
  });

  test(`${name} cut at any byte gives a whole profile or a typed refusal`, () => {
    // Every byte of a short text, and of a long one's last lines; between them a step that no line length divides.
    const step = Math.max(1, Math.floor(bytes.length / 211));
    for (let end = 0; end < bytes.length; end += end > bytes.length - 200 ? 1 : step) {
      const result = resultOrRefusal(() => parsePerfScript(bytes.subarray(0, end)));
      if (result !== undefined) assertProfileIntegrity(result.profile);
    }
  });

  if (!BEYOND_THE_REFERENCE.test(name)) {
    test(`${name} reads sample for sample as the reference reader reads it`, () => {
      const { profile } = parsePerfScript(bytes);
      expect(sameSamples(profile, readReference(Buffer.from(bytes).toString('utf8')))).toBeUndefined();
    });
  }
}

function resultOrRefusal(read: () => ParseResult): ParseResult | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof ParseError) return undefined;
    throw error;
  }
}
