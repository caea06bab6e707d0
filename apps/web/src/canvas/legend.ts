import { createColourScale, stepOfValue } from './colour-scale.ts';
import { valueText } from './describe-cell.ts';
import type { ColourScaleName, HeatMapBins, PaletteName, ThemeName, WeightUnit } from './heat-map-options.ts';
import { paletteLookup } from './palette.ts';
import { THEME_COLOURS } from './theme-colours.ts';

export interface HeatMapLegend {
  /** Ready for `background:`; left to right the value grows evenly, so on a square-root scale the colours crowd on the left. */
  readonly gradient: string;
  readonly stops: readonly { readonly share: number; readonly colour: string }[];
  readonly minLabel: string;
  /** '2 CPUs busy', '14 samples', '≥ 14 samples' where the scale ends below the greatest bin. */
  readonly maxLabel: string;
  readonly noTick: { readonly label: string; readonly css: string };
  readonly noData: { readonly label: string; readonly css: string };
}

const LEGEND_STOPS = 33;

export function heatMapLegend(options: {
  map: HeatMapBins;
  theme: ThemeName;
  palette: PaletteName;
  scale: ColourScaleName;
  cpuCount: number;
  weightUnit?: WeightUnit;
}): HeatMapLegend {
  const { map, theme } = options;
  const scale = createColourScale(map, options.scale, options.cpuCount);
  const colours = paletteLookup(options.palette, theme);
  const stops = Array.from({ length: LEGEND_STOPS }, (_, i) => {
    const share = i / (LEGEND_STOPS - 1);
    const at = stepOfValue(scale, share * scale.top) * 4;
    return { share, colour: `rgb(${colours[at] ?? 0} ${colours[at + 1] ?? 0} ${colours[at + 2] ?? 0})` };
  });
  // Where a scale ends above every bin, its end would be looked for in the map in vain.
  const greatestText =
    map.measure === 'samples' && scale.max > 0 && scale.max < scale.top ? ` (greatest here: ${scale.max})` : '';
  const chrome = THEME_COLOURS[theme];
  return {
    gradient: `linear-gradient(to right, ${stops.map((stop) => `${stop.colour} ${(stop.share * 100).toFixed(1)}%`).join(', ')})`,
    stops,
    minLabel: '0',
    maxLabel: `${scale.max > scale.top ? '≥ ' : ''}${valueText(map.measure, scale.top, options.weightUnit ?? 'count')}${greatestText}`,
    noTick: {
      label: 'no tick',
      css: `repeating-linear-gradient(135deg, ${chrome.noTick} 0 1px, ${chrome.background} 1px 3px)`,
    },
    noData: {
      label: 'no data',
      css: `radial-gradient(${chrome.noDataDot} 0.75px, transparent 1px) 0 0 / 5px 5px, ${chrome.noDataGround}`,
    },
  };
}
