/** A JSON document as plain values, and the few questions that readers ask of them. Keys such as `__proto__` are only keys. */
import { decodeDocument } from '../bytes/decode-document.ts';
import { ParseError } from '../parse-result.ts';

export type JsonFields = Readonly<Record<string, unknown>>;

/** V8's longest string, in UTF-16 units. */
const MAX_TEXT = 536_870_888;

export interface JsonDocument {
  readonly value: unknown;
  readonly repaired: number;
  /** The text was cut off, or an array without its end, which writers of traces leave out: what could be read was read. */
  readonly completed: boolean;
}

export function readJson(bytes: Uint8Array): JsonDocument {
  if (bytes.length > MAX_TEXT) throw tooLong(bytes.length);
  const { text, repaired } = decodeDocument(bytes);
  const whole = tryJson(text);
  if (whole.ok) return { value: whole.value, repaired, completed: false };
  const mended = mendArray(text);
  const again = mended === undefined ? whole : tryJson(mended);
  if (again.ok) return { value: again.value, repaired, completed: true };
  throw new ParseError(
    'input-damaged',
    `The file looks like JSON, and is not: ${whole.reason}.`,
    'It may be cut off: compare its size with the original, and save or copy it again.',
    { line: whole.line, seemsToBe: 'json' },
  );
}

function tooLong(bytes: number): ParseError {
  return new ParseError(
    'limit-document-size',
    `The JSON is ${bytes} bytes long; more than ${MAX_TEXT} can't be read as one document.`,
    'Record a shorter time, or fewer categories of events.',
    { seemsToBe: 'json' },
  );
}

type Tried =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly reason: string; readonly line: number };

function tryJson(text: string): Tried {
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const position = Number(/at position (\d+)/.exec(reason)?.[1] ?? 0);
    return { ok: false, reason: reason.slice(0, 200), line: lineAt(text, position) };
  }
}

function lineAt(text: string, position: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at >= 0 && at < position; at = text.indexOf('\n', at + 1)) line++;
  return line;
}

/** The Trace Event Format lets a writer leave out the closing `]`, also behind a comma. */
function mendArray(text: string): string | undefined {
  if (!/^\s*\[/.test(text)) return undefined;
  const end = text.trimEnd();
  if (end.endsWith('}')) return `${end}]`;
  return end.endsWith('},') ? `${end.slice(0, -1)}]` : undefined;
}

export function isFields(value: unknown): value is JsonFields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An own field alone: what every object inherits is no part of the document. */
export function fieldOf(value: unknown, name: string): unknown {
  return isFields(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

export function listOf(value: unknown, name: string): readonly unknown[] | undefined {
  const list = fieldOf(value, name);
  return Array.isArray(list) ? list : undefined;
}

export function textOf(value: unknown, name: string): string | undefined {
  const text = fieldOf(value, name);
  return typeof text === 'string' ? text : undefined;
}

export function numberOf(value: unknown, name: string): number | undefined {
  const number = fieldOf(value, name);
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}
