'use client';

import { useEffect, useRef } from 'react';
import type { ShortcutGroup } from '../../ui/keyboard-help.tsx';
import { isPlainKey } from '../../ui/plain-key.ts';

export const LIST_SHORTCUTS: readonly ShortcutGroup[] = [
  {
    title: 'Profiles',
    shortcuts: [
      { keys: ['↓', 'j'], does: 'next profile' },
      { keys: ['↑', 'k'], does: 'profile before' },
      { keys: ['Enter'], does: 'open it' },
      { keys: ['p'], does: 'pin or unpin it' },
      { keys: ['r'], does: 'rename it' },
      { keys: ['Del'], does: 'delete it' },
      { keys: ['z'], does: 'undo that, while the message shows' },
    ],
  },
  {
    title: 'Page',
    shortcuts: [
      { keys: ['u'], does: 'choose files to upload' },
      { keys: ['/'], does: 'search' },
      { keys: ['?'], does: 'these keys' },
    ],
  },
];

export interface ListKeys {
  readonly onUpload: () => void;
  readonly onSearch: () => void;
  readonly onUndo: () => void;
}

/** The keys of the whole list page; Enter is the platform's, since what moves is the real focus. */
export function useListKeys(keys: ListKeys): void {
  const latest = useRef(keys);
  latest.current = keys;

  useEffect(() => {
    const onKeyDown = (e: KeyboardEvent) => {
      const on = (key: string, action: () => void) => {
        if (!isPlainKey(e, key) || e.shiftKey) return;
        e.preventDefault();
        action();
      };
      on('u', () => latest.current.onUpload());
      on('z', () => latest.current.onUndo());
      on('/', () => latest.current.onSearch());
      on('j', () => focusProfile(1));
      on('ArrowDown', () => focusProfile(1));
      on('k', () => focusProfile(-1));
      on('ArrowUp', () => focusProfile(-1));
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
}

/** Moves the focus among the profiles in the order of the page; from outside, to the first or the last of them. */
export function focusProfile(step: 1 | -1): void {
  const links = [...document.querySelectorAll<HTMLAnchorElement>('a[data-profile-link]')];
  const row = document.activeElement?.closest('li');
  const current = row === null || row === undefined ? -1 : links.findIndex((link) => row.contains(link));
  const next = current === -1 ? (step === 1 ? 0 : links.length - 1) : current + step;
  const link = links[next];
  link?.focus();
  link?.closest('li')?.scrollIntoView({ block: 'nearest' });
}

/** Before a focused profile goes away: its neighbour takes the focus, so that the keys go on from there. */
export function focusNeighbour(): void {
  const before = document.activeElement;
  focusProfile(1);
  if (document.activeElement === before) focusProfile(-1);
  // It was the only one.
  if (document.activeElement === before) document.getElementById('content')?.focus();
}
