import type { ReactNode } from 'react';

/** A key as it is written on the keyboard. */
export function Kbd({ children }: { children: ReactNode }) {
  return (
    <kbd className="inline-flex h-4 min-w-4 items-center justify-center rounded-sm border border-line bg-panel px-1 font-mono text-xs text-faint">
      {children}
    </kbd>
  );
}
