/**
 * Where a colour scale of counts ends, so that one bin in two hundred does not make all others dark. Of the bins that hold something: in
 * a quiet recording nearly all are zero and would pull every quantile down to it.
 */
export const HIGH_QUANTILE = 0.995;

const BUCKETS = 4096;
/** So few can be sorted. Sorting all bins of a long map (3.6 million) would hold the page for a third of a second. */
const FEW = 4096;

/**
 * The quantile of the values above zero: the one with `quantile` of them below it; 0 where there is none. Exact: counts the
 * values in buckets between the least and the most, and goes on inside of the bucket that has the quantile.
 */
export function quantileOfNonZero(values: Float64Array, quantile: number): number {
  let { count, least, most } = extentWithin(values, Number.MIN_VALUE, Number.POSITIVE_INFINITY);
  if (count === 0) return 0;
  let rank = Math.min(count - 1, Math.floor(count * quantile));
  while (count > FEW && least < most) {
    const perValue = (BUCKETS - 1) / (most - least);
    // So narrow that its buckets have no numbers of their own.
    if (!Number.isFinite(perValue)) return most;
    const counts = new Uint32Array(BUCKETS);
    for (let i = 0; i < values.length; i++) {
      const value = values[i];
      if (value < least || value > most) continue;
      const bucket = Math.floor((value - least) * perValue);
      counts[bucket]++;
    }
    let bucket = 0;
    while (bucket < BUCKETS - 1 && rank >= counts[bucket]) rank -= counts[bucket++];
    const inBucket = (value: number): boolean => Math.floor((value - least) * perValue) === bucket;
    ({ count, least, most } = extentWithin(values, least, most, inBucket));
  }
  if (least === most) return least;
  return values.filter((value) => value >= least && value <= most).sort()[rank] ?? 0;
}

function extentWithin(
  values: Float64Array,
  from: number,
  to: number,
  takes?: (value: number) => boolean,
): { count: number; least: number; most: number } {
  let count = 0;
  let least = Number.POSITIVE_INFINITY;
  let most = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (!(value >= from && value <= to) || (takes !== undefined && !takes(value))) continue;
    count++;
    if (value < least) least = value;
    if (value > most) most = value;
  }
  return { count, least, most };
}
