'use client';

import { createContext, type ReactNode, useCallback, useContext, useEffect, useRef, useState } from 'react';
import { Button, IconButton } from './button.tsx';
import { CloseIcon } from './icons.tsx';

export interface Toast {
  readonly text: string;
  /** Something to do about it; the toast goes when it is done. */
  readonly action?: { readonly label: string; readonly onSelect: () => void };
  readonly tone?: 'plain' | 'danger';
  /** Milliseconds until it goes by itself; it waits while pointed at or focused. 6 s by default, 0 = stays. */
  readonly lasts?: number;
  /** Called once when it goes, however it goes, except by its action. */
  readonly onGone?: () => void;
}

interface ShownToast extends Toast {
  readonly key: number;
}

type ShowToast = (toast: Toast) => () => void;

const ToastContext = createContext<ShowToast | undefined>(undefined);

const DEFAULT_LASTS_MS = 6000;

export function ToastProvider({ children }: { children: ReactNode }) {
  const [toasts, setToasts] = useState<readonly ShownToast[]>([]);
  const nextKey = useRef(0);
  const remove = useCallback((key: number) => setToasts((shown) => shown.filter((toast) => toast.key !== key)), []);
  const show = useCallback<ShowToast>(
    (toast) => {
      const key = nextKey.current++;
      setToasts((shown) => [...shown, { ...toast, key }]);
      return () => remove(key);
    },
    [remove],
  );
  return (
    <ToastContext value={show}>
      {children}
      <section
        aria-label="Messages"
        aria-live="polite"
        className="pointer-events-none fixed inset-x-0 bottom-0 z-50 flex flex-col items-center gap-2 p-4"
      >
        {toasts.map((toast) => (
          <ToastRow key={toast.key} toast={toast} onRemove={() => remove(toast.key)} />
        ))}
      </section>
    </ToastContext>
  );
}

function ToastRow({ toast, onRemove }: { toast: ShownToast; onRemove: () => void }) {
  const [held, setHeld] = useState(false);
  const { onGone, lasts = DEFAULT_LASTS_MS } = toast;
  const dismiss = useCallback(() => {
    onGone?.();
    onRemove();
  }, [onGone, onRemove]);
  const dismissLatest = useRef(dismiss);
  dismissLatest.current = dismiss;

  useEffect(() => {
    if (held || lasts === 0) return;
    const timer = setTimeout(() => dismissLatest.current(), lasts);
    return () => clearTimeout(timer);
  }, [held, lasts]);

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: holding the toast while it is pointed at or focused is all this does
    <div
      onMouseEnter={() => setHeld(true)}
      onMouseLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
      className="pointer-events-auto flex max-w-full items-center gap-3 rounded-lg border border-line-strong bg-panel py-1.5 pr-1.5 pl-3"
    >
      <span className={toast.tone === 'danger' ? 'min-w-0 text-danger' : 'min-w-0'}>{toast.text}</span>
      {toast.action !== undefined && (
        <Button
          onClick={() => {
            toast.action?.onSelect();
            onRemove();
          }}
        >
          {toast.action.label}
        </Button>
      )}
      <IconButton label="Dismiss" onClick={dismiss}>
        <CloseIcon />
      </IconButton>
    </div>
  );
}

/** Shows a toast; the answer takes it away again. */
export function useToast(): ShowToast {
  const show = useContext(ToastContext);
  if (show === undefined) throw new Error('useToast needs a ToastProvider above it');
  return show;
}
