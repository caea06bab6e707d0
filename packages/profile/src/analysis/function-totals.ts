import type { Profile } from '../tables/profile.ts';
import { NONE } from '../tables/profile.ts';
import type { CallNodeTable } from './call-nodes.ts';
import type { CallTree } from './call-tree.ts';

/** Functions of a selection: rows in falling order of self, then total, then frame index. */
export interface FunctionTotals {
  /** → frames; each at most once, and only where its total is above 0. */
  readonly frame: Int32Array;
  /** What its samples add that end in it. */
  readonly self: Float64Array;
  /** What the samples add that have it anywhere on the stack: once a sample, however often it recurs. */
  readonly total: Float64Array;
}

/** O(call nodes + functions · log functions). Samples without a stack are in no function: Σ self may stay below the tree's sum. */
export function deriveFunctionTotals(profile: Profile, callNodes: CallNodeTable, tree: CallTree): FunctionTotals {
  const self = new Float64Array(profile.frames.length);
  const total = new Float64Array(profile.frames.length);
  const { frame, repeats } = callNodes;
  for (let node = 0; node < callNodes.length; node++) {
    if (tree.total[node] === 0 || frame[node] === NONE) continue;
    self[frame[node]] += tree.self[node];
    if (repeats[node] === 0) total[frame[node]] += tree.total[node];
  }
  let used = 0;
  const order = new Int32Array(profile.frames.length);
  for (let i = 0; i < total.length; i++) if (total[i] > 0) order[used++] = i;
  const sorted = order.slice(0, used).sort((a, b) => self[b] - self[a] || total[b] - total[a] || a - b);
  return {
    frame: sorted,
    self: Float64Array.from(sorted, (row) => self[row]),
    total: Float64Array.from(sorted, (row) => total[row]),
  };
}
