'use client';

import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';

/** On or off, at once. The label is part of the control. */
export function Switch({
  checked,
  onChange,
  disabled = false,
  className,
  children,
}: {
  checked: boolean;
  onChange: (checked: boolean) => void;
  disabled?: boolean;
  className?: string;
  children: ReactNode;
}) {
  return (
    <button
      type="button"
      role="switch"
      aria-checked={checked}
      disabled={disabled}
      onClick={() => onChange(!checked)}
      className={classNames(
        'group inline-flex h-7 shrink-0 items-center gap-2 whitespace-nowrap rounded-md border border-line bg-panel px-2.5 hover:bg-chip disabled:opacity-50 pointer-coarse:h-10',
        className,
      )}
    >
      <span
        aria-hidden="true"
        className="relative h-3.5 w-6 rounded-full border border-line-strong bg-chip transition-colors group-aria-checked:border-accent group-aria-checked:bg-accent"
      >
        <span className="absolute top-[2px] left-[2px] size-2 rounded-full bg-dim transition-transform group-aria-checked:translate-x-2.5 group-aria-checked:bg-on-accent" />
      </span>
      {children}
    </button>
  );
}
