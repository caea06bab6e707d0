'use client';

import { useEffect, useRef, useState } from 'react';
import type {
  HeatMapHover,
  HeatMapLayoutInfo,
  HeatMapView,
  HeatMapViewState,
  SelectionChange,
} from '../../../canvas/heat-map-options.ts';
import { createHeatMapView } from '../../../canvas/heat-map-view.ts';
import { boundWords } from '../selection-words.ts';
import { countWords } from '../words.ts';
import { cellWords, type WeighedEvent } from './cell-words.ts';

export interface HeatMapPanelProps {
  readonly label: string;
  readonly eventName: string;
  readonly view: Partial<HeatMapViewState>;
  readonly onSelectionChange: (change: SelectionChange) => void;
  /** For keys that are pressed elsewhere on the page. */
  readonly viewRef: { current: HeatMapView | null };
}

/** The canvas's place on the page: hands it state, shows what it points at in words. */
export function HeatMapPanel({ label, eventName, view, onSelectionChange, viewRef }: HeatMapPanelProps) {
  const container = useRef<HTMLDivElement>(null);
  const latest = useRef(onSelectionChange);
  latest.current = onSelectionChange;
  const firstView = useRef(view);
  const [hover, setHover] = useState<HeatMapHover>();
  const [pendingNs, setPendingNs] = useState<number>();
  const [layout, setLayout] = useState<HeatMapLayoutInfo>();

  useEffect(() => {
    if (container.current === null) return;
    const created = createHeatMapView(container.current, {
      label,
      state: firstView.current,
      onSelectionChange: (change) => latest.current(change),
      onHover: setHover,
      onPendingStart: setPendingNs,
      onLayout: setLayout,
    });
    viewRef.current = created;
    return () => {
      viewRef.current = null;
      created.release();
    };
  }, [label, viewRef]);

  useEffect(() => viewRef.current?.update(view));

  const isGrouped = layout !== undefined && (layout.columnsPerCell > 1 || layout.rowsPerCell > 1);
  return (
    <div className="relative flex min-w-0 flex-col gap-1">
      <div className="relative rounded-lg border border-line bg-panel">
        <div ref={container} className="relative h-[clamp(220px,36vh,420px)] w-full" />
        {hover !== undefined && view.map !== undefined && (
          <CellTooltip
            hover={hover}
            map={view.map}
            weighed={{ unit: view.weightUnit ?? 'count', eventName }}
            plotWidth={container.current?.clientWidth ?? 0}
          />
        )}
      </div>
      {pendingNs !== undefined && (
        // Over the map, so that the page below stays where it is between the two clicks.
        <p
          role="status"
          className="pointer-events-none absolute top-2 right-3 z-10 rounded-md border border-line-strong bg-panel px-2.5 py-1 text-sm tabular-nums"
        >
          Start at {boundWords(pendingNs)} s.{' '}
          <span className="pointer-coarse:hidden">Click the end, or press Escape.</span>
          <span className="hidden pointer-coarse:inline">Tap the end.</span>
        </p>
      )}
      {isGrouped && (
        <p className="text-dim text-sm tabular-nums">
          {`Each cell is the greatest of ${countWords(layout.columnsPerCell, 'column')} × ${countWords(layout.rowsPerCell, 'row')}: there are more bins than pixels.`}
        </p>
      )}
    </div>
  );
}

const TOOLTIP_WIDTH = 270;

function CellTooltip({
  hover,
  map,
  weighed,
  plotWidth,
}: {
  hover: HeatMapHover;
  map: NonNullable<HeatMapViewState['map']>;
  weighed: WeighedEvent;
  plotWidth: number;
}) {
  const words = cellWords(hover.cell, map, weighed);
  const fitsRight = hover.left + hover.width + TOOLTIP_WIDTH + 16 < plotWidth;
  const left = fitsRight ? hover.left + hover.width + 10 : Math.max(4, hover.left - TOOLTIP_WIDTH - 10);
  return (
    <div
      aria-hidden="true"
      className="pointer-events-none absolute z-20 flex flex-col rounded-md border border-line-strong bg-panel px-2.5 py-1.5 text-sm tabular-nums"
      style={{ left, top: Math.max(4, hover.top - 24), width: TOOLTIP_WIDTH }}
    >
      <span className="font-medium">{words.time}</span>
      <span>{words.value}</span>
      <span className="text-dim">{words.share}</span>
      <span className="text-dim">{words.row}</span>
    </div>
  );
}
