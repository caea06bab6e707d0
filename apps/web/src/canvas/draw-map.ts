import type { CellGrid } from './cell-grid.ts';
import { paintCells } from './cell-pixels.ts';
import { createColourScale } from './colour-scale.ts';
import type { HeatMapBins, HeatMapViewState } from './heat-map-options.ts';
import type { HeatMapLayout } from './layout.ts';
import { paletteWords } from './palette.ts';
import type { Renderer } from './renderer.ts';
import { THEME_COLOURS } from './theme-colours.ts';

/** CSS pixels. */
const LABEL_SIZE = 11;
const LABEL_GAP = 6;

export interface MapPicture {
  readonly layout: HeatMapLayout;
  readonly map: HeatMapBins;
  /** Its bins gathered to the layout's cells. */
  readonly grid: CellGrid;
  readonly state: Pick<HeatMapViewState, 'theme' | 'palette' | 'scale' | 'cpuCount'>;
  readonly fontFamily: string;
}

/** The lower canvas: cells, axes. Drawn when data, size or colours change, never during a drag. */
export function drawMap(renderer: Renderer, picture: MapPicture): void {
  const { layout, map, grid, state } = picture;
  renderer.clear();
  const scale = createColourScale(map, state.scale, state.cpuCount);
  const words = paintCells(layout, grid, scale, paletteWords(state.palette, state.theme), THEME_COLOURS[state.theme]);
  renderer.pixels(layout.plot.left, layout.plot.top, layout.plot.width, layout.plot.height, words);
  drawAxes(renderer, picture);
}

function drawAxes(renderer: Renderer, { layout, state, fontFamily }: MapPicture): void {
  const { plot, pixelRatio } = layout;
  const colours = THEME_COLOURS[state.theme];
  const size = Math.round(LABEL_SIZE * pixelRatio);
  const gap = Math.round(LABEL_GAP * pixelRatio);
  const line = Math.max(1, Math.round(pixelRatio));
  for (const tick of layout.xTicks) {
    renderer.fill(
      {
        left: tick.position,
        right: tick.position + line,
        top: plot.top + plot.height,
        bottom: plot.top + plot.height + 3 * line,
      },
      colours.noDataDot,
    );
    const isFirst = tick.timeNs === 0;
    renderer.text(tick.label, isFirst ? plot.left : tick.position, plot.top + plot.height + gap, {
      colour: colours.axisText,
      size,
      family: fontFamily,
      align: isFirst ? 'left' : 'center',
      baseline: 'top',
    });
  }
  for (const tick of layout.yTicks) {
    // The label of 0 would hang half below the plot, into the other axis: it stands on the line instead.
    const isFirst = tick.timeNs === 0;
    const baseline = !isFirst ? 'middle' : layout.flip ? 'top' : 'bottom';
    renderer.text(tick.label, plot.left - gap, tick.position, {
      colour: colours.axisText,
      size,
      family: fontFamily,
      align: 'right',
      baseline,
    });
  }
}
