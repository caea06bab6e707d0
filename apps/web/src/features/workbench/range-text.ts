import { parseDecimalSeconds } from './decimal-seconds.ts';
import { boundWords } from './selection-words.ts';
import type { TimeRange } from './url-state.ts';

/** The two typed ends of a selection, in seconds from time zero: what is taken, and why the rest is not. */

const NO_NUMBER = 'Seconds from time zero, like 63.1.';

/** Undefined where it is none. It moves no end: a range that would be empty is refused. */
export function parseStart(text: string, range: TimeRange, spanNs: number): number | undefined {
  const ns = parseDecimalSeconds(text);
  return ns !== undefined && ns < Math.min(range.endNs, spanNs) ? ns : undefined;
}

/** An end behind the recording's is the recording's. */
export function parseEnd(text: string, range: TimeRange, spanNs: number): number | undefined {
  const ns = parseDecimalSeconds(text);
  if (ns === undefined || ns <= range.startNs) return undefined;
  const end = Math.min(ns, spanNs);
  return end > range.startNs ? end : undefined;
}

export function startProblem(ns: number | undefined, range: TimeRange, spanNs: number): string {
  if (ns === undefined) return NO_NUMBER;
  if (ns >= spanNs) return `The recording ends at ${boundWords(spanNs)} s.`;
  return `The selection ends at ${boundWords(range.endNs)} s: it must start before. To select something later, type its end first.`;
}

export function endProblem(ns: number | undefined, range: TimeRange): string {
  if (ns === undefined) return NO_NUMBER;
  return `The selection starts at ${boundWords(range.startNs)} s: it must end after that.`;
}
