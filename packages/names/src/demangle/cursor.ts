/**
 * A mangled name while it is read. Names are hostile: whoever reads one goes through `enter` for every production, so depth and
 * steps are bounded, and through `write` or `checkLength` for every text, so that back references can't multiply it.
 */
export interface Cursor {
  readonly text: string;
  at: number;
  depth: number;
  steps: number;
}

/** Deeper, longer or larger than any compiler's name: the name is then left as it is. */
const DEPTH_MAX = 192;
const STEPS_MAX = 50_000;
export const OUTPUT_MAX = 16_384;

/**
 * The name is none, or none that we can read. Never leaves this folder: `demangle` answers undefined. No Error, whose stack
 * would cost more than the reading.
 */
export class NotMangled {}

export function createCursor(text: string, at: number): Cursor {
  return { text, at, depth: 0, steps: 0 };
}

export function fail(): never {
  throw new NotMangled();
}

/** Runs one production, one level deeper. */
export function enter<Answer>(cursor: Cursor, production: () => Answer): Answer {
  cursor.depth++;
  cursor.steps++;
  if (cursor.depth > DEPTH_MAX || cursor.steps > STEPS_MAX) fail();
  const answer = production();
  cursor.depth--;
  return answer;
}

export function checkLength(text: string): string {
  return text.length > OUTPUT_MAX ? fail() : text;
}

/** The character at hand, '' at the end. */
export function peek({ text, at }: Cursor): string {
  return text.charAt(at);
}

export function take(cursor: Cursor): string {
  return cursor.at < cursor.text.length ? cursor.text.charAt(cursor.at++) : fail();
}

export function takeIf(cursor: Cursor, wanted: string): boolean {
  if (!cursor.text.startsWith(wanted, cursor.at)) return false;
  cursor.at += wanted.length;
  return true;
}

export function expect(cursor: Cursor, wanted: string): void {
  if (!takeIf(cursor, wanted)) fail();
}

export function isDigit(character: string): boolean {
  return character >= '0' && character <= '9';
}

export function takeDecimal(cursor: Cursor): number {
  const start = cursor.at;
  while (isDigit(peek(cursor))) cursor.at++;
  const digits = cursor.text.slice(start, cursor.at);
  return digits === '' || digits.length > 9 ? fail() : Number(digits);
}

export function takeLength(cursor: Cursor, length: number): string {
  const end = cursor.at + length;
  if (end > cursor.text.length) fail();
  const taken = cursor.text.slice(cursor.at, end);
  cursor.at = end;
  return taken;
}
