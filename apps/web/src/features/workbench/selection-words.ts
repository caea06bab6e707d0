import { printDecimalSeconds } from './decimal-seconds.ts';
import type { TimeRange } from './url-state.ts';
import { countWords, durationWords, shareWords } from './words.ts';

/** What is selected, in words: on the selection bar for the eye, in the live region for the ear. */

export interface SelectionCounts {
  /** Samples in the selection and in the whole profile, both as the filter and the idle switch leave them. */
  readonly samples: number;
  readonly profileSamples: number;
  /** What they weigh, where frames are as wide as that. */
  readonly weight?: string | undefined;
}

const NBSP = '\u00a0';

/** `63.100`, `2.953367`: seconds with three decimals, or as many as the time really has; in words and in fields alike. */
export function boundWords(ns: number): string {
  const [whole = '0', fraction = ''] = printDecimalSeconds(ns).split('.');
  return `${whole}.${fraction.padEnd(3, '0')}`;
}

/** `63.100 – 63.900 s` */
export function rangeWords(range: TimeRange): string {
  return `${boundWords(range.startNs)}${NBSP}–${NBSP}${boundWords(range.endNs)}${NBSP}s`;
}

export interface SelectionParts {
  readonly range: string;
  readonly span: string;
  readonly samples: string;
  readonly share: string;
}

export function selectionParts(selection: readonly TimeRange[], counts: SelectionCounts): SelectionParts {
  const first = selection[0];
  const range =
    first === undefined
      ? 'Whole profile'
      : selection.length === 1
        ? rangeWords(first)
        : `${countWords(selection.length, 'range')}, first ${rangeWords(first)}`;
  return {
    range,
    span: first === undefined ? '' : durationWords(selectedNs(selection)),
    samples: [countWords(counts.samples, 'sample'), counts.weight].filter((part) => part !== undefined).join(' · '),
    share: first === undefined ? '' : `${shareWords(counts.samples, counts.profileSamples)} of the profile`,
  };
}

/** For the live region: one sentence, without dashes that are read as minus. */
export function selectionSentence(selection: readonly TimeRange[], counts: SelectionCounts): string {
  const parts = selectionParts(selection, counts);
  if (selection.length === 0) return `No selection. The whole profile is shown: ${parts.samples}.`;
  const spoken = parts.range.replace(/[\s\u00a0]–[\s\u00a0]/g, ' to ').replace(/[\s\u00a0]s$/, ' seconds');
  return `Selected ${spoken}: ${parts.span}, ${parts.samples}, ${parts.share}.`;
}

export function selectedNs(selection: readonly TimeRange[]): number {
  return selection.reduce((sum, range) => sum + (range.endNs - range.startNs), 0);
}
