'use client';

import type { ProfileResource } from '@subsecond/contracts';
import { useCallback, useMemo, useRef, useState } from 'react';
import type { HeatMapView, SelectionMode } from '../../canvas/heat-map-options.ts';
import { useTheme } from '../../ui/theme.tsx';
import type { ProfileClient } from '../../worker/profile-client.ts';
import type { HeatMapRequest, OpenedProfile, SelectRequest, WireSelection } from '../../worker/protocol.ts';
import { ExportMenu } from './export/export-menu.tsx';
import { HeatMapPanel } from './heat-map/heat-map-panel.tsx';
import { MapLegend } from './heat-map/map-legend.tsx';
import { LinkNotices } from './link-notices.tsx';
import { pictureWidth } from './picture-width.ts';
import { ProfileHeader } from './profile-header.tsx';
import { QualityLine } from './quality-line.tsx';
import { SelectionBar, useCopyLink } from './selection-bar.tsx';
import { SelectionViews } from './selection-views.tsx';
import { rangeWords } from './selection-words.ts';
import { Toolbar } from './toolbar.tsx';
import type { TimeRange, WorkbenchState } from './url-state.ts';
import { useAnswer } from './use-answer.ts';
import { usePlainKeys } from './use-plain-keys.ts';
import type { UrlState } from './use-url-state.ts';
import { durationWords, lengthWords, weightWords } from './words.ts';
import {
  chooseEvent,
  mapMeasureOf,
  mapPeriodOf,
  mapRefusal,
  nextOf,
  rangesOf,
  rangesOutside,
  shorterPeriod,
  tellsCpus,
  treeMeasureOf,
} from './workbench-model.ts';

export interface ReadyWorkbenchProps {
  readonly profile: ProfileResource;
  readonly opened: OpenedProfile;
  readonly client: ProfileClient;
  readonly url: UrlState & { readonly state: WorkbenchState };
}

/**
 * The address says what is shown, the worker computes it. A selection that is being dragged lives here alone (`draft`):
 * it becomes a step of the history when it is let go.
 */
export function ReadyWorkbench({ profile, opened, client, url }: ReadyWorkbenchProps) {
  const { state, change } = url;
  const { theme } = useTheme();
  const [draft, setDraft] = useState<readonly TimeRange[]>();
  const [selectionMode, setSelectionMode] = useState<SelectionMode>('run');
  const mapView = useRef<HeatMapView>(null);
  const rowsInput = useRef<HTMLInputElement>(null);
  const copyLink = useCopyLink();
  const chosen = chooseEvent(opened, state.event);
  if (chosen === undefined) throw new Error('a ready profile has at least one event');
  const { event, index } = chosen;

  const measure = mapMeasureOf(state, event);
  const { periodNs, isLengthened } = mapPeriodOf(state, opened);
  const proposedPeriodNs = opened.timedSamples > 0 ? shorterPeriod(opened, periodNs) : undefined;
  const refusal = mapRefusal(opened, event, state.rows, periodNs, profile.format);
  const filter = useMemo(() => ({ event: index, idle: state.idle }), [index, state.idle]);
  const mapQuestion: HeatMapRequest | undefined =
    refusal === undefined ? { filter, rows: state.rows, periodNs, measure } : undefined;
  const askMap = useCallback((question: HeatMapRequest) => client.heatMap(question), [client]);
  const mapAnswer = useAnswer(mapQuestion, askMap);
  const map = refusal === undefined ? mapAnswer.latest?.answer.map : undefined;

  const selection = draft ?? state.selection;
  const treeMeasure = treeMeasureOf(state, event);
  const wireSelection = useMemo<WireSelection>(
    () => ({ filter, ranges: rangesOf(selection), measure: treeMeasure, names: state.names }),
    [filter, selection, treeMeasure, state.names],
  );
  const askSelect = useCallback((question: SelectRequest) => client.select(question), [client]);
  const selectQuestion: SelectRequest = {
    ...wireSelection,
    functions: 0,
    pictureWidth: pictureWidth(draft !== undefined),
    ...(state.search === '' ? {} : { search: state.search }),
  };
  const selected = useAnswer(selectQuestion, askSelect);
  const answer = selected.latest?.answer;

  const select = useCallback(
    (ranges: readonly TimeRange[], step: 'push' | 'merge' = 'push') => {
      setDraft(undefined);
      change({ selection: ranges }, step);
    },
    [change],
  );

  const clear = () => {
    mapView.current?.cancelGesture();
    if (selection.length > 0) select([]);
  };

  usePlainKeys({
    h: () => mapView.current?.focus(),
    i: () => change({ idle: state.idle === 'exclude' ? 'include' : 'exclude' }, 'replace'),
    y: () => change({ flip: !state.flip }, 'replace'),
    p: () => change({ palette: nextOf(['inferno', 'cividis', 'ylorrd'], state.palette) }, 'replace'),
    m: () =>
      change(
        {
          measure: nextOf(
            [
              ...(tellsCpus(event) ? (['cpus'] as const) : []),
              'samples',
              ...(event.weightUnit === 'samples' ? [] : (['period'] as const)),
            ],
            measure,
          ),
        },
        'replace',
      ),
    w: () => {
      if (event.weightUnit !== 'samples') change({ weight: nextOf(['samples', 'period'], treeMeasure) }, 'replace');
    },
    r: () => rowsInput.current?.focus(),
    s: () => setSelectionMode((mode) => (mode === 'run' ? 'rectangle' : 'run')),
    c: copyLink,
    Escape: clear,
  });

  const problems = [
    ...(chosen.missing === undefined
      ? []
      : [`This profile has no event “${chosen.missing.slice(0, 80)}”: ${event.name} is shown.`]),
    ...(state.measure === 'cpus' && measure !== 'cpus'
      ? [`CPUs busy can not be told from ${event.name}: samples are shown.`]
      : []),
    ...rangesOutside(state.selection, opened).map(
      (range) => `The selection ${rangeWords(range)} lies outside of this recording: no sample can be in it.`,
    ),
    ...url.notices.map((notice) => `${notice.parameter}=${notice.value} was not used. ${notice.words}`),
  ];

  return (
    <>
      <ProfileHeader profile={profile} event={event} />
      {profile.quality !== null && <QualityLine quality={profile.quality} warnings={profile.warnings} />}
      <LinkNotices notices={problems} onDismiss={url.notices.length > 0 ? url.dismissNotices : undefined} />
      <section aria-label="Heat map" className="flex min-w-0 flex-col gap-2">
        <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2">
          <Toolbar
            state={state}
            periodNs={periodNs}
            change={change}
            events={opened.events}
            event={event}
            hasTimes={opened.timedSamples > 0}
            eventIndex={index}
            measure={measure}
            idleHidden={mapAnswer.latest?.answer.idleHidden ?? event.idleSamples}
            selectionMode={selectionMode}
            onSelectionMode={setSelectionMode}
            rowsInput={rowsInput}
          />
          {map !== undefined && (
            <MapLegend
              map={map}
              theme={theme}
              palette={state.palette}
              scale={state.scale}
              cpuCount={opened.cpuCount}
              weightUnit={event.weightUnit}
            />
          )}
        </div>
        {refusal === undefined ? (
          <HeatMapPanel
            label={`Heat map of ${profile.name}: ${event.name}`}
            eventName={event.name}
            view={{
              map,
              theme,
              palette: state.palette,
              scale: state.scale,
              cpuCount: opened.cpuCount,
              weightUnit: event.weightUnit,
              flip: state.flip,
              selection,
              selectionMode,
            }}
            viewRef={mapView}
            onSelectionChange={(changed) => {
              if (!changed.final) setDraft(changed.ranges);
              else select(changed.ranges, changed.source === 'keyboard' ? 'merge' : 'push');
            }}
          />
        ) : (
          <p className="rounded-lg border border-line bg-panel px-4 py-6 text-center text-dim">{refusal}</p>
        )}
        {(isLengthened || proposedPeriodNs !== undefined) && refusal === undefined && (
          <p className="text-dim text-sm tabular-nums">
            {isLengthened &&
              `A column is ${durationWords(periodNs)}: the times of this profile span ${lengthWords(opened.lastSampleNs ?? 0)}, more than columns of a second can show.`}
            {proposedPeriodNs !== undefined && (
              <>
                Columns of {durationWords(periodNs)} leave the map nearly empty.{' '}
                <button
                  type="button"
                  onClick={() => change({ periodNs: proposedPeriodNs }, 'replace')}
                  className="rounded-sm text-accent underline"
                >
                  Use {durationWords(proposedPeriodNs)}
                </button>
              </>
            )}
          </p>
        )}
        {mapAnswer.failure !== undefined && <p className="text-danger">{mapAnswer.failure}</p>}
      </section>
      <SelectionBar
        selection={answer === undefined ? selection : (selected.latest?.question.ranges ?? [])}
        counts={
          answer === undefined
            ? undefined
            : {
                samples: answer.samples,
                profileSamples: answer.share > 0 ? Math.round(answer.samples / answer.share) : event.samples,
                weight: answer.unit === 'samples' ? undefined : weightWords(answer.total, answer.unit, event.name),
              }
        }
        spanNs={Number.isSafeInteger(opened.spanEndNs) ? opened.spanEndNs : undefined}
        idleHidden={answer?.idleHidden ?? 0}
        onSelect={select}
        onCopyLink={copyLink}
        exportMenu={
          <ExportMenu
            profileName={profile.name}
            exported={{
              profileId: profile.id,
              event: event.name,
              filter,
              selection,
              measure: treeMeasure,
              names: state.names,
            }}
            samples={answer?.samples}
            mapView={mapView}
            hasMap={map !== undefined}
          />
        }
      />
      {selected.failure !== undefined && <p className="text-danger">{selected.failure}</p>}
      <SelectionViews
        client={client}
        state={state}
        change={change}
        event={event}
        treeMeasure={treeMeasure}
        wireSelection={wireSelection}
        answer={answer}
        answeredSelection={selected.latest?.question}
        isLive={draft !== undefined}
      />
    </>
  );
}
