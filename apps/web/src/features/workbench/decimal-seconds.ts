/**
 * Nanoseconds ↔ decimal seconds as text, digit by digit: a link must name the same nanosecond on every machine, and
 * 0.1 + 0.2 does not. Only whole nanoseconds up to 2^53 (104 days) pass; everything else is refused, never rounded.
 */

const NS_DIGITS = 9;

/** `63.1`, `0.000000001`, `120`: no trailing zeros, no exponent. */
export function printDecimalSeconds(ns: number): string {
  if (!Number.isSafeInteger(ns) || ns < 0) throw new RangeError(`not a whole, positive number of nanoseconds: ${ns}`);
  const digits = String(ns).padStart(NS_DIGITS + 1, '0');
  const fraction = digits.slice(-NS_DIGITS).replace(/0+$/, '');
  const whole = digits.slice(0, -NS_DIGITS);
  return fraction === '' ? whole : `${whole}.${fraction}`;
}

/** Undefined for anything that is not plain decimal digits of at most nanosecond precision. */
export function parseDecimalSeconds(text: string): number | undefined {
  const match = /^(\d{1,8})(?:[.,](\d{1,9}))?$/.exec(text.trim());
  if (match === null) return undefined;
  const [, whole = '0', fraction = ''] = match;
  const ns = Number(BigInt(whole + fraction.padEnd(NS_DIGITS, '0')));
  return Number.isSafeInteger(ns) ? ns : undefined;
}
