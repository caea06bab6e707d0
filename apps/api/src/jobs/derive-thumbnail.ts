import type { Thumbnail } from '@subsecond/contracts';
import {
  BinState,
  deriveHeatMap,
  deriveSampleMask,
  type EventIndex,
  type Profile,
  type SamplerLattice,
} from '@subsecond/profile';

const ROWS = 50;
const MAX_COLUMNS = 240;
const SECOND_NS = 1_000_000_000;
const NO_DATA = 255;
const BRIGHTEST = 254;

/**
 * The heat map as the page first shows it, small: one second a column, idle left out, CPUs busy where the sampler is a lattice,
 * time where samples stand for lengths of time of their own.
 * A recording longer than 240 s has several seconds in a column: each bin shows the largest of them, so that a stripe one
 * second wide is not lost.
 */
export function deriveThumbnail(
  profile: Profile,
  options: { readonly event: EventIndex; readonly idle: Uint8Array; readonly lattice: SamplerLattice | undefined },
): Thumbnail {
  const { event, idle, lattice } = options;
  const { mask } = deriveSampleMask(profile, idle, { event, idle: 'exclude' });
  const described = profile.events[event];
  const weighsTime = described?.weightUnit === 'ns' && described.fixedWeight === undefined;
  const map = deriveHeatMap(profile, {
    event,
    mask,
    rows: ROWS,
    periodNs: SECOND_NS,
    measure: lattice !== undefined ? 'cpus' : weighsTime ? 'period' : 'samples',
    lattice,
  });
  const secondsPerColumn = Math.max(1, Math.ceil(map.columns / MAX_COLUMNS));
  const columns = Math.ceil(map.columns / secondsPerColumn);
  const bins = new Uint8Array(columns * ROWS).fill(NO_DATA);
  for (let second = 0; second < map.columns; second++) {
    const column = Math.floor(second / secondsPerColumn);
    for (let row = 0; row < ROWS; row++) {
      const from = second * ROWS + row;
      if (map.state[from] !== BinState.data) continue;
      const to = column * ROWS + row;
      const shade = map.max === 0 ? 0 : Math.round(BRIGHTEST * Math.sqrt((map.values[from] ?? 0) / map.max));
      const before = bins[to] ?? NO_DATA;
      if (before === NO_DATA || shade > before) bins[to] = shade;
    }
  }
  return { columns, rows: ROWS, bins: Buffer.from(bins).toString('base64') };
}
