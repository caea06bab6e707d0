import type { ThemeName } from './heat-map-options.ts';

/** 255 = no data, 0…254 = share of the maximum, square-root scaled; base64, column-major, row 0 the earliest. */
export interface ThumbnailBins {
  readonly columns: number;
  readonly rows: number;
  readonly bins: string;
}

/** Sets the canvas's pixel size to columns × rows; style its CSS size with `image-rendering: pixelated`. */
export function drawThumbnail(canvas: HTMLCanvasElement, thumbnail: ThumbnailBins, theme: ThemeName): void {
  void canvas;
  void thumbnail;
  void theme;
  throw new Error('drawThumbnail: not written yet');
}
