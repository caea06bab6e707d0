import type { SampleTable } from './profile.ts';

/**
 * The one order of samples: by time, then event, then CPU, then as they stood in the text; samples without a time last, by
 * event, then as they stood in the text. Time alone would leave ties to chance, and the chunks of the codec (one per event and
 * second, ordered by CPU) could not give back what was put in.
 */
export function canonicalOrder(samples: SampleTable): Int32Array {
  const order = new Int32Array(samples.length);
  for (let i = 0; i < order.length; i++) order[i] = i;
  // perf merges its CPUs' buffers by time, so a text is mostly out of order by ties alone: a few moves, and no sorting.
  let movesLeft = samples.length * MOVES_A_ROW;
  for (let i = 1; i < order.length; i++) {
    let at = i;
    for (; at > 0 && compareSamples(samples, order[at - 1], i) > 0 && movesLeft > 0; at--, movesLeft--)
      order[at] = order[at - 1];
    order[at] = i;
    if (movesLeft === 0) return order.sort((a, b) => compareSamples(samples, a, b) || a - b);
  }
  return order;
}

/** What insertion may cost before sorting is cheaper. */
const MOVES_A_ROW = 4;

/** Whether the rows stand in that order already. */
export function isCanonicalOrder(samples: SampleTable): boolean {
  for (let i = 1; i < samples.length; i++) if (compareSamples(samples, i - 1, i) > 0) return false;
  return true;
}

/** Negative where row a comes before row b, 0 where only the text's order decides. */
function compareSamples({ timeNs, event, cpu }: SampleTable, a: number, b: number): number {
  const timeA = timeNs[a];
  const timeB = timeNs[b];
  if (timeA < timeB) return -1;
  if (timeA > timeB) return 1;
  if (timeA === timeB) return event[a] - event[b] || cpu[a] - cpu[b];
  const untimedA = Number.isNaN(timeA);
  if (untimedA !== Number.isNaN(timeB)) return untimedA ? 1 : -1;
  return event[a] - event[b];
}
