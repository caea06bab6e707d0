'use client';

import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { SegmentedControl } from '../../ui/segmented-control.tsx';
import type { ProfileClient } from '../../worker/profile-client.ts';
import type { OpenedEvent, SelectAnswer, TreeMeasure, WireSelection } from '../../worker/protocol.ts';
import { FlameGraphPanel } from './flame-graph/flame-graph-panel.tsx';
import { type FlamePath, samePath } from './flame-graph/flame-path.ts';
import type { WeightScale } from './flame-graph/frame-words.ts';
import { createZoomNames, SAME_NAMES, type ZoomNames } from './flame-graph/zoom-names.ts';
import { FrameDetails, type Inspected } from './frame-details.tsx';
import { NamesMenu } from './names-menu.tsx';
import { pictureWidth } from './picture-width.ts';
import { SearchField } from './search-field.tsx';
import { FunctionTable } from './table/function-table.tsx';
import type { WorkbenchState } from './url-state.ts';
import { useNameMatcher } from './use-name-matcher.ts';
import { useNamePairs } from './use-name-pairs.ts';
import { usePlainKeys } from './use-plain-keys.ts';
import type { ChangeState } from './use-url-state.ts';
import { countWords, weightLabel, weightWords } from './words.ts';

export interface SelectionViewsProps {
  readonly client: ProfileClient;
  readonly state: WorkbenchState;
  readonly change: ChangeState;
  readonly event: OpenedEvent;
  readonly treeMeasure: TreeMeasure;
  /** As it is being dragged. */
  readonly wireSelection: WireSelection;
  readonly answer: SelectAnswer | undefined;
  /** What `answer` is about: while dragging, a moment behind `wireSelection`. */
  readonly answeredSelection: WireSelection | undefined;
  readonly isLive: boolean;
}

/** The selection as flame graph or table, and beside it the one frame that is looked at. */
export function SelectionViews({
  client,
  state,
  change,
  event,
  treeMeasure,
  wireSelection,
  answer,
  answeredSelection,
  isLive,
}: SelectionViewsProps) {
  const [inspected, setInspected] = useState<Inspected>();
  const searchInput = useRef<HTMLInputElement>(null);
  const views = useRef<HTMLDivElement>(null);
  // Not before the first picture: until then the worker has better to do.
  const named = useNamePairs(client, answer === undefined ? undefined : wireSelection.names);
  const matches = useNameMatcher(client, wireSelection, state.search, named);
  const scale: WeightScale = { unit: answer?.unit ?? 'samples', eventName: event.name, total: answer?.total ?? 0 };
  const { filter, ranges, measure, names } = answeredSelection ?? wireSelection;
  const shownSelection: WireSelection = { filter, ranges, measure, names };

  const zoomNames = useMemo(() => {
    if (names === undefined || names === 'raw') return SAME_NAMES;
    return named?.names === names ? createZoomNames(named.pairs) : undefined;
  }, [names, named?.names, named?.pairs]);
  // What was clicked here is known exactly: two functions may be shown alike, or one be shown as another is recorded.
  const clicked = useRef<{
    readonly names: ZoomNames | undefined;
    readonly recorded: FlamePath;
    readonly shown: FlamePath;
  }>(null);
  /** As shown; undefined until the worker told the names. */
  const zoom = useMemo(() => {
    const known = clicked.current;
    if (known !== null && known.names === zoomNames && samePath(known.recorded, state.zoom)) return known.shown;
    return state.zoom.length === 0 ? state.zoom : zoomNames?.shown(state.zoom);
  }, [zoomNames, state.zoom]);
  useEffect(() => {
    const known = clicked.current;
    if (zoomNames === undefined || known === null || known.names !== undefined) return;
    // It was clicked before the recorded names were known, and stands in the address as it was shown.
    const recorded = zoomNames.recorded(known.shown);
    clicked.current = { names: zoomNames, recorded, shown: known.shown };
    if (samePath(known.recorded, state.zoom)) change({ zoom: recorded }, 'replace');
  }, [zoomNames, state.zoom, change]);

  const answered = useRef(shownSelection);
  answered.current = shownSelection;
  const fetchSubtree = useCallback(
    async (path: FlamePath) => {
      return (await client.subtree({ ...answered.current, path, pictureWidth: pictureWidth(false) })).root;
    },
    [client],
  );
  const zoomTo = useCallback(
    (path: FlamePath) => {
      const recorded = (zoomNames ?? SAME_NAMES).recorded(path);
      clicked.current = { names: zoomNames, recorded, shown: path };
      change({ zoom: recorded }, 'push');
    },
    [change, zoomNames],
  );
  const inspectPath = useCallback((path: FlamePath) => setInspected({ kind: 'path', path }), []);
  const onSearch = useCallback((search: string) => change({ search }, 'replace'), [change]);
  const changeNames = useCallback(
    (chosen: string) => {
      // What is inspected is named as it was shown: under other names it leads nowhere. The zoom is kept in recorded ones.
      setInspected(undefined);
      change({ names: chosen }, 'replace');
    },
    [change],
  );
  const find = useCallback(
    (name: string) =>
      change({ search: name.slice(0, 500), view: state.view === 'flame' ? 'flame' : 'icicle', zoom: [] }, 'push'),
    [change, state.view],
  );

  usePlainKeys({
    f: () => change({ view: state.view === 'flame' ? 'flame' : 'icicle' }, 'replace'),
    t: () => change({ view: 'table' }, 'replace'),
    o: () => change({ view: state.view === 'icicle' ? 'flame' : 'icicle' }, 'replace'),
    n: () => changeNames(state.names === 'raw' ? 'readable' : 'raw'),
    g: () => views.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus(),
    '/': () => searchInput.current?.focus(),
  });

  const isEmpty = answer !== undefined && answer.samples === 0;
  return (
    <section aria-label="Selection in detail" className="flex min-w-0 flex-col gap-2">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <SegmentedControl
          label="View"
          value={state.view === 'table' ? 'table' : 'graph'}
          segments={[
            { value: 'graph', label: 'Flame graph' },
            { value: 'table', label: 'Table' },
          ]}
          onChange={(view) => change({ view: view === 'table' ? 'table' : 'icicle' }, 'replace')}
        />
        {state.view !== 'table' && (
          <SegmentedControl
            label="Root of the flame graph"
            value={state.view}
            segments={[
              { value: 'icicle', label: 'Root on top', name: 'Icicle, root on top' },
              { value: 'flame', label: 'Root below', name: 'Flame, root at the bottom' },
            ]}
            onChange={(view) => change({ view }, 'replace')}
          />
        )}
        {event.weightUnit !== 'samples' && (
          <SegmentedControl
            label="Weight of a sample"
            value={treeMeasure}
            segments={[
              { value: 'samples', label: 'Samples' },
              { value: 'period', label: weightLabel(event), name: `${weightLabel(event)}: weighted by period` },
            ]}
            onChange={(weight) => change({ weight }, 'replace')}
          />
        )}
        <NamesMenu names={state.names} onChange={changeNames} />
        <SearchField
          search={state.search}
          answer={answer?.search}
          scale={scale}
          onSearch={onSearch}
          inputRef={searchInput}
        />
        {answer !== undefined && answer.prunedNodes > 0 && state.view !== 'table' && (
          <span className="text-dim text-sm tabular-nums">
            {countWords(answer.prunedNodes, 'frame')} too small to be seen (
            {weightWords(answer.prunedSelf, answer.unit, event.name)}): zoom in to see them
          </span>
        )}
      </div>
      <div className="grid min-w-0 gap-3 xl:grid-cols-[minmax(0,1fr)_18rem]">
        <div ref={views} className="min-w-0">
          {isEmpty ? (
            <p className="rounded-lg border border-line bg-panel px-4 py-10 text-center text-dim">
              There is no sample in this selection
              {answer.idleHidden > 0
                ? `; ${countWords(answer.idleHidden, 'idle sample')} are hidden (key i shows them)`
                : ''}
              .
            </p>
          ) : state.view === 'table' ? (
            <FunctionTable
              client={client}
              selection={wireSelection}
              scale={scale}
              search={state.search}
              onFind={find}
              onInspect={(frame) => setInspected({ kind: 'frame', frame })}
              inspected={inspected?.kind === 'frame' ? inspected.frame : undefined}
            />
          ) : (
            <FlameGraphPanel
              // A zoom is drawn when its names are known: the picture of before stays until then.
              root={zoom === undefined ? undefined : answer?.root}
              scale={scale}
              layout={state.view}
              zoom={zoom ?? state.zoom}
              isLive={isLive}
              matches={matches}
              fetchSubtree={fetchSubtree}
              onZoom={zoomTo}
              onInspect={inspectPath}
            />
          )}
        </div>
        <aside
          aria-label="Details"
          className="min-w-0 rounded-lg border border-line bg-panel p-3 max-xl:min-h-0 xl:sticky xl:top-3 xl:max-h-[calc(100dvh-1.5rem)] xl:self-start xl:overflow-y-auto"
        >
          <FrameDetails
            client={client}
            selection={shownSelection}
            scale={scale}
            inspected={inspected}
            isLive={isLive}
            onFind={find}
            onInspect={setInspected}
          />
        </aside>
      </div>
    </section>
  );
}
