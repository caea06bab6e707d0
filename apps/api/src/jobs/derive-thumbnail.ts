import type { Thumbnail } from '@subsecond/contracts';
import {
  BinState,
  deriveHeatMap,
  deriveSampleMask,
  type EventIndex,
  fittingPeriodNs,
  type Profile,
  type SamplerLattice,
  timedSampleCount,
} from '@subsecond/profile';

const ROWS = 50;
const MAX_COLUMNS = 240;
/** A day of seconds; recordings that lie farther apart are binned by the period they are shown with. */
const MAX_BINNED_COLUMNS = 86_400;
const NO_DATA = 255;
const BRIGHTEST = 254;

/**
 * The heat map as the page first shows it, small: one second a column, idle left out, CPUs busy where the sampler is a lattice,
 * time where samples stand for lengths of time of their own.
 * A recording longer than 240 s has several seconds in a column: each bin shows the largest of them, so that a stripe one
 * second wide is not lost. Over days (recordings that were concatenated) columns stand for a longer period instead.
 */
export function deriveThumbnail(
  profile: Profile,
  options: { readonly event: EventIndex; readonly idle: Uint8Array; readonly lattice: SamplerLattice | undefined },
): Thumbnail {
  const { event, idle, lattice } = options;
  const { mask } = deriveSampleMask(profile, idle, { event, idle: 'exclude' });
  const described = profile.events[event];
  const weighsTime = described?.weightUnit === 'ns' && described.fixedWeight === undefined;
  const last = timedSampleCount(profile) - 1;
  const map = deriveHeatMap(profile, {
    event,
    mask,
    rows: ROWS,
    periodNs: fittingPeriodNs(profile.samples.timeNs[last] ?? 0, MAX_BINNED_COLUMNS),
    measure: lattice !== undefined ? 'cpus' : weighsTime ? 'period' : 'samples',
    lattice,
  });
  const periodsPerColumn = Math.max(1, Math.ceil(map.columns / MAX_COLUMNS));
  const columns = Math.ceil(map.columns / periodsPerColumn);
  const bins = new Uint8Array(columns * ROWS).fill(NO_DATA);
  for (let binned = 0; binned < map.columns; binned++) {
    const column = Math.floor(binned / periodsPerColumn);
    for (let row = 0; row < ROWS; row++) {
      const from = binned * ROWS + row;
      if (map.state[from] !== BinState.data) continue;
      const to = column * ROWS + row;
      const shade = map.max === 0 ? 0 : Math.round(BRIGHTEST * Math.sqrt((map.values[from] ?? 0) / map.max));
      const before = bins[to] ?? NO_DATA;
      if (before === NO_DATA || shade > before) bins[to] = shade;
    }
  }
  return { columns, rows: ROWS, bins: Buffer.from(bins).toString('base64') };
}
