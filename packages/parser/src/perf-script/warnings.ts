/** One counter a reason, with the first lines concerned: nothing is left out without one. */
import { decodeUtf8 } from '../bytes/decode-utf8.ts';
import type { ParseWarning, ParseWarningKind } from '../parse-result.ts';

const MAX_LINES = 20;
const MAX_LINE_CHARACTERS = 200;

interface Counter {
  count: number;
  readonly firstLine: number;
  readonly firstByteOffset: number;
  readonly lines: { line: number; text: string }[];
}

export type Warnings = Map<ParseWarningKind, Counter>;

export function createWarnings(): Warnings {
  return new Map();
}

/** Counts `by` more of `kind`, seen at a line whose text is `bytes[start, end)`. */
export function warn(
  warnings: Warnings,
  kind: ParseWarningKind,
  at: { line: number; byteOffset: number },
  bytes: Uint8Array,
  start: number,
  end: number,
  by = 1,
): void {
  let counter = warnings.get(kind);
  if (counter === undefined) {
    counter = { count: 0, firstLine: at.line, firstByteOffset: at.byteOffset, lines: [] };
    warnings.set(kind, counter);
  }
  counter.count += by;
  if (counter.lines.length < MAX_LINES && end > start) {
    // Four bytes a character at most: enough bytes, not the whole of a long line.
    const text = decodeUtf8(bytes, start, Math.min(end, start + MAX_LINE_CHARACTERS * 4)).text.slice(
      0,
      MAX_LINE_CHARACTERS,
    );
    counter.lines.push({ line: at.line, text });
  }
}

/** What another reader counted, whose first line stands behind `linesBefore` lines and at `byteOffset`. */
export function absorbWarning(
  warnings: Warnings,
  warning: ParseWarning,
  linesBefore: number,
  byteOffset: number,
): void {
  const lines = warning.lines.map(({ line, text }) => ({ line: line + linesBefore, text }));
  const counter = warnings.get(warning.kind);
  if (counter === undefined) {
    warnings.set(warning.kind, {
      count: warning.count,
      firstLine: warning.firstLine + linesBefore,
      firstByteOffset: warning.firstByteOffset + byteOffset,
      lines,
    });
    return;
  }
  counter.count += warning.count;
  counter.lines.push(...lines.slice(0, MAX_LINES - counter.lines.length));
}

/** A reason that is known only as a number, at the end. */
export function warnCount(
  warnings: Warnings,
  kind: ParseWarningKind,
  count: number,
  at: { line: number; byteOffset: number },
): void {
  const counter = warnings.get(kind);
  if (counter !== undefined) counter.count += count;
  else if (count > 0) warnings.set(kind, { count, firstLine: at.line, firstByteOffset: at.byteOffset, lines: [] });
}

export function listWarnings(warnings: Warnings): ParseWarning[] {
  return [...warnings].map(([kind, counter]) => ({ kind, ...counter })).sort((a, b) => a.firstLine - b.firstLine);
}
