/** The end of the text: the last sample is closed, what was only counted becomes warnings, the columns become a profile. */
import { finishProfile, type Profile, SampleFlag } from '@subsecond/profile';
import type { ParseResult } from '../parse-result.ts';
import { closeSample, DEFAULT_MAX_STACK } from './open-sample.ts';
import { recordingHeader } from './parse-header.ts';
import { frameTable, threadTable } from './profile-names.ts';
import type { ReaderState } from './reader-state.ts';
import { stackTable } from './stack-tree.ts';
import { listWarnings, warnCount } from './warnings.ts';

const START = { line: 1, byteOffset: 0 } as const;

export function finishReading(state: ReaderState, bytes: number, inputRepaired: boolean): ParseResult {
  closeSample(state, 0);
  const { samples, names, header, warnings } = state;
  if (header.maxStack === undefined && state.deepest > DEFAULT_MAX_STACK) forgetCuts(state);

  const { profile, timeWentBack } = finishProfile({
    samples,
    baseSeconds: Number.isNaN(state.baseSeconds) ? 0 : state.baseSeconds,
    stacks: stackTable(state.tree),
    frames: frameTable(names),
    threads: threadTable(names),
    events: names.eventNames.map((name, event) => ({
      name,
      frequencyHz: header.frequencies.get(name),
      hasPeriod: names.eventHasPeriod[event] === true,
    })),
    strings: names.strings,
    details: names.details,
    timeResolutionNs: state.fractionDigits > 6 ? 1 : 1000,
    header: recordingHeader(header),
  });

  // Of the finished profile: it took the times of samples that lie too far from the first.
  const times = timeSpan(profile, state.fractionDigits);
  const flagged = countFlags(profile);
  warnCount(warnings, 'time-went-back', timeWentBack, START);
  warnCount(warnings, 'time-absent', flagged.timeAbsent, state.firstFlagged.get(SampleFlag.timeAbsent) ?? START);
  warnCount(warnings, 'stack-cut', flagged.stackCut, state.firstFlagged.get(SampleFlag.stackCut) ?? START);
  warnCount(warnings, 'stack-absent', flagged.stackAbsent, state.firstFlagged.get(SampleFlag.stackAbsent) ?? START);
  warnCount(
    warnings,
    'encoding-repaired',
    (inputRepaired ? 1 : 0) + state.carriageReturns + state.keys.matchedCarriageReturns,
    START,
  );

  return {
    profile,
    format: 'perf-script',
    warnings: listWarnings(warnings),
    bytes,
    lines: state.lines,
    frameLines: state.frameLines,
    lostSamples: state.lostSamples,
    firstTime: times?.first,
    lastTime: times?.last,
  };
}

/** One stack deeper than perf's default says that this host allowed more: then 127 frames are a depth like any other. */
function forgetCuts(state: ReaderState): void {
  const { samples } = state;
  for (let row = 0; row < samples.length; row++) samples.flags[row] &= ~SampleFlag.stackCut;
}

function countFlags({ samples }: Profile): { timeAbsent: number; stackCut: number; stackAbsent: number } {
  const counts = { timeAbsent: 0, stackCut: 0, stackAbsent: 0 };
  for (let row = 0; row < samples.length; row++) {
    const flags = samples.flags[row];
    if ((flags & SampleFlag.timeAbsent) !== 0) counts.timeAbsent++;
    if ((flags & SampleFlag.stackCut) !== 0) counts.stackCut++;
    if ((flags & SampleFlag.stackAbsent) !== 0) counts.stackAbsent++;
  }
  return counts;
}

/** Earliest and latest time in perf's own digits, of those that were kept. */
function timeSpan(profile: Profile, digits: number): { first: string; last: string } | undefined {
  const { samples, timeZeroSeconds } = profile;
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  for (let row = 0; row < samples.length; row++) {
    const time = samples.timeNs[row];
    if (time < first) first = time;
    if (time > last) last = time;
  }
  if (first > last) return undefined;
  return { first: printTime(timeZeroSeconds, first, digits), last: printTime(timeZeroSeconds, last, digits) };
}

function printTime(baseSeconds: number, timeNs: number, digits: number): string {
  const seconds = Math.floor(timeNs / 1e9);
  const fraction = String(timeNs - seconds * 1e9)
    .padStart(9, '0')
    .slice(0, digits);
  return `${baseSeconds + seconds}.${fraction}`;
}
