import { assertBinning, binOfTime, deriveHeatMap, timedSampleCount } from '@subsecond/profile';
import type { ProfileState } from './profile-state.ts';
import type { HeatMapAnswer, HeatMapRequest } from './protocol.ts';
import { QueryError } from './query-error.ts';

/** 17 bytes a bin and more: a link that asks for milliseconds over a day shall get an answer, not a dead tab. */
const MOST_BINS = 8_000_000;

export function answerHeatMap(state: ProfileState, request: HeatMapRequest): HeatMapAnswer {
  const { profile } = state;
  const { rows, periodNs } = request;
  assertFits(state, request);
  const { mask, idleHidden } = state.mask(request.filter);
  const lattice = state.lattices[request.filter.event];
  // Without a lattice nobody knows how often the sampler looked; then counts are all that can be said.
  const measure = request.measure === 'cpus' && lattice === undefined ? 'samples' : request.measure;
  const map = deriveHeatMap(profile, { event: request.filter.event, mask, rows, periodNs, measure, lattice });
  return { map, idleHidden };
}

function assertFits({ profile }: ProfileState, { rows, periodNs }: HeatMapRequest): void {
  if (!Number.isSafeInteger(rows) || rows < 1 || rows > 1000) throw new QueryError(`${rows} rows; choose 10 to 1000.`);
  try {
    assertBinning(periodNs, rows);
  } catch (error) {
    throw new QueryError(error instanceof Error ? error.message : String(error));
  }
  const timed = timedSampleCount(profile);
  const lastNs = timed === 0 ? 0 : (profile.samples.timeNs[timed - 1] ?? 0);
  const columns = binOfTime(periodNs, rows, lastNs).column + 1;
  if (columns * rows > MOST_BINS) {
    throw new QueryError(`A period of ${periodNs / 1e9} s makes ${columns} columns of ${rows} rows, more than can be drawn. Choose a longer period or fewer rows.`);
  }
}
