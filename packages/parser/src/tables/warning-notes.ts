/** What a document's reader could not take at its word: a counter a kind, with the first pieces concerned. */
import type { ParseWarning, ParseWarningKind } from '../parse-result.ts';

const MAX_LINES = 20;
const MAX_LINE_CHARACTERS = 200;

interface Note {
  count: number;
  readonly firstLine: number;
  readonly firstByteOffset: number;
  readonly lines: { line: number; text: string }[];
}

export type WarningNotes = Map<ParseWarningKind, Note>;

export function createWarningNotes(): WarningNotes {
  return new Map();
}

/** `text` is what it was about: a line of the file, or where there are no lines the words for one entry of it; made only if kept. */
export function noteWarning(
  notes: WarningNotes,
  kind: ParseWarningKind,
  by = 1,
  at?: { readonly line?: number; readonly byteOffset?: number; readonly text: string | (() => string) },
): void {
  if (by === 0) return;
  const line = at?.line ?? 1;
  let note = notes.get(kind);
  if (note === undefined) {
    note = { count: 0, firstLine: line, firstByteOffset: at?.byteOffset ?? 0, lines: [] };
    notes.set(kind, note);
  }
  note.count += by;
  if (at !== undefined && note.lines.length < MAX_LINES)
    note.lines.push({ line, text: (typeof at.text === 'string' ? at.text : at.text()).slice(0, MAX_LINE_CHARACTERS) });
}

export function listNotes(notes: WarningNotes): ParseWarning[] {
  return [...notes].map(([kind, note]) => ({ kind, ...note })).sort((a, b) => a.firstLine - b.firstLine);
}
