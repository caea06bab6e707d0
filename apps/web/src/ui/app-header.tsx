'use client';

import Link from 'next/link';
import type { ReactNode } from 'react';
import { KeyboardHelp, type ShortcutGroup } from './keyboard-help.tsx';
import { LogoMark } from './logo.tsx';
import { ThemeSwitch } from './theme-switch.tsx';

/**
 * The bar on top of every page: where one is on the left, what can be done on the right. The first link of a page leads
 * past it, to the element with the id `content`.
 */
export function AppHeader({
  breadcrumb,
  actions,
  shortcuts,
}: {
  breadcrumb?: ReactNode;
  actions?: ReactNode;
  shortcuts: readonly ShortcutGroup[];
}) {
  return (
    <header className="flex h-12 items-center gap-2 border-line border-b bg-panel px-3 sm:gap-3 sm:px-5">
      <a
        href="#content"
        className="sr-only focus:not-sr-only focus:absolute focus:top-1 focus:left-1 focus:z-50 focus:bg-panel focus:px-3 focus:py-2"
      >
        Skip to content
      </a>
      <Link href="/" className="flex items-center gap-2 rounded-sm font-semibold tracking-tight no-underline">
        <LogoMark />
        <span className={breadcrumb === undefined ? '' : 'max-sm:sr-only'}>Subsecond</span>
      </Link>
      {breadcrumb !== undefined && (
        <nav aria-label="Breadcrumb" className="flex min-w-0 items-center gap-2 text-dim">
          <span aria-hidden="true" className="text-faint">
            /
          </span>
          {breadcrumb}
        </nav>
      )}
      <div className="ml-auto flex shrink-0 items-center gap-1.5 sm:gap-2">
        {actions}
        <KeyboardHelp groups={shortcuts} />
        <ThemeSwitch />
      </div>
    </header>
  );
}
