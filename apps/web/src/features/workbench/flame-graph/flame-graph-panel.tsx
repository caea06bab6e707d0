'use client';

import { type KeyboardEvent, useCallback, useEffect, useId, useRef, useState } from 'react';
import { classNames } from '../../../ui/class-names.ts';
import type { WireFlameNode } from '../../../worker/protocol.ts';
import { LIVE_MIN_FRAME_PIXELS } from '../picture-width.ts';
import { createFlameChart, type FlameChart, type FrameSpot } from './flame-chart.ts';
import type { FocusMove } from './flame-focus.ts';
import type { FlamePath } from './flame-path.ts';
import { FrameTooltip } from './frame-tooltip.tsx';
import { frameSentence, type WeightScale } from './frame-words.ts';
import { useZoomedTree } from './use-zoomed-tree.ts';
import { ZoomTrail } from './zoom-trail.tsx';
import './flame-graph.css';

export interface FlameGraphPanelProps {
  readonly root: WireFlameNode | undefined;
  readonly scale: WeightScale;
  readonly layout: 'icicle' | 'flame';
  readonly zoom: FlamePath;
  /** A selection is being dragged: draw less, more often. */
  readonly isLive: boolean;
  readonly matches: ((name: string) => boolean) | undefined;
  readonly fetchSubtree: (path: FlamePath) => Promise<WireFlameNode | undefined>;
  readonly onZoom: (path: FlamePath) => void;
  /** Click, or moved to by the keyboard; every step with its mapping. */
  readonly onInspect: (path: FlamePath) => void;
}

/** The same width as the grid's `xl` in selection-views.tsx. */
const DETAILS_BESIDE = '(min-width: 80rem)';

export function FlameGraphPanel(props: FlameGraphPanelProps) {
  const { root, scale, layout, zoom, isLive, matches } = props;
  const container = useRef<HTMLDivElement>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const chart = useRef<FlameChart>(null);
  const latest = useRef(props);
  latest.current = props;
  const [spot, setSpot] = useState<FrameSpot>();
  const [spoken, setSpoken] = useState('');
  const [isCut, setCut] = useState(false);
  const helpId = useId();
  const tree = useZoomedTree(root, zoom, props.fetchSubtree);

  useEffect(() => {
    const element = container.current;
    if (element === null) return;
    const created = createFlameChart(element, {
      rootOnTop: layout === 'icicle',
      reducedMotion: () => window.matchMedia('(prefers-reduced-motion: reduce)').matches,
      onZoom: (path, exactPath) => {
        latest.current.onZoom(path);
        latest.current.onInspect(exactPath);
      },
      onHover: setSpot,
    });
    created.resize(Math.max(1, Math.floor(element.clientWidth)));
    chart.current = created;
    const observer = new ResizeObserver(() => created.resize(Math.max(1, Math.floor(element.clientWidth))));
    observer.observe(element);
    return () => {
      observer.disconnect();
      created.release();
      chart.current = null;
      setSpot(undefined);
    };
  }, [layout]);

  useEffect(() => {
    if (tree === undefined) return;
    const box = scroller.current;
    const wasAtBottom = box === null || box.scrollHeight - box.scrollTop - box.clientHeight < 4;
    chart.current?.draw({ root: tree.root, zoom: tree.zoom, minFramePixels: isLive ? LIVE_MIN_FRAME_PIXELS : 1 });
    // A flame stands on its root: that is what stays in sight when it grows.
    if (layout === 'flame' && box !== null && wasAtBottom) box.scrollTop = box.scrollHeight;
    setCut(layout === 'flame' && box !== null && box.scrollHeight > box.clientHeight);
  }, [tree, isLive, layout]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another layout is another chart without marks
  useEffect(() => chart.current?.highlight(matches), [matches, layout]);

  const move = useCallback((step: FocusMove) => {
    const next = chart.current?.moveFocus(step);
    // Where the details stand beside the graph, a tooltip would only cover the frames that come next.
    setSpot(window.matchMedia(DETAILS_BESIDE).matches ? undefined : next);
    if (next === undefined) return;
    const { scale: unit, onInspect } = latest.current;
    setSpoken(frameSentence(next.node, next.path.length, unit));
    onInspect(next.exactPath);
    keepInView(scroller.current, next);
  }, []);

  const onKeyDown = (e: KeyboardEvent) => {
    if (e.ctrlKey || e.metaKey || e.altKey) return;
    const down: FocusMove = layout === 'icicle' ? 'callee' : 'caller';
    const up: FocusMove = layout === 'icicle' ? 'caller' : 'callee';
    const moves: Partial<Record<string, FocusMove>> = {
      ArrowDown: down,
      ArrowUp: up,
      ArrowLeft: 'previous',
      ArrowRight: 'next',
      Home: 'home',
    };
    const step = moves[e.key];
    if (step !== undefined) {
      e.preventDefault();
      move(step);
    } else if (e.key === 'Enter') {
      e.preventDefault();
      const focused = chart.current?.focused();
      if (focused !== undefined) props.onZoom(focused.path);
    } else if ((e.key === 'Escape' || e.key === 'Backspace') && zoom.length > 0) {
      e.preventDefault();
      e.stopPropagation();
      props.onZoom(zoom.slice(0, -1));
    }
  };

  return (
    <div className="flex min-w-0 flex-col gap-2">
      <div className="flex min-w-0 flex-wrap items-center justify-between gap-x-4">
        <ZoomTrail zoom={zoom} known={tree?.zoom.length ?? zoom.length} onZoom={props.onZoom} />
        {isCut && <span className="px-1 text-dim text-sm">↑ higher than this box: scroll in it to see the tips</span>}
      </div>
      <p id={helpId} className="sr-only">
        Arrow keys move between callers, callees and neighbours. Enter zooms, Escape or Backspace zooms out, Home
        returns to the zoomed frame. The same data is in the table view, key t.
      </p>
      <div
        ref={scroller}
        // With the root on top the graph is as high as its stacks, and the page scrolls; a flame keeps its root in sight in a box of its own.
        className={classNames(
          'min-h-72 overflow-x-hidden rounded-lg border border-line bg-panel p-2',
          layout === 'flame' ? 'max-h-[75vh] overflow-y-auto [scrollbar-gutter:stable]' : 'overflow-y-hidden',
        )}
      >
        <div
          ref={container}
          role="application"
          aria-roledescription="flame graph"
          aria-label={layout === 'icicle' ? 'Flame graph, root on top' : 'Flame graph, root at the bottom'}
          aria-describedby={helpId}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: role application takes the keyboard
          tabIndex={0}
          data-root={layout === 'icicle' ? 'top' : 'bottom'}
          onKeyDown={onKeyDown}
          onFocus={(e) => {
            if (e.target === e.currentTarget && e.currentTarget.matches(':focus-visible')) move('stay');
          }}
          onBlur={() => {
            chart.current?.blur();
            setSpot(undefined);
          }}
          className="flame-chart min-h-64 select-none rounded-sm"
        />
      </div>
      <p className="sr-only" aria-live="polite">
        {spoken}
      </p>
      {spot !== undefined && <FrameTooltip spot={spot} scale={scale} />}
    </div>
  );
}

/** Scrolls the box where that scrolls, else the page. */
function keepInView(box: HTMLElement | null, spot: FrameSpot): void {
  if (box === null) return;
  if (box.scrollHeight <= box.clientHeight) {
    if (spot.top < 0) window.scrollBy(0, spot.top - 8);
    else if (spot.bottom > window.innerHeight) window.scrollBy(0, spot.bottom - window.innerHeight + 8);
    return;
  }
  const { top, bottom } = box.getBoundingClientRect();
  if (spot.top < top) box.scrollTop -= top - spot.top + 8;
  else if (spot.bottom > bottom) box.scrollTop += spot.bottom - bottom + 8;
}
