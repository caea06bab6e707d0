import type { HeatMapView, HeatMapViewOptions } from './heat-map-options.ts';

/** The container must have a size of its own (its canvases fill it and never grow it). */
export function createHeatMapView(container: HTMLElement, options: HeatMapViewOptions): HeatMapView {
  void container;
  void options;
  throw new Error('createHeatMapView: not written yet');
}
