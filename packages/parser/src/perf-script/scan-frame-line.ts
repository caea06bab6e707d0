/**
 * The frame line, by bytes: `blank, hex address, blank, symbol[+0xoffset], blank, (mapping)`.
 *
 *   \t ffffffff813aa3e5 operator()(int)+0x175 (/srv/dir with (paren)/lib a.so)
 *                       └── symbol ────┘└ ─ ┘ └ mapping: the last balanced group of parentheses at the end
 *
 * The address and the symbol offset are scanned and not kept.
 */
import {
  BLANK,
  CLOSE_BRACKET,
  CLOSE_PAREN,
  COLON,
  isBlank,
  isDigit,
  isHexDigit,
  LOWER_X,
  OPEN_BRACKET,
  OPEN_PAREN,
  PLUS,
  SLASH,
  skipBlanks,
  startsWithAscii,
  TAB,
  ZERO,
} from '../bytes/ascii.ts';

/** Filled by `scanFrameLine`, reused for every line. Half-open positions in the bytes scanned. */
export interface FrameLine {
  symbolStart: number;
  symbolEnd: number;
  /** What stands behind symbol and offset, blanks included: ` (mapping)`, or nothing. */
  tailStart: number;
  tailEnd: number;
  /** Text between the mapping's parentheses; −1 where the line has none. */
  mappingStart: number;
  mappingEnd: number;
  /** The line begins with a blank or a TAB, as perf writes it. */
  indented: boolean;
  /** A symbol offset was printed. */
  symbolOffset: boolean;
}

export function createFrameLine(): FrameLine {
  return {
    symbolStart: 0,
    symbolEnd: 0,
    tailStart: 0,
    tailEnd: 0,
    mappingStart: -1,
    mappingEnd: -1,
    indented: false,
    symbolOffset: false,
  };
}

/** perf prints `%16lx`; a longer run of hex digits is a word, not an address. */
const MAX_ADDRESS_DIGITS = 16;

/**
 * Whether `bytes[start, end)` has the shape of a frame. An address alone is one only where the line is indented; a line that
 * lost its indentation must have a mapping or a symbol offset, or every line of prose that begins with `a ` were one.
 */
export function scanFrameLine(bytes: Uint8Array, start: number, end: number, out: FrameLine): boolean {
  const address = skipBlanks(bytes, start, end);
  out.indented = address > start;
  let pos = address;
  while (pos < end && isHexDigit(bytes[pos])) pos++;
  const digits = pos - address;
  if (digits === 0 || digits > MAX_ADDRESS_DIGITS) return false;
  if (pos < end && !isBlank(bytes[pos])) return false;
  scanSymbolAndMapping(bytes, skipBlanks(bytes, pos, end), end, out);
  if (out.symbolEnd === out.symbolStart && out.mappingStart < 0) return out.indented && digits >= 3;
  return out.indented || out.mappingStart >= 0 || out.symbolOffset;
}

/** A frame printed without its address (`-F` without `ip`): indented, and told from prose by a mapping that is a path or in brackets. */
export function scanFrameWithoutAddress(bytes: Uint8Array, start: number, end: number, out: FrameLine): boolean {
  const symbol = skipBlanks(bytes, start, end);
  if (symbol === start) return false;
  scanSymbolAndMapping(bytes, symbol, end, out);
  out.indented = true;
  if (out.mappingStart < 0 || out.symbolEnd === out.symbolStart) return false;
  const first = bytes[out.mappingStart];
  return (
    first === SLASH || first === OPEN_BRACKET || startsWithAscii(bytes, out.mappingStart, out.mappingEnd, 'inlined')
  );
}

/** Without a call graph the frame stands behind the event; a tracepoint's text is told from it by having no mapping. */
export function frameAfterEvent(bytes: Uint8Array, tail: number, end: number, out: FrameLine): boolean {
  if (!scanFrameLine(bytes, tail, end, out) || out.mappingStart < 0) return false;
  const first = bytes[out.mappingStart];
  return first === SLASH || first === OPEN_BRACKET || out.symbolEnd > out.symbolStart;
}

/** `symbol[+0xoffset] [(mapping)]` from `start`; blanks at the end of the line are not part of anything. */
export function scanSymbolAndMapping(bytes: Uint8Array, start: number, lineEnd: number, out: FrameLine): void {
  let end = lineEnd;
  while (end > start && isBlank(bytes[end - 1])) end--;
  let textEnd = end;
  out.mappingStart = -1;
  out.mappingEnd = -1;
  const open = mappingOpen(bytes, start, end);
  if (open >= 0) {
    // A group that is not closed is half a path, cut with the file: it ends the symbol and names nothing.
    if (bytes[end - 1] === CLOSE_PAREN) {
      out.mappingStart = open + 1;
      out.mappingEnd = end - 1;
    }
    textEnd = open;
    while (textEnd > start && isBlank(bytes[textEnd - 1])) textEnd--;
  }
  out.symbolStart = start;
  out.symbolEnd = symbolOffsetStart(bytes, start, textEnd);
  out.symbolOffset = out.symbolEnd < textEnd;
  out.tailStart = textEnd;
  out.tailEnd = lineEnd;
}

/** Position of the parenthesis that opens the mapping, −1 where there is none. It stands behind a blank, or at the start. */
function mappingOpen(bytes: Uint8Array, start: number, end: number): number {
  if (end <= start || bytes[end - 1] !== CLOSE_PAREN) return openAfterSymbolOffset(bytes, start, end);
  let depth = 0;
  for (let pos = end - 1; pos >= start; pos--) {
    const byte = bytes[pos];
    if (byte === CLOSE_PAREN) depth++;
    else if (byte === OPEN_PAREN && --depth === 0) {
      if (pos === start || isBlank(bytes[pos - 1])) return pos;
      break;
    }
  }
  // Not balanced, or glued to the symbol: a path with one parenthesis, or no mapping at all as in `foo(int)`.
  return openAfterSymbolOffset(bytes, start, end);
}

/** The `(` in `+0x1f (`: where parentheses do not balance, or the line was cut inside the mapping, the offset still tells. */
function openAfterSymbolOffset(bytes: Uint8Array, start: number, end: number): number {
  for (let pos = end - 1; pos > start + 4; pos--) {
    if (bytes[pos] !== OPEN_PAREN || bytes[pos - 1] !== BLANK) continue;
    if (symbolOffsetStart(bytes, start, pos - 1) < pos - 1) return pos;
  }
  return -1;
}

/** Where `+0x1f` at the end of `bytes[start, end)` begins; `end` where there is none, or nothing before it. */
export function symbolOffsetStart(bytes: Uint8Array, start: number, end: number): number {
  let pos = end;
  while (pos > start && end - pos <= MAX_ADDRESS_DIGITS && isHexDigit(bytes[pos - 1])) pos--;
  if (pos === end || pos - 3 <= start) return end;
  return bytes[pos - 1] === LOWER_X && bytes[pos - 2] === ZERO && bytes[pos - 3] === PLUS ? pos - 3 : end;
}

/**
 * `  file.c:123`, `  ??:0`, or `  mapping[address]` where there is no debug information: the extra line under a frame that
 * `-F +srcline` prints.
 */
export function isSourceLine(bytes: Uint8Array, start: number, end: number): boolean {
  const text = skipBlanks(bytes, start, end);
  if (text === start || bytes[start] === TAB) return false;
  let pos = end;
  while (pos > text && isBlank(bytes[pos - 1])) pos--;
  const bracketed = bytes[pos - 1] === CLOSE_BRACKET;
  if (bracketed) pos--;
  const digitsEnd = pos;
  while (pos > text && (bracketed ? isHexDigit(bytes[pos - 1]) : isDigit(bytes[pos - 1]))) pos--;
  return pos < digitsEnd && pos - 1 > text && bytes[pos - 1] === (bracketed ? OPEN_BRACKET : COLON);
}
