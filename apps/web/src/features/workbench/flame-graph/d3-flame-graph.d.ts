/** The part of d3-flame-graph 5 that is used here; the package has no types of its own. */
declare module 'd3-flame-graph' {
  import type { Selection } from 'd3-selection';

  /** What the library makes of a datum: a node of d3-hierarchy after d3's partition. */
  export interface FlameGraphFrame<D> {
    readonly data: D;
    readonly depth: number;
    /** Of the whole width, 0 … 1, zoom included. */
    readonly x0: number;
    readonly x1: number;
    readonly parent: FlameGraphFrame<D> | null;
    readonly children?: readonly FlameGraphFrame<D>[];
  }

  export interface FlameGraphTooltip<D> {
    (svg: Selection<SVGSVGElement, unknown, null, undefined>): void;
    show(event: MouseEvent, frame: FlameGraphFrame<D>): void;
    hide(): void;
    destroy(): void;
  }

  export interface FlameGraph<D> {
    /** First drawing; the selection's datum is the root. */
    (selection: Selection<HTMLElement, D, null, undefined>): void;
    width(pixels: number): this;
    /** null = measured at the next drawing. */
    height(pixels: number | null): this;
    cellHeight(pixels: number): this;
    inverted(rootOnTop: boolean): this;
    sort(sorted: boolean): this;
    minFrameSize(pixels: number): this;
    transitionDuration(milliseconds: number): this;
    resetHeightOnZoom(measured: boolean): this;
    tooltip(tooltip: FlameGraphTooltip<D>): this;
    onClick(handler: (frame: FlameGraphFrame<D>) => void): this;
    /** Of the label, and the attribute `name`. */
    getName(name: (frame: FlameGraphFrame<D>) => string): this;
    setColorMapper(color: (frame: FlameGraphFrame<D>, original: string) => string): this;
    /** With data: takes it as the new root. Without: draws again. */
    update(data?: D): this;
    destroy(): this;
  }

  export default function flamegraph<D>(): FlameGraph<D>;
}
