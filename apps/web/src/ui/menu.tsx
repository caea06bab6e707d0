'use client';

import { DropdownMenu } from 'radix-ui';
import type { ReactElement, ReactNode } from 'react';
import { classNames } from './class-names.ts';

export interface MenuItem {
  readonly label: ReactNode;
  readonly onSelect: () => void;
  readonly tone?: 'plain' | 'danger';
  readonly disabled?: boolean;
  /** The key that does the same. */
  readonly keyName?: string;
}

/** A list of actions behind a button. Not modal: the page can still be scrolled, and no style sheet is injected. */
export function Menu({
  trigger,
  items,
  align = 'end',
}: {
  trigger: ReactElement;
  items: readonly MenuItem[];
  align?: 'start' | 'end';
}) {
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          align={align}
          sideOffset={4}
          collisionPadding={8}
          className="z-40 min-w-40 rounded-lg border border-line-strong bg-panel p-1 text-ink"
        >
          {items.map((item, index) => (
            <DropdownMenu.Item
              // biome-ignore lint/suspicious/noArrayIndexKey: a menu's items have no other name and don't move
              key={index}
              disabled={item.disabled ?? false}
              onSelect={item.onSelect}
              className={classNames(
                'flex h-7 cursor-pointer select-none items-center justify-between gap-4 rounded-sm px-2 outline-none data-[highlighted]:bg-chip data-[disabled]:opacity-50 pointer-coarse:h-10',
                item.tone === 'danger' && 'text-danger',
              )}
            >
              {item.label}
              {item.keyName !== undefined && <span className="font-mono text-faint text-xs">{item.keyName}</span>}
            </DropdownMenu.Item>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
