'use client';

import { useEffect, useRef } from 'react';
import { isPlainKey } from '../../ui/plain-key.ts';

/** Single keys that work anywhere on the page, except where somebody writes. */
export function usePlainKeys(keys: Readonly<Record<string, () => void>>): void {
  const latest = useRef(keys);
  latest.current = keys;
  useEffect(() => {
    const onKeyDown = (press: KeyboardEvent) => {
      const action = Object.hasOwn(latest.current, press.key) ? latest.current[press.key] : undefined;
      if (action === undefined || !isPlainKey(press, press.key)) return;
      press.preventDefault();
      action();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
}
