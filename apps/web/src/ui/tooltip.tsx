'use client';

import { type KeyboardEvent, type ReactNode, useEffect, useId, useLayoutEffect, useRef, useState } from 'react';
import { movePopover, type PopoverSide } from './place-popover.ts';

const HOVER_WAITS_MS = 400;

/**
 * A word about a control, on hover and on keyboard focus. Never the only place where something is said. It is a popover
 * of the platform, so nothing can cover or cut it; the wrapper has no box of its own.
 */
export function Tooltip({
  text,
  children,
  side = 'bottom',
}: {
  text: ReactNode;
  /** One element. */
  children: ReactNode;
  side?: PopoverSide;
}) {
  const wrapper = useRef<HTMLSpanElement>(null);
  const popover = useRef<HTMLSpanElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const [shown, setShown] = useState(false);
  const id = useId();

  useEffect(() => () => clearTimeout(timer.current), []);

  useLayoutEffect(() => {
    const control = wrapper.current?.firstElementChild;
    if (!shown || popover.current === null || control === null || control === undefined) return;
    popover.current.showPopover();
    movePopover(popover.current, control, side, 'center');
    control.setAttribute('aria-describedby', id);
    return () => control.removeAttribute('aria-describedby');
  }, [shown, side, id]);

  const showSoon = () => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setShown(true), HOVER_WAITS_MS);
  };
  const hide = () => {
    clearTimeout(timer.current);
    setShown(false);
  };
  const hideByKey = (e: KeyboardEvent) => {
    if (e.key === 'Escape') hide();
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only listens to what happens to the control inside
    <span
      ref={wrapper}
      className="contents"
      onPointerEnter={(e) => {
        if (e.pointerType !== 'touch') showSoon();
      }}
      onPointerLeave={hide}
      onPointerDown={hide}
      onFocus={(e) => {
        if (e.target.matches(':focus-visible')) setShown(true);
      }}
      onBlur={hide}
      onKeyDown={hideByKey}
    >
      {children}
      {shown && (
        <span
          ref={popover}
          id={id}
          role="tooltip"
          popover="manual"
          className="pointer-events-none fixed inset-auto m-0 max-w-xs rounded-md border border-line-strong bg-panel px-2 py-1 text-ink text-sm"
        >
          {text}
        </span>
      )}
    </span>
  );
}
