/** Values are looked at once or twice; sorting all bins of a long map (3.6 million) would hold the page for a third of a second. */
const BUCKETS = 4096;
const FEW = 4096;

/**
 * The quantile of the values above zero: the one with `quantile` of them below it; 0 where there is none. Exact: narrows the
 * range bucket by bucket until what is left can be sorted.
 */
export function quantileOfNonZero(values: Float64Array, quantile: number): number {
  let present = values.filter((value) => value > 0);
  let rank = Math.min(present.length - 1, Math.floor(present.length * quantile));
  while (present.length > FEW) {
    let least = Number.POSITIVE_INFINITY;
    let most = 0;
    for (const value of present) {
      if (value < least) least = value;
      if (value > most) most = value;
    }
    if (least === most) return least;
    const perValue = (BUCKETS - 1) / (most - least);
    // A range so narrow that its buckets have no numbers of their own.
    if (!Number.isFinite(perValue)) break;
    const counts = new Uint32Array(BUCKETS);
    for (const value of present) {
      const bucket = Math.floor((value - least) * perValue);
      counts[bucket] = (counts[bucket] ?? 0) + 1;
    }
    let bucket = 0;
    while (bucket < BUCKETS - 1 && rank >= (counts[bucket] ?? 0)) rank -= counts[bucket++] ?? 0;
    present = present.filter((value) => Math.floor((value - least) * perValue) === bucket);
  }
  return present.sort()[rank] ?? 0;
}
