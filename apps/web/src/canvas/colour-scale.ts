import { HIGH_QUANTILE, quantileOfNonZero } from '@subsecond/profile';
import type { ColourScaleName, HeatMapBins } from './heat-map-options.ts';
import { LEAST_VISIBLE_STEP, PALETTE_STEPS } from './palette.ts';

/**
 * From a bin's value to a step of the palette. The noise of a count grows as its square root, so on a square-root scale
 * equal colour distance is equal evidence. `cpus` always ends at the machine's CPU count: profiles can be compared.
 */
export interface ColourScale {
  readonly kind: ColourScaleName;
  /** Value of the last colour; greater ones share it. */
  readonly top: number;
  /** The greatest bin, which may lie above `top`. */
  readonly max: number;
}

/** With fewer counts than this at the top, one sample more would look like an event. */
const LEAST_COUNT_AT_TOP = 4;

export function createColourScale(map: HeatMapBins, kind: ColourScaleName, cpuCount: number): ColourScale {
  if (map.measure === 'cpus') return { kind, top: Math.max(1, cpuCount), max: map.max };
  const top = map.high ?? quantileOfNonZero(map.values, HIGH_QUANTILE);
  if (map.measure === 'samples') return { kind, top: Math.max(LEAST_COUNT_AT_TOP, top), max: map.max };
  return { kind, top: top > 0 ? top : 1, max: map.max };
}

/** 0 only for zero. */
export function stepOfValue(scale: ColourScale, value: number): number {
  if (!(value > 0)) return 0;
  const share = Math.min(1, value / scale.top);
  const step = Math.round((scale.kind === 'sqrt' ? Math.sqrt(share) : share) * (PALETTE_STEPS - 1));
  return Math.max(LEAST_VISIBLE_STEP, step);
}
