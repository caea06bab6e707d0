'use client';

import { useEffect, useState } from 'react';
import { IconButton } from './button.tsx';
import { Dialog } from './dialog.tsx';
import { KeyboardIcon } from './icons.tsx';
import { Kbd } from './kbd.tsx';
import { isPlainKey } from './plain-key.ts';
import { Tooltip } from './tooltip.tsx';

export interface ShortcutGroup {
  readonly title: string;
  /** Keys that do the same are separate entries of `keys`; a chord is one entry, `Shift →`. */
  readonly shortcuts: readonly { readonly keys: readonly string[]; readonly does: string }[];
}

/** The list of keys behind `?` and behind a button. */
export function KeyboardHelp({ groups }: { groups: readonly ShortcutGroup[] }) {
  const [open, setOpen] = useState(false);

  useEffect(() => {
    const onKeyDown = (e: KeyboardEvent) => {
      if (!isPlainKey(e, '?')) return;
      e.preventDefault();
      setOpen(true);
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);

  return (
    <>
      <Tooltip text="Keys (?)">
        <IconButton label="Keys" onClick={() => setOpen(true)}>
          <KeyboardIcon />
        </IconButton>
      </Tooltip>
      <Dialog open={open} onClose={() => setOpen(false)} title="Keys">
        {groups.map((group) => (
          <section key={group.title} className="flex flex-col gap-1">
            <h3 className="font-semibold text-dim text-sm">{group.title}</h3>
            <dl className="grid grid-cols-[6rem_1fr] items-baseline gap-x-4 gap-y-1">
              {group.shortcuts.map((shortcut) => (
                <div key={shortcut.does} className="col-span-2 grid grid-cols-subgrid items-baseline">
                  <dt className="flex gap-1">
                    {shortcut.keys.map((key) => (
                      <Kbd key={key}>{key}</Kbd>
                    ))}
                  </dt>
                  <dd>{shortcut.does}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </Dialog>
    </>
  );
}
