const SECOND_NS = 1_000_000_000;

/** Lengths that people count in, in seconds: a column of a map is one of them. */
const PERIODS_S = [1, 2, 5, 10, 15, 20, 30, 60, 120, 300, 600, 900, 1_200, 1_800, 3_600];

/**
 * The shortest of the usual periods, from a second to an hour, with which a map from time zero to `lastNs` (itself included) has
 * at most `maxColumns` columns; an hour where none has.
 */
export function fittingPeriodNs(lastNs: number, maxColumns: number): number {
  const fits = PERIODS_S.find((seconds) => Math.floor(lastNs / (seconds * SECOND_NS)) < maxColumns);
  return (fits ?? 3_600) * SECOND_NS;
}
