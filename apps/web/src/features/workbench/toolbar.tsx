'use client';

import { memo } from 'react';
import type { PaletteName, SelectionMode } from '../../canvas/heat-map-options.ts';
import { Button } from '../../ui/button.tsx';
import { SegmentedControl } from '../../ui/segmented-control.tsx';
import { Select } from '../../ui/select.tsx';
import { Switch } from '../../ui/switch.tsx';
import { Tooltip } from '../../ui/tooltip.tsx';
import type { OpenedEvent } from '../../worker/protocol.ts';
import { printDecimalSeconds } from './decimal-seconds.ts';
import { NumberField } from './number-field.tsx';
import { parsePeriodText, periodProblem } from './period-text.ts';
import { type MapMeasure, ROWS_MAX, ROWS_MIN, type WorkbenchState } from './url-state.ts';
import type { ChangeState } from './use-url-state.ts';
import { countWords, printWhole, weightLabel } from './words.ts';
import { tellsCpus } from './workbench-model.ts';

export interface ToolbarProps {
  readonly state: WorkbenchState;
  /** As drawn: the address may leave it to the page. */
  readonly periodNs: number;
  readonly change: ChangeState;
  readonly events: readonly OpenedEvent[];
  readonly event: OpenedEvent;
  /** Without times there is no map, and nothing to set about it. */
  readonly hasTimes: boolean;
  readonly eventIndex: number;
  readonly measure: MapMeasure;
  readonly idleHidden: number;
  readonly selectionMode: SelectionMode;
  readonly onSelectionMode: (mode: SelectionMode) => void;
  readonly rowsInput: { current: HTMLInputElement | null };
}

const PALETTES: readonly { readonly value: PaletteName; readonly label: string }[] = [
  { value: 'inferno', label: 'Inferno' },
  { value: 'cividis', label: 'Cividis' },
  { value: 'ylorrd', label: 'Yellow–red' },
];

export const Toolbar = memo(function Toolbar({
  state,
  periodNs,
  change,
  events,
  event,
  hasTimes,
  eventIndex,
  measure,
  idleHidden,
  selectionMode,
  onSelectionMode,
  rowsInput,
}: ToolbarProps) {
  return (
    <fieldset aria-label="Settings of the heat map" className="flex min-w-0 flex-wrap items-center gap-2">
      {events.length > 1 && (
        <Select
          label="Event"
          prefix="Event"
          value={String(eventIndex)}
          options={events.map((one, index) => ({
            value: String(index),
            label: `${one.name} · ${countWords(one.samples, 'sample')}`,
          }))}
          onChange={(value) => {
            const chosen = events[Number(value)];
            // Another event may be no lattice and have another weight: what was chosen for the old one goes.
            if (chosen !== undefined)
              change({ event: chosen.name, measure: undefined, weight: undefined, zoom: [] }, 'push');
          }}
          className="max-w-full"
        />
      )}
      {hasTimes && (
        <>
          <NumberField
            label="Rows"
            prefix="Rows"
            value={state.rows}
            print={String}
            parse={(text) =>
              /^\d+$/.test(text) && Number(text) >= ROWS_MIN && Number(text) <= ROWS_MAX ? Number(text) : undefined
            }
            onChange={(rows) => change({ rows }, 'replace')}
            proposals={['10', '20', '49', '50', '99', '100', '200', '500', '1000']}
            help={`A whole number from ${ROWS_MIN} to ${printWhole(ROWS_MAX)}.`}
            width="w-12"
            inputRef={rowsInput}
          />
          <NumberField
            label="Period of a column"
            prefix="Period"
            unit="s"
            value={periodNs}
            print={printDecimalSeconds}
            parse={parsePeriodText}
            onChange={(chosen) => change({ periodNs: chosen }, 'replace')}
            proposals={['0.1', '0.5', '1', '2', '5', '10', '60']}
            help={periodProblem}
            width="w-16"
          />
          <SegmentedControl
            label="Measure"
            value={measure}
            segments={[
              { value: 'cpus', label: 'CPUs busy', disabled: !tellsCpus(event) },
              { value: 'samples', label: 'Samples' },
              {
                value: 'period',
                label: weightLabel(event),
                name: `${weightLabel(event)}: weighted by period`,
                disabled: event.weightUnit === 'samples',
              },
            ]}
            onChange={(chosen) => change({ measure: chosen }, 'replace')}
          />
        </>
      )}
      <Tooltip text="Hide the idle task (i)">
        <Switch
          checked={state.idle === 'exclude'}
          onChange={(hides) => change({ idle: hides ? 'exclude' : 'include' }, 'replace')}
        >
          {state.idle === 'exclude' ? `Idle hidden: ${printWhole(idleHidden)}` : 'Idle shown'}
        </Switch>
      </Tooltip>
      {hasTimes && (
        <>
          <SegmentedControl
            label="A drag selects"
            value={selectionMode}
            segments={[
              { value: 'run', label: 'Time', name: 'everything between two moments' },
              { value: 'rectangle', label: 'Stripe', name: 'the same rows in every column' },
            ]}
            onChange={onSelectionMode}
          />
          <Tooltip text={state.flip ? '0 ms is at the top (y)' : '0 ms is at the bottom (y)'}>
            <Button aria-pressed={state.flip} onClick={() => change({ flip: !state.flip }, 'replace')}>
              Flip y
            </Button>
          </Tooltip>
          <Select
            label="Palette"
            value={state.palette}
            options={PALETTES}
            onChange={(palette) => change({ palette }, 'replace')}
          />
          <Select
            label="Colour scale"
            value={state.scale}
            options={[
              { value: 'sqrt', label: 'Square root' },
              { value: 'linear', label: 'Linear' },
            ]}
            onChange={(scale) => change({ scale }, 'replace')}
          />
        </>
      )}
    </fieldset>
  );
});
