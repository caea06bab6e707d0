'use client';

import { type ReactNode, useEffect, useId, useRef } from 'react';
import { IconButton } from './button.tsx';
import { classNames } from './class-names.ts';
import { CloseIcon } from './icons.tsx';

/** The platform's modal dialog: it keeps the focus, closes with Escape and gives the focus back. */
export function Dialog({
  open,
  onClose,
  title,
  children,
  actions,
  className,
}: {
  open: boolean;
  onClose: () => void;
  title: string;
  children: ReactNode;
  actions?: ReactNode;
  className?: string;
}) {
  const ref = useRef<HTMLDialogElement>(null);
  const titleId = useId();

  useEffect(() => {
    const dialog = ref.current;
    if (dialog === null) return;
    if (open && !dialog.open) {
      dialog.showModal();
      // The platform would take the first button; React's autoFocus comes while the dialog is still hidden.
      dialog.querySelector<HTMLElement>('[data-focus-first]')?.focus();
    }
    if (!open && dialog.open) dialog.close();
  }, [open]);

  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the click is on the backdrop; the key for the same is Escape, which the platform handles
    <dialog
      ref={ref}
      aria-labelledby={titleId}
      onClose={onClose}
      onClick={(e) => {
        if (e.target === e.currentTarget) onClose();
      }}
      className={classNames(
        'm-auto max-h-[85dvh] w-[min(32rem,calc(100vw-2rem))] rounded-lg border border-line-strong bg-panel p-0 text-ink backdrop:bg-[rgb(0_0_0/0.45)]',
        className,
      )}
    >
      {open && (
        <div className="flex flex-col gap-3 p-4">
          <div className="flex items-center justify-between gap-4">
            <h2 id={titleId} className="font-semibold text-lg">
              {title}
            </h2>
            <IconButton label="Close" onClick={onClose} className="-mr-1.5">
              <CloseIcon />
            </IconButton>
          </div>
          {children}
          {actions !== undefined && <div className="flex flex-wrap justify-end gap-2 pt-1">{actions}</div>}
        </div>
      )}
    </dialog>
  );
}
