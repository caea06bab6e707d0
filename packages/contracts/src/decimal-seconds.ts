/**
 * Times travel as decimal seconds (`63.1`) and are computed with as integer nanoseconds. The conversion reads the digits:
 * `63.1 * 1e9` would be 63100000000.00001 in floating point, and a sample on the border would change sides.
 */

const DECIMAL_SECONDS = /^(\d{1,7})(?:\.(\d{1,9})0*)?$/;

/** Nanoseconds, or undefined where the text is no plain decimal of at most 7 digits before and 9 after the point. */
export function parseDecimalSeconds(text: string): number | undefined {
  const match = DECIMAL_SECONDS.exec(text);
  if (match === null) return undefined;
  const [, whole = '0', fraction = ''] = match;
  return Number(whole) * 1_000_000_000 + Number(fraction.padEnd(9, '0'));
}

/** The shortest decimal that `parseDecimalSeconds` reads back as `ns`, a whole number of at least 0. */
export function printDecimalSeconds(ns: number): string {
  const whole = Math.floor(ns / 1_000_000_000);
  const fraction = String(ns % 1_000_000_000)
    .padStart(9, '0')
    .replace(/0+$/, '');
  return fraction === '' ? String(whole) : `${whole}.${fraction}`;
}
