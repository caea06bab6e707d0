/** Numbers and times as the map says them; always with a unit. */

/** Seconds from time zero, with as many decimals as the bins need. */
export function secondsText(timeNs: number, resolutionNs: number): string {
  const decimals = resolutionNs >= 1e9 ? 0 : Math.min(9, Math.ceil(-Math.log10(resolutionNs / 1e9) - 1e-9));
  return (timeNs / 1e9).toFixed(decimals);
}

export function durationText(ns: number): string {
  if (ns < 1e3) return `${ns} ns`;
  if (ns < 1e6) return `${significant(ns / 1e3)} µs`;
  if (ns < 1e9) return `${significant(ns / 1e6)} ms`;
  return `${significant(ns / 1e9)} s`;
}

/** Four significant digits, no trailing zeros. */
export function significant(value: number): string {
  return value >= 1000 ? groupedText(Math.round(value)) : String(Number(value.toPrecision(4)));
}

/** 188,160 */
export function groupedText(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: 0 });
}

export function percentText(share: number): string {
  if (share === 0) return '0 %';
  if (share < 0.0001) return '< 0.01 %';
  return `${Number((share * 100).toPrecision(share < 0.01 ? 2 : 3))} %`;
}
