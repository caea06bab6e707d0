import type { FlamePath } from './flame-path.ts';

/**
 * The address keeps a zoom in recorded names, the picture has the names that are shown: so a link means the same under
 * every set of name switches, and a zoom outlives a change of them. A step that is no recorded name is taken as it is:
 * links of before were made of shown names. The first step is a thread's name, which no switch changes.
 */
export interface ZoomNames {
  shown(path: FlamePath): FlamePath;
  recorded(path: FlamePath): FlamePath;
}

export const SAME_NAMES: ZoomNames = { shown: (path) => path, recorded: (path) => path };

/**
 * Pairs, where the two names differ. Where several recorded names are shown as one, the first stands for all. Where one
 * is shown as several (`[unknown]` with its library), only the shown one says which is meant: it stays.
 */
export function createZoomNames(pairs: {
  readonly shown: readonly string[];
  readonly original: readonly string[];
}): ZoomNames {
  const shownAs = new Map<string, string | undefined>();
  pairs.original.forEach((original, row) => {
    const shown = pairs.shown[row] ?? original;
    if (shownAs.has(original)) shownAs.set(original, undefined);
    else shownAs.set(original, shown);
  });
  const toShown = new Map<string, string>();
  const toRecorded = new Map<string, string>();
  for (const [original, shown] of shownAs) {
    if (shown === undefined) continue;
    toShown.set(original, shown);
    if (!toRecorded.has(shown)) toRecorded.set(shown, original);
  }
  return {
    shown: (path) => path.map((step, index) => (index === 0 ? step : renamed(step, toShown))),
    recorded: (path) => path.map((step, index) => (index === 0 ? step : renamed(step, toRecorded))),
  };
}

/** A step may carry its mapping behind a tab. */
function renamed(step: string, names: ReadonlyMap<string, string>): string {
  const tab = step.lastIndexOf('\t');
  if (tab < 0) return names.get(step) ?? step;
  const name = step.slice(0, tab);
  return `${names.get(name) ?? name}${step.slice(tab)}`;
}
