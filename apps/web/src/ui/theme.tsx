'use client';

import { createContext, type ReactNode, useCallback, useContext, useMemo, useState, useSyncExternalStore } from 'react';
import { printThemeCookie, type Theme, type ThemeChoice } from './theme-choice.ts';

interface ThemeState {
  readonly choice: ThemeChoice;
  /** The theme that is drawn; canvases take their palette by it. On the server, and until hydration, `light` for `system`. */
  readonly theme: Theme;
  readonly choose: (choice: ThemeChoice) => void;
}

const ThemeContext = createContext<ThemeState | undefined>(undefined);

const DARK_QUERY = '(prefers-color-scheme: dark)';

function subscribeToSystem(onChange: () => void): () => void {
  const query = window.matchMedia(DARK_QUERY);
  query.addEventListener('change', onChange);
  return () => query.removeEventListener('change', onChange);
}

export function ThemeProvider({ initialChoice, children }: { initialChoice: ThemeChoice; children: ReactNode }) {
  const [choice, setChoice] = useState(initialChoice);
  const systemIsDark = useSyncExternalStore(
    subscribeToSystem,
    () => window.matchMedia(DARK_QUERY).matches,
    () => false,
  );
  const choose = useCallback((next: ThemeChoice) => {
    document.documentElement.dataset.theme = next;
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in Safari and Firefox ESR.
    document.cookie = printThemeCookie(next);
    setChoice(next);
  }, []);
  const theme: Theme = choice === 'system' ? (systemIsDark ? 'dark' : 'light') : choice;
  const state = useMemo(() => ({ choice, theme, choose }), [choice, theme, choose]);
  return <ThemeContext value={state}>{children}</ThemeContext>;
}

export function useTheme(): ThemeState {
  const state = useContext(ThemeContext);
  if (state === undefined) throw new Error('useTheme needs a ThemeProvider above it');
  return state;
}
