import { memo } from 'react';
import type {
  ColourScaleName,
  HeatMapBins,
  PaletteName,
  ThemeName,
  WeightUnit,
} from '../../../canvas/heat-map-options.ts';
import { heatMapLegend } from '../../../canvas/legend.ts';

/** What the colours mean: the palette from nothing to the top of the scale, and the two states that are no value. */
export const MapLegend = memo(function MapLegend({
  map,
  theme,
  palette,
  scale,
  cpuCount,
  weightUnit,
}: {
  map: HeatMapBins;
  theme: ThemeName;
  palette: PaletteName;
  scale: ColourScaleName;
  cpuCount: number;
  weightUnit: WeightUnit;
}) {
  const legend = heatMapLegend({ map, theme, palette, scale, cpuCount, weightUnit });
  const states = [...(map.state.includes(1) ? [legend.noTick] : []), ...(map.state.includes(2) ? [legend.noData] : [])];
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-dim text-sm tabular-nums">
      <span className="flex items-center gap-2">
        {legend.minLabel}
        <span
          aria-hidden="true"
          className="h-2.5 w-28 rounded-sm border border-line"
          style={{
            background: legend.gradient.startsWith('linear')
              ? legend.gradient
              : `linear-gradient(to right, ${legend.gradient})`,
          }}
        />
        {legend.maxLabel}
      </span>
      {states.map((state) => (
        <span key={state.label} className="flex items-center gap-1.5">
          <span
            aria-hidden="true"
            className="size-2.5 rounded-[2px] border border-line"
            style={{ background: state.css }}
          />
          {state.label}
        </span>
      ))}
    </div>
  );
});
