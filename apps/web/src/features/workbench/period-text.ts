import { parseDecimalSeconds } from './decimal-seconds.ts';
import { PERIOD_MAX_NS, PERIOD_MIN_NS } from './url-state.ts';

/**
 * The period of a column as people write it: `0.5`, `7 s`, `16.67 ms`, `250 us`, `2 min`, or the rate that something
 * happens at, `60 Hz`.
 */

const UNIT_NS: Readonly<Record<string, number>> = {
  '': 1e9,
  s: 1e9,
  sec: 1e9,
  ms: 1e6,
  us: 1e3,
  µs: 1e3,
  μs: 1e3,
  min: 60e9,
  h: 3600e9,
};

const NUMBER_AND_UNIT = /^(\d{1,8}(?:[.,]\d{1,9})?|[.,]\d{1,9})\s*([a-zµμ]*)$/i;

/** Whole nanoseconds; undefined where it is no length of time, or none that a column may have. */
export function parsePeriodText(text: string): number | undefined {
  const ns = lengthOf(text.trim());
  return ns !== undefined && ns >= PERIOD_MIN_NS && ns <= PERIOD_MAX_NS ? ns : undefined;
}

/** Why this is no period, and what is. */
export function periodProblem(text: string): string {
  const ns = lengthOf(text.trim());
  if (ns === undefined) return 'A length of time, like 0.5, 16.67 ms, 2 min or 60 Hz.';
  return ns < PERIOD_MIN_NS ? 'The shortest period is 1 ms.' : 'The longest period is 1 h (3600 s).';
}

function lengthOf(text: string): number | undefined {
  const exact = parseDecimalSeconds(text);
  if (exact !== undefined) return exact;
  const [, digits = '', unit = ''] = NUMBER_AND_UNIT.exec(text) ?? [];
  if (digits === '') return undefined;
  const value = Number(digits.replace(',', '.'));
  const name = unit.toLowerCase();
  if (name === 'hz') return value > 0 ? Math.round(1e9 / value) : undefined;
  const unitNs = Object.hasOwn(UNIT_NS, name) ? UNIT_NS[name] : undefined;
  return unitNs === undefined ? undefined : Math.round(value * unitNs);
}
