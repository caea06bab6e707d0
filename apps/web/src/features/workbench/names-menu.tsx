'use client';

import {
  NAME_SWITCH_WORDS,
  NAME_SWITCHES,
  type NameSwitch,
  parseNameSwitches,
  printNameSwitches,
  READABLE_NAMES,
} from '@subsecond/names';
import { useId } from 'react';
import { Button } from '../../ui/button.tsx';
import { movePopover } from '../../ui/place-popover.ts';
import { SegmentedControl } from '../../ui/segmented-control.tsx';
import { Switch } from '../../ui/switch.tsx';

/** What is done to names, as a link writes it. `names` is always a set that `parseNameSwitches` knows. */
export interface NamesMenuProps {
  readonly names: string;
  readonly onChange: (names: string) => void;
}

/** A button that says what is shown, and behind it every switch with one name before and after. */
export function NamesMenu({ names, onChange }: NamesMenuProps) {
  const id = useId();
  const switches = parseNameSwitches(names) ?? READABLE_NAMES;
  const toggle = (name: NameSwitch, isOn: boolean) => onChange(printNameSwitches({ ...switches, [name]: isOn }));
  const preset = names === 'raw' || names === 'readable' ? names : 'own';
  const label = { raw: 'as recorded', readable: 'readable', own: 'my choice' }[preset];
  return (
    <>
      <Button id={`${id}-trigger`} popoverTarget={id} aria-haspopup="dialog">
        Names: {label}
      </Button>
      <div
        id={id}
        role="dialog"
        aria-label="Names of functions"
        popover="auto"
        onToggle={(e) => {
          const anchor = document.getElementById(`${id}-trigger`);
          if (e.newState === 'open' && anchor !== null) movePopover(e.currentTarget, anchor, 'bottom', 'start');
          e.currentTarget.style.visibility = e.newState === 'open' ? 'visible' : '';
        }}
        // Invisible until it is moved to its button, which can be done only once it has a size.
        className="invisible fixed inset-auto m-0 max-h-[80dvh] max-w-[calc(100vw-1rem)] overflow-y-auto rounded-lg border border-line-strong bg-panel p-3 text-ink"
      >
        <SegmentedControl
          label="Names"
          value={preset}
          segments={[
            { value: 'readable', label: 'Readable' },
            { value: 'raw', label: 'As recorded' },
          ]}
          onChange={(chosen) => onChange(chosen)}
        />
        <ul className="mt-2 flex flex-col gap-1">
          {NAME_SWITCHES.map((name) => {
            const words = NAME_SWITCH_WORDS[name];
            return (
              <li key={name} className="flex flex-wrap items-center gap-x-3">
                <Switch checked={switches[name]} onChange={(isOn) => toggle(name, isOn)} className="w-60 justify-start">
                  {words.label}
                </Switch>
                <span className="font-mono text-dim text-xs">
                  {words.before} → {words.after}
                </span>
              </li>
            );
          })}
        </ul>
        <p className="mt-2 max-w-lg text-dim text-sm">
          The details of a frame always say what perf printed, and a search finds either.
        </p>
      </div>
    </>
  );
}
