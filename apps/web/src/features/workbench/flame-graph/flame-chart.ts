import flamegraph, { type FlameGraphFrame, type FlameGraphTooltip } from 'd3-flame-graph';
import { select } from 'd3-selection';
import { visibleName } from '../../../ui/visible-name.ts';
import type { WireFlameNode } from '../../../worker/protocol.ts';
import { frameColor, ROOT_KIND } from '../frame-colors.ts';
import { type FocusMove, moveFocus } from './flame-focus.ts';
import { exactStep, type FlamePath, samePath, stepOf } from './flame-path.ts';
import { copyPicture, type PictureNode } from './flame-picture.ts';
import { interrupt, withoutTransitions } from './without-transitions.ts';

/**
 * A thin shell around d3-flame-graph: it is given plain data and says what the person did. The library draws and
 * zooms; the shell adds what it lacks: a zoom that survives new data, a focus for the keyboard, a tooltip that shows
 * names as text, a height that follows the stacks, and no motion where none is wanted.
 */

export type FlameFrame = FlameGraphFrame<PictureNode>;

export const FRAME_HEIGHT = 18;
/** The library leaves room for a title of two rows. */
export const TITLE_HEIGHT = 2 * FRAME_HEIGHT;

/** The library hides the labels of narrower frames, but writes them all the same: a text node a frame for each picture of a drag. */
const LABEL_MIN_PIXELS = 35;

const TRANSITION_MS = 200;
/** Drawn frames. Above this an animation's single steps take longer than a screen's frame: it would be a slide show. */
const TRANSITION_FRAMES_MAX = 600;

export interface FlamePicture {
  readonly root: WireFlameNode;
  readonly zoom: FlamePath;
  /** Narrower frames are not drawn, in CSS pixels. Larger while a selection is being dragged. */
  readonly minFramePixels: number;
}

/** A frame that is pointed at or focused, and where it is drawn, in pixels of the viewport. */
export interface FrameSpot {
  readonly node: WireFlameNode;
  readonly path: FlamePath;
  /** The same way with every step's mapping. */
  readonly exactPath: FlamePath;
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export interface FlameChartOptions {
  readonly rootOnTop: boolean;
  readonly reducedMotion: () => boolean;
  readonly onZoom: (path: FlamePath, exactPath: FlamePath) => void;
  readonly onHover: (spot: FrameSpot | undefined) => void;
}

export interface FlameChart {
  draw(picture: FlamePicture): void;
  /** Frames whose name matches are outlined; undefined = none. */
  highlight(matches: ((name: string) => boolean) | undefined): void;
  resize(width: number): void;
  /** Moves the keyboard's frame; undefined while nothing is drawn. */
  moveFocus(move: FocusMove): FrameSpot | undefined;
  focused(): FrameSpot | undefined;
  blur(): void;
  release(): void;
}

export function createFlameChart(container: HTMLElement, options: FlameChartOptions): FlameChart {
  let drawn: FlamePicture | undefined;
  let focus: FlameFrame | undefined;
  let matches: ((name: string) => boolean) | undefined;
  /** CSS pixels, as last set. */
  let width = 0;
  /** Of performance.now(): until then the library may still be moving frames. */
  let animatedUntil = 0;
  const chart = flamegraph<PictureNode>()
    .cellHeight(FRAME_HEIGHT)
    .inverted(options.rootOnTop)
    .sort(false)
    .resetHeightOnZoom(true)
    .minFrameSize(1)
    .transitionDuration(TRANSITION_MS)
    .getName((frame) => ((frame.x1 - frame.x0) * width < LABEL_MIN_PIXELS ? '' : visibleName(frame.data.n)))
    .setColorMapper((frame) => frameColor(frame.data.n, frame.data.k))
    .tooltip(tooltipOf(options.onHover))
    .onClick((frame) => {
      if (drawn !== undefined) drawn = { ...drawn, zoom: pathOf(frame) };
      animatedUntil = performance.now() + 2 * TRANSITION_MS;
      focus = frame;
      markFocus();
      markHighlights();
      options.onZoom(pathOf(frame), exactPathOf(frame));
    });
  container.addEventListener('click', zoomAtOnce, true);

  /** Where no animation is wanted the library is not asked to zoom: what it would do, `draw` does in one pass. */
  function zoomAtOnce(e: MouseEvent): void {
    const element = e.target instanceof Element ? e.target.closest<SVGGElement>('g.frame') : null;
    if (element === null || drawn === undefined || isAnimationWanted()) return;
    e.stopPropagation();
    const frame = select<SVGGElement, FlameFrame>(element).datum();
    focus = frame;
    options.onHover(undefined);
    draw({ ...drawn, zoom: pathOf(frame) });
    options.onZoom(pathOf(frame), exactPathOf(frame));
  }

  function isAnimationWanted(): boolean {
    return !options.reducedMotion() && groups().size() <= TRANSITION_FRAMES_MAX;
  }

  const groups = () => select(container).selectAll<SVGGElement, FlameFrame>('g.frame');

  function markFocus(): void {
    for (const old of container.querySelectorAll('g.frame.focused')) old.classList.remove('focused');
    if (focus === undefined) return;
    const wanted = focus;
    groups()
      .filter((frame) => frame === wanted)
      .classed('focused', true)
      .raise();
  }

  /** The library colours matches through the colour mapper; here they keep their colour and get an outline, so that kind and match can both be seen. */
  function markHighlights(): void {
    const isMatch = matches;
    groups().classed(
      'matched',
      (frame) => frame.data.k !== ROOT_KIND && isMatch !== undefined && isMatch(frame.data.n),
    );
    container.classList.toggle('is-searched', isMatch !== undefined);
  }

  function spotOf(frame: FlameFrame): FrameSpot | undefined {
    const element = groups()
      .filter((other) => other === frame)
      .node();
    return element === null ? undefined : spotAt(frame, element);
  }

  function draw(picture: FlamePicture): void {
    // The library has already drawn a zoom that started with a click on it.
    if (
      drawn !== undefined &&
      drawn.root === picture.root &&
      drawn.minFramePixels === picture.minFramePixels &&
      samePath(drawn.zoom, picture.zoom)
    )
      return;
    const focusPath = focus === undefined ? undefined : pathOf(focus);
    const copy = copyPicture(picture.root, picture.zoom);
    if (performance.now() < animatedUntil)
      for (const part of container.querySelectorAll('g, rect, div')) interrupt(part);
    chart.minFrameSize(picture.minFramePixels).height(null);
    const isFirst = drawn === undefined;
    withoutTransitions(() => {
      if (isFirst) select<HTMLElement, PictureNode>(container).datum(copy).call(chart);
      else chart.update(copy);
    });
    drawn = picture;
    focus = focusPath === undefined ? undefined : frameOfPath(rootFrame(), focusPath);
    markFocus();
    markHighlights();
  }

  function rootFrame(): FlameFrame | undefined {
    return select<HTMLElement, FlameFrame | undefined>(container).datum();
  }

  return {
    draw,
    highlight(next) {
      matches = next;
      markHighlights();
    },
    resize(next) {
      // An observer of the container speaks up for every new height too, which each drawing may bring.
      if (next === width) return;
      width = next;
      chart.width(width);
      if (drawn === undefined) return;
      const before = drawn;
      drawn = { ...drawn, minFramePixels: 0 };
      draw(before);
    },
    moveFocus(move) {
      const root = rootFrame();
      if (drawn === undefined || root === undefined) return undefined;
      const visible = groups().data();
      focus = moveFocus(move, {
        focus: focus ?? zoomedFrame(root, drawn.zoom),
        zoomed: zoomedFrame(root, drawn.zoom),
        visible,
      });
      markFocus();
      return spotOf(focus);
    },
    focused: () => (focus === undefined ? undefined : spotOf(focus)),
    blur() {
      focus = undefined;
      markFocus();
    },
    release() {
      container.removeEventListener('click', zoomAtOnce, true);
      chart.destroy();
      container.replaceChildren();
    },
  };
}

/** Steps from below the root, with what tells siblings of one name apart. */
function pathOf(frame: FlameFrame): FlamePath {
  const steps: string[] = [];
  for (let at = frame; at.parent !== null; at = at.parent) steps.push(stepOf(at.data.source, at.parent.data.source.c));
  return steps.reverse();
}

function exactPathOf(frame: FlameFrame): FlamePath {
  const steps: string[] = [];
  for (let at = frame; at.parent !== null; at = at.parent) steps.push(exactStep(at.data));
  return steps.reverse();
}

function frameOfPath(root: FlameFrame | undefined, path: FlamePath): FlameFrame | undefined {
  let at = root;
  for (const step of path) {
    const parent: FlameFrame | undefined = at;
    at = parent?.children?.find((child) => stepOf(child.data.source, parent.data.source.c) === step);
  }
  return at;
}

function zoomedFrame(root: FlameFrame, zoom: FlamePath): FlameFrame {
  return frameOfPath(root, zoom) ?? root;
}

function spotAt(frame: FlameFrame, element: Element): FrameSpot {
  const { left, top, right, bottom } = element.getBoundingClientRect();
  return { node: frame.data, path: pathOf(frame), exactPath: exactPathOf(frame), left, top, right, bottom };
}

function tooltipOf(onHover: (spot: FrameSpot | undefined) => void): FlameGraphTooltip<PictureNode> {
  const tooltip = () => undefined;
  return Object.assign(tooltip, {
    show(event: MouseEvent, frame: FlameFrame) {
      const element = event.currentTarget;
      if (element instanceof Element) onHover(spotAt(frame, element));
    },
    hide: () => onHover(undefined),
    destroy: () => onHover(undefined),
  });
}
