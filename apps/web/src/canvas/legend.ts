import type { ColourScaleName, HeatMapBins, PaletteName, ThemeName } from './heat-map-options.ts';

export interface HeatMapLegend {
  /** Ready for `background: linear-gradient(to right, …)`: evenly spaced in value. */
  readonly gradient: string;
  readonly stops: readonly { readonly share: number; readonly colour: string }[];
  readonly minLabel: string;
  /** '2 CPUs busy', '14 samples', '≥ 14 samples' where the scale ends below the greatest bin. */
  readonly maxLabel: string;
  readonly noTick: { readonly label: string; readonly css: string };
  readonly noData: { readonly label: string; readonly css: string };
}

export function heatMapLegend(options: { map: HeatMapBins; theme: ThemeName; palette: PaletteName; scale: ColourScaleName; cpuCount: number }): HeatMapLegend {
  void options;
  throw new Error('heatMapLegend: not written yet');
}
