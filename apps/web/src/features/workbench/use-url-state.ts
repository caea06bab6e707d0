'use client';

import { useCallback, useEffect, useRef, useState } from 'react';
import { DEFAULT_STATE, parseUrlState, printUrlState, type UrlNotice, type WorkbenchState } from './url-state.ts';

/**
 * `push` makes a step that Back undoes; `replace` does not; `merge` joins steps that follow each other quickly (holding
 * an arrow key down is one step, not fifty).
 */
export type HistoryStep = 'push' | 'replace' | 'merge';

export type ChangeState = (patch: Partial<WorkbenchState>, step: HistoryStep) => void;

export interface UrlState {
  /** Undefined until the address was read, which a server can't. */
  readonly state: WorkbenchState | undefined;
  readonly notices: readonly UrlNotice[];
  readonly dismissNotices: () => void;
  readonly change: ChangeState;
}

const MERGE_MS = 1000;

/** The address is the one truth: it is written at once, and read again whenever the person goes back or forward. */
export function useUrlState(): UrlState {
  const [parsed, setParsed] = useState<{ readonly state: WorkbenchState; readonly notices: readonly UrlNotice[] }>();
  const newest = useRef<WorkbenchState>(DEFAULT_STATE);
  const lastMerge = useRef(-MERGE_MS);

  useEffect(() => {
    const read = () => {
      const next = parseUrlState(window.location.search, window.location.hash);
      newest.current = next.state;
      setParsed(next);
    };
    read();
    window.addEventListener('popstate', read);
    return () => window.removeEventListener('popstate', read);
  }, []);

  const change = useCallback<ChangeState>((patch, step) => {
    const state = { ...newest.current, ...patch };
    newest.current = state;
    setParsed((old) => ({ state, notices: old?.notices ?? [] }));
    const now = performance.now();
    const merges = step === 'merge' && now - lastMerge.current < MERGE_MS;
    if (step === 'merge') lastMerge.current = now;
    // A task of its own: the browser takes tens of milliseconds for a step of the history, and the picture comes first.
    setTimeout(
      () =>
        writeAddress(
          window.location.pathname + printUrlState(state),
          step === 'replace' || merges ? 'replaceState' : 'pushState',
        ),
      0,
    );
  }, []);

  const dismissNotices = useCallback(() => setParsed((old) => (old === undefined ? old : { ...old, notices: [] })), []);

  return { state: parsed?.state, notices: parsed?.notices ?? [], dismissNotices, change };
}

function writeAddress(address: string, how: 'pushState' | 'replaceState'): void {
  const { pathname, search, hash } = window.location;
  if (address !== pathname + search + hash) window.history[how](null, '', address);
}
