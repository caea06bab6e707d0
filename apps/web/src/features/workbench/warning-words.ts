import type { ParseWarningResource, ProfileQualityResource } from '@subsecond/contracts';
import { countWords, printWhole, shareWords } from './words.ts';

/** What the reader of the file could not take at its word: what happened, and what to do about it. */
export interface WarningWords {
  readonly title: string;
  readonly cure: string;
}

type Wording = (count: number) => WarningWords;

const WORDINGS: Readonly<Record<string, Wording>> = {
  'line-not-understood': (n) => ({
    title: `${countWords(n, 'line was', 'lines were')} not understood and left out`,
    cure: 'Look at the lines below. If they are samples, record again with the default fields of perf script, or tell us which fields you use.',
  }),
  'frame-not-understood': (n) => ({
    title: `${countWords(n, 'stack line was', 'stack lines were')} not understood and left out of its stack`,
    cure: 'Look at the lines below; the rest of each stack was kept.',
  }),
  'record-skipped': (n) => ({
    title: `${countWords(n, 'record is', 'records are')} no sample (COMM, MMAP, SWITCH …)`,
    cure: 'Nothing to do: they are not counted as samples.',
  }),
  'lost-samples': (n) => ({
    title: `perf reported ${countWords(n, 'time', 'times')} that it lost samples`,
    cure: 'Give perf a larger buffer (perf record -m 512), a lower rate (-F), or no --call-graph dwarf.',
  }),
  'time-went-back': (n) => ({
    title: `${countWords(n, 'sample was', 'samples were')} not in order of time and sorted into place`,
    cure: 'Nothing to do for one recording. If several recordings were joined into one file, upload them apart.',
  }),
  'time-absent': (n) => ({
    title: `${countWords(n, 'sample has', 'samples have')} no timestamp`,
    cure: 'They are in the flame graph of the whole profile, and in no time range. Leave the field “time” in perf script -F.',
  }),
  'stack-cut': (n) => ({
    title: `${countWords(n, 'stack was', 'stacks were')} cut by perf at its greatest depth; the outermost callers are missing`,
    cure: 'Raise kernel.perf_event_max_stack before recording: sysctl -w kernel.perf_event_max_stack=1024',
  }),
  'stack-absent': (n) => ({
    title: `${countWords(n, 'sample has', 'samples have')} no stack and ends at its thread’s name`,
    cure: 'Record with -g (or --call-graph dwarf).',
  }),
  'file-truncated': () => ({
    title: 'The file ends in the middle of a line',
    cure: 'The disk may have been full, or the copy was cut: compare its size with the original and upload it again.',
  }),
  'encoding-repaired': (n) => ({
    title: `The text’s encoding was repaired ${countWords(n, 'time', 'times')} (byte order mark, line ends, bytes that are not UTF-8)`,
    cure: 'Nothing to do. An editor or a Windows tool has probably touched the file.',
  }),
  'entry-skipped': (n) => ({
    title: `${countWords(n, 'entry is', 'entries are')} no sample and no duration of a thread`,
    cure: 'Nothing to do: they are not counted as samples.',
  }),
  'entry-not-understood': (n) => ({
    title: `${countWords(n, 'entry was', 'entries were')} damaged or contradict the rest of the file, and left out`,
    cure: 'Look at the entries below. If the program that wrote the file has a newer version, export it again.',
  }),
  'end-unmatched': (n) => ({
    title: `${countWords(n, 'interval has', 'intervals have')} a beginning without an end, or an end without a beginning`,
    cure: 'Usual where recording starts or stops in the middle of work. What is open at the end lasts until its thread’s last entry.',
  }),
  'intervals-overlap': (n) => ({
    title: `${countWords(n, 'interval ends', 'intervals end')} inside of one that began later on the same thread`,
    cure: 'Nothing to do: both were kept for as long as they lasted.',
  }),
  'header-repeated': (n) => ({
    title: `The file holds ${countWords(n + 1, 'recording')} one after the other`,
    cure: 'They share one time axis here. Upload them as separate files to look at each by itself.',
  }),
};

export function warningWords(warning: Pick<ParseWarningResource, 'kind' | 'count'>): WarningWords {
  // A newer server may send kinds that this page does not know; names like `constructor` are only names.
  const wording = Object.hasOwn(WORDINGS, warning.kind) ? WORDINGS[warning.kind] : undefined;
  return (
    wording?.(warning.count) ?? {
      title: `${warning.kind}: ${countWords(warning.count, 'time', 'times')}`,
      cure: 'The lines are below.',
    }
  );
}

export interface QualityFact {
  readonly words: string;
  /** Whether it takes something away from what the page shows. */
  readonly matters: boolean;
}

/** Kinds that say how a file is written, and take nothing away. */
const HARMLESS_KINDS: ReadonlySet<string> = new Set(['record-skipped', 'entry-skipped']);

/**
 * `complete` only where that was counted: a lattice tells how many samples there should be. Elsewhere nothing is known to
 * be missing, which is less. `remarked`: nothing is missing, but the file was not quite what it should be.
 */
export type QualityState = 'complete' | 'unknown' | 'remarked' | 'lacking';

export const QUALITY_WORDS: Readonly<Record<QualityState, string>> = {
  complete: 'Data complete',
  unknown: 'Nothing known to be missing',
  remarked: 'Read with remarks',
  lacking: 'Data quality',
};

export function qualityState(
  quality: ProfileQualityResource,
  warnings: readonly Pick<ParseWarningResource, 'kind'>[],
): QualityState {
  if (qualityFacts(quality).some((fact) => fact.matters)) return 'lacking';
  if (warnings.some((warning) => !HARMLESS_KINDS.has(warning.kind))) return 'remarked';
  return quality.expectedSamples === null ? 'unknown' : 'complete';
}

/** The data-quality line: one fact each, the bad ones marked; an empty list means that nothing is missing. */
export function qualityFacts(quality: ProfileQualityResource): readonly QualityFact[] {
  const facts: QualityFact[] = [];
  const add = (count: number, words: string, matters = true) => {
    if (count > 0) facts.push({ words, matters });
  };
  const share = (count: number) => shareWords(count, quality.samples);
  const missing = (quality.expectedSamples ?? 0) - (quality.recordedSamples ?? 0);
  add(missing, missingTickWords(missing, quality.missingOnIdleRecordingCpus ?? 0), false);
  add(quality.lostSamples, `${countWords(quality.lostSamples, 'sample')} lost by perf`);
  add(quality.samplesWithoutTime, `${printWhole(quality.samplesWithoutTime)} without time`);
  add(
    quality.samplesWithoutStack,
    `${printWhole(quality.samplesWithoutStack)} without stack (${share(quality.samplesWithoutStack)})`,
  );
  add(quality.stacksCut, `${countWords(quality.stacksCut, 'stack')} cut (${share(quality.stacksCut)})`);
  add(
    quality.samplesUnresolved,
    `${printWhole(quality.samplesUnresolved)} unresolved (${share(quality.samplesUnresolved)})`,
  );
  add(quality.linesNotUnderstood, `${countWords(quality.linesNotUnderstood, 'line')} not understood`);
  return facts;
}

/** Most kernels write no sample for an idle CPU: nothing is lost, the lattice is rebuilt. Losses are what perf itself reports. */
function missingTickWords(missing: number, onIdleRecordingCpus: number): string {
  const sometimes =
    onIdleRecordingCpus > 0 && onIdleRecordingCpus < missing
      ? `, ${printWhole(onIdleRecordingCpus)} of them on CPUs whose idle ticks it records at other times`
      : '';
  return `${countWords(missing, 'idle tick')} not recorded by the kernel, counted as idle${sometimes}`;
}
