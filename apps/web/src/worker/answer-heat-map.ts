import { deriveHeatMap, type HeatMap, HIGH_QUANTILE, quantileOfNonZero } from '@subsecond/profile';
import type { ProfileState } from './profile-state.ts';
import type { HeatMapAnswer, HeatMapRequest } from './protocol.ts';
import { QueryError } from './query-error.ts';

export function answerHeatMap(state: ProfileState, request: HeatMapRequest): HeatMapAnswer {
  const { mask, idleHidden } = state.mask(request.filter);
  const map = deriveOrRefuse(state, request, mask);
  return {
    map: { ...map, high: map.measure === 'cpus' ? undefined : quantileOfNonZero(map.values, HIGH_QUANTILE) },
    idleHidden,
  };
}

/** Without a lattice, and with a weight that is no time, nobody knows how busy a CPU was. */
function tellsCpus(state: ProfileState, event: number): boolean {
  return state.lattices[event] !== undefined || state.profile.events[event]?.weightUnit === 'ns';
}

function deriveOrRefuse(state: ProfileState, request: HeatMapRequest, mask: Uint8Array): HeatMap {
  const { event } = request.filter;
  const measure = request.measure === 'cpus' && !tellsCpus(state, event) ? 'samples' : request.measure;
  try {
    return deriveHeatMap(state.profile, {
      event,
      mask,
      rows: request.rows,
      periodNs: request.periodNs,
      measure,
      lattice: state.lattices[event],
    });
  } catch (error) {
    // Rows, period or their product out of range: a link or a box may say anything.
    if (error instanceof RangeError) throw new QueryError(error.message);
    throw error;
  }
}
