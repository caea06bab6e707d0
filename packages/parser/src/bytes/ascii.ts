/** Byte values and byte classes of the text formats. `\r` is taken off line ends before anything is scanned. */
export const TAB = 9;
export const LF = 10;
export const CR = 13;
export const BLANK = 32;
export const HASH = 35;
export const OPEN_PAREN = 40;
export const CLOSE_PAREN = 41;
export const PLUS = 43;
export const MINUS = 45;
export const DOT = 46;
export const SLASH = 47;
export const ZERO = 48;
export const NINE = 57;
export const COLON = 58;
export const OPEN_BRACKET = 91;
export const CLOSE_BRACKET = 93;
export const LOWER_X = 120;

/** 1 for `0-9a-f`, and for `A-F` too: some ports of perf print upper case. */
const HEX_DIGIT = new Uint8Array(256);
for (const digit of '0123456789abcdefABCDEF') HEX_DIGIT[digit.charCodeAt(0)] = 1;

export function isHexDigit(byte: number): boolean {
  return HEX_DIGIT[byte] === 1;
}

export function isDigit(byte: number): boolean {
  return byte >= ZERO && byte <= NINE;
}

export function isBlank(byte: number): boolean {
  return byte === BLANK || byte === TAB;
}

/** First position at or after `from` that is neither blank nor TAB; `end` if there is none. */
export function skipBlanks(bytes: Uint8Array, from: number, end: number): number {
  let pos = from;
  while (pos < end && (bytes[pos] === BLANK || bytes[pos] === TAB)) pos++;
  return pos;
}

/** First position at or after `from` that is blank or TAB; `end` if there is none. */
export function skipToken(bytes: Uint8Array, from: number, end: number): number {
  let pos = from;
  while (pos < end && bytes[pos] !== BLANK && bytes[pos] !== TAB) pos++;
  return pos;
}

export function startsWithAscii(bytes: Uint8Array, at: number, end: number, text: string): boolean {
  if (at + text.length > end) return false;
  for (let i = 0; i < text.length; i++) if (bytes[at + i] !== text.charCodeAt(i)) return false;
  return true;
}
