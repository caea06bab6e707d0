import type { ThemeName } from './heat-map-options.ts';
import { PLOT_BACKGROUND } from './palette.ts';

/** Everything on the canvas that is not data. Quiet, and none of it in a palette. */
export interface ThemeColours {
  readonly background: string;
  /** What the map stands on; painted only into exported pictures. */
  readonly panel: string;
  /** Grid in the empty cells. */
  readonly grid: string;
  readonly axisText: string;
  /** Lines of the hatch where the sampler never looked. */
  readonly noTick: string;
  /** Panel and dots where nothing was recorded. */
  readonly noDataGround: string;
  readonly noDataDot: string;
  readonly selection: string;
  /** Between the selection's line and the data, so that the line is seen on any colour. */
  readonly selectionEdge: string;
  /** Over what is not selected. */
  readonly dim: string;
  readonly hover: string;
  readonly hoverEdge: string;
  readonly crosshair: string;
  readonly mark: string;
}

export const THEME_COLOURS: Record<ThemeName, ThemeColours> = {
  light: {
    background: PLOT_BACKGROUND.light,
    panel: '#ffffff',
    grid: '#f0eee6',
    axisText: '#6b6962',
    noTick: '#d8d4ca',
    noDataGround: '#f1f0ec',
    noDataDot: '#dad7ce',
    selection: '#00a5c7',
    selectionEdge: '#ffffff',
    dim: 'rgba(255, 254, 250, 0.3)',
    hover: '#1d1c1a',
    hoverEdge: '#ffffff',
    crosshair: 'rgba(29, 28, 26, 0.16)',
    mark: '#9a5b00',
  },
  dark: {
    background: PLOT_BACKGROUND.dark,
    panel: '#1a1a1c',
    grid: '#1b1b1f',
    axisText: '#9b998f',
    noTick: '#303036',
    noDataGround: '#1f1f23',
    noDataDot: '#34343a',
    selection: '#35d5f5',
    selectionEdge: '#0e0e11',
    dim: 'rgba(14, 14, 17, 0.34)',
    hover: '#ffffff',
    hoverEdge: '#0e0e11',
    crosshair: 'rgba(236, 235, 231, 0.2)',
    mark: '#e0a24a',
  },
};
