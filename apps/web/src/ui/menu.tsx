'use client';

import {
  type ComponentProps,
  cloneElement,
  type KeyboardEvent,
  type ReactElement,
  type ReactNode,
  type ToggleEvent,
  useId,
  useRef,
  useState,
} from 'react';
import { classNames } from './class-names.ts';
import { nextMenuItem } from './next-menu-item.ts';
import { movePopover, type PopoverAlign } from './place-popover.ts';

export interface MenuItem {
  readonly label: ReactNode;
  readonly onSelect: () => void;
  readonly tone?: 'plain' | 'danger';
  readonly disabled?: boolean;
  /** The key that does the same. */
  readonly keyName?: string;
}

/**
 * A list of actions behind a button. The platform opens it above everything, closes it with Escape or a click elsewhere;
 * the focus and the arrow keys are ours.
 */
export function Menu({
  trigger,
  items,
  heading,
  align = 'end',
}: {
  /** A button. */
  trigger: ReactElement<ComponentProps<'button'>>;
  items: readonly MenuItem[];
  /** What all of them are about. */
  heading?: ReactNode;
  align?: PopoverAlign;
}) {
  const id = useId();
  const popover = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState(false);

  function onToggle(e: ToggleEvent<HTMLDivElement>) {
    const anchor = document.getElementById(`${id}-trigger`);
    if (anchor === null) return;
    if (e.newState === 'closed') {
      e.currentTarget.style.visibility = '';
      // Its items are gone; unless somebody moved on, the keys go on from the button.
      if (document.activeElement === document.body) anchor.focus();
      return;
    }
    movePopover(e.currentTarget, anchor, 'bottom', align);
    e.currentTarget.style.visibility = 'visible';
    itemsOf(e.currentTarget)[0]?.focus();
  }

  function onKeyDown(e: KeyboardEvent<HTMLDivElement>) {
    if (e.key === 'Tab') popover.current?.hidePopover();
    const all = itemsOf(e.currentTarget);
    const labels = all.map((item) => item.textContent ?? '');
    const next = nextMenuItem(labels, all.indexOf(document.activeElement as HTMLButtonElement), e.key);
    if (next === undefined) return;
    e.preventDefault();
    all[next]?.focus();
  }

  return (
    <>
      {cloneElement(trigger, { id: `${id}-trigger`, popoverTarget: id, 'aria-haspopup': 'menu' })}
      <div
        ref={popover}
        id={id}
        role="menu"
        aria-labelledby={`${id}-trigger`}
        popover="auto"
        onBeforeToggle={(e) => setOpen(e.newState === 'open')}
        onToggle={onToggle}
        onKeyDown={onKeyDown}
        // Invisible until it is moved to its button, which can be done only once it has a size.
        className="invisible fixed inset-auto m-0 min-w-40 rounded-lg border border-line-strong bg-panel p-1 text-ink"
      >
        {open && heading !== undefined && (
          <p role="presentation" className="max-w-72 px-2 pt-1 pb-1.5 text-dim text-sm">
            {heading}
          </p>
        )}
        {open &&
          items.map((item, index) => (
            <button
              // biome-ignore lint/suspicious/noArrayIndexKey: a menu's items have no other name and don't move
              key={index}
              type="button"
              role="menuitem"
              tabIndex={-1}
              aria-disabled={item.disabled ?? false}
              onPointerMove={(e) => e.currentTarget.focus()}
              onClick={() => {
                if (item.disabled === true) return;
                popover.current?.hidePopover();
                item.onSelect();
              }}
              className={classNames(
                'flex h-7 w-full select-none items-center justify-between gap-4 whitespace-nowrap rounded-sm px-2 outline-none focus:bg-chip aria-disabled:cursor-default aria-disabled:text-faint pointer-coarse:h-10',
                item.tone === 'danger' && item.disabled !== true && 'text-danger',
              )}
            >
              {item.label}
              {item.keyName !== undefined && (
                <span aria-hidden="true" className="font-mono text-faint text-xs">
                  {item.keyName}
                </span>
              )}
            </button>
          ))}
      </div>
    </>
  );
}

function itemsOf(menu: HTMLElement): readonly HTMLButtonElement[] {
  return [...menu.querySelectorAll<HTMLButtonElement>('[role=menuitem]')];
}
