import type { ThemeName, TimeRange } from './heat-map-options.ts';
import { type GridCell, type HeatMapLayout, type PixelRect, rectOfCell } from './layout.ts';
import type { Renderer } from './renderer.ts';
import { rectsOfRanges } from './selection-shape.ts';
import { THEME_COLOURS } from './theme-colours.ts';

export interface OverlayPicture {
  readonly layout: HeatMapLayout;
  readonly theme: ThemeName;
  readonly selection: readonly TimeRange[];
  readonly marks: readonly TimeRange[];
  /** A start was set and an end is awaited. */
  readonly pendingStart: GridCell | undefined;
  readonly hover: GridCell | undefined;
  /** Only while the map has keyboard focus. */
  readonly cursor: GridCell | undefined;
}

/**
 * The upper canvas, redrawn every frame of a drag. Outlines of a region made of several rectangles are drawn without
 * any polygon: paint all rectangles one line larger, then erase their insides; what is left is the outline of the union.
 */
export function drawOverlay(renderer: Renderer, picture: OverlayPicture): void {
  const { layout, theme } = picture;
  const colours = THEME_COLOURS[theme];
  const line = Math.max(1, Math.round(layout.pixelRatio));
  renderer.clear();
  const selected = rectsOfRanges(layout, picture.selection);
  if (selected.length > 0) {
    renderer.fill(plotRect(layout), colours.dim);
    for (const rect of selected) renderer.fill(grown(rect, 3 * line), colours.selectionEdge);
    for (const rect of selected) renderer.fill(grown(rect, 2 * line), colours.selection);
    for (const rect of selected) renderer.erase(rect);
  }
  for (const rect of rectsOfRanges(layout, picture.marks)) {
    renderer.fill({ ...rect, top: layout.plot.top - 2 * line, bottom: layout.plot.top }, colours.mark);
  }
  if (picture.hover !== undefined) crosshair(renderer, layout, picture.hover, colours.crosshair, selected);
  if (picture.pendingStart !== undefined)
    ring(renderer, rectOfCell(layout, picture.pendingStart), line, 2, colours.selection, colours.selectionEdge);
  if (picture.cursor !== undefined)
    ring(renderer, rectOfCell(layout, picture.cursor), line, 2, colours.hover, colours.hoverEdge);
  if (picture.hover !== undefined)
    ring(renderer, rectOfCell(layout, picture.hover), line, 1, colours.hover, colours.hoverEdge);
}

/** A line `thickness` CSS pixels wide around the cell, with a hairline of the opposite colour outside: seen on any ground. */
function ring(
  renderer: Renderer,
  rect: PixelRect,
  line: number,
  thickness: number,
  colour: string,
  edge: string,
): void {
  const inner = grown(rect, thickness * line);
  frame(renderer, grown(rect, (thickness + 1) * line), line, edge);
  frame(renderer, inner, thickness * line, colour);
}

/** Four bars inside the rectangle's own border; what is within stays untouched. */
function frame(renderer: Renderer, rect: PixelRect, width: number, colour: string): void {
  const { left, top, right, bottom } = rect;
  renderer.fill({ left, right, top, bottom: top + width }, colour);
  renderer.fill({ left, right, top: bottom - width, bottom }, colour);
  renderer.fill({ left, right: left + width, top: top + width, bottom: bottom - width }, colour);
  renderer.fill({ left: right - width, right, top: top + width, bottom: bottom - width }, colour);
}

/** The hovered row across the map: a stripe is a row, and this is the ruler for it. */
function crosshair(
  renderer: Renderer,
  layout: HeatMapLayout,
  cell: GridCell,
  colour: string,
  selected: readonly PixelRect[],
): void {
  if (selected.length > 0) return;
  const rect = rectOfCell(layout, cell);
  const plot = plotRect(layout);
  renderer.fill({ left: plot.left, right: rect.left, top: rect.top, bottom: rect.bottom }, colour);
  renderer.fill({ left: rect.right, right: plot.right, top: rect.top, bottom: rect.bottom }, colour);
}

function plotRect({ plot }: HeatMapLayout): PixelRect {
  return { left: plot.left, top: plot.top, right: plot.left + plot.width, bottom: plot.top + plot.height };
}

function grown(rect: PixelRect, by: number): PixelRect {
  return { left: rect.left - by, top: rect.top - by, right: rect.right + by, bottom: rect.bottom + by };
}
