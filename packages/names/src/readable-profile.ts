import { frameMapping, frameName, NONE, type Profile } from '@subsecond/profile';
import { type NameSwitches, printNameSwitches } from './name-switches.ts';
import { readableParts } from './readable-name.ts';
import type { NameParts } from './rules/name-parts.ts';
import { splitInlinedFrames } from './split-inlined-frames.ts';

/**
 * A profile whose symbols are readable. Frames, stacks and samples keep their indexes (except with `split`, which adds
 * levels), so every analysis works on it as on the original, and weight is conserved because no sample is touched:
 *
 *   frames.symbol ──▶ strings: those of the original, and the readable texts behind them
 *
 * Two functions never read the same. Where switches would make one text of two symbols of a mapping, both keep what tells
 * them apart (`f [.isra.0]`, `f(int)`), and where even that is equal, the original. So call nodes stay as they were recorded,
 * and a path of names leads to one place.
 */
export interface ReadableProfile {
  readonly profile: Profile;
  /** The text that perf printed. */
  originalName(frame: number): string;
}

export function deriveReadableProfile(recorded: Profile, switches: NameSwitches): ReadableProfile {
  const { profile, recordedSymbol } = switches.split
    ? splitInlinedFrames(recorded)
    : { profile: recorded, recordedSymbol: recorded.frames.symbol };
  const originalName = (frame: number): string => recorded.strings[recordedSymbol[frame] ?? NONE] ?? '';
  if (printNameSwitches(switches) === 'raw') return { profile: recorded, originalName };

  const strings = [...profile.strings];
  const symbol = profile.frames.symbol.slice();
  const indexOfText = new Map<string, number>();
  const texts = readableTexts(profile, switches);
  for (const [frame, text] of texts.entries()) {
    if (text === profile.strings[symbol[frame] ?? NONE]) continue;
    let index = indexOfText.get(text);
    if (index === undefined) {
      index = strings.length;
      strings.push(text);
      indexOfText.set(text, index);
    }
    symbol[frame] = index;
  }
  return { profile: { ...profile, strings, frames: { ...profile.frames, symbol } }, originalName };
}

/** One a frame. */
function readableTexts(profile: Profile, switches: NameSwitches): string[] {
  const { frames, strings } = profile;
  const parts: NameParts[] = [];
  const known = new Map<string, NameParts>();
  const symbolOf = (frame: number): string => strings[frames.symbol[frame] ?? NONE] ?? '';
  for (let frame = 0; frame < frames.length; frame++) {
    const mapping = frames.mapping[frame] ?? NONE;
    const key = `${frames.symbol[frame]} ${mapping}`;
    let read = known.get(key);
    if (read === undefined) {
      read = readableParts(symbolOf(frame), mapping === NONE ? undefined : strings[mapping], switches);
      known.set(key, read);
    }
    parts.push(read);
  }
  const plain = parts.map(({ text }) => text);
  let texts = distinctOr(profile, plain, (frame) => withApart(parts[frame] ?? { text: symbolOf(frame), apart: '' }));
  // An original may be what another symbol reads as; then that one keeps its own too. Originals differ, so this ends.
  for (;;) {
    const distinct = distinctOr(profile, texts, symbolOf);
    if (distinct.every((text, frame) => text === texts[frame])) return distinct;
    texts = distinct;
  }
}

/** The texts; of frames with other symbols that share text and mapping, what `otherwise` says instead. */
function distinctOr(profile: Profile, texts: readonly string[], otherwise: (frame: number) => string): string[] {
  const { frames } = profile;
  const symbolOfText = new Map<string, string>();
  const ambiguous = new Set<string>();
  // By texts: a table may hold one text twice.
  const keyOf = (frame: number): string => `${frameMapping(profile, frame) ?? ''}\n${texts[frame]}`;
  for (let frame = 0; frame < frames.length; frame++) {
    const key = keyOf(frame);
    const symbol = frameName(profile, frame);
    const first = symbolOfText.get(key);
    if (first === undefined) symbolOfText.set(key, symbol);
    else if (first !== symbol) ambiguous.add(key);
  }
  return texts.map((text, frame) => (ambiguous.has(keyOf(frame)) ? otherwise(frame) : text));
}

const APART_MAX = 200;

function withApart({ text, apart }: NameParts): string {
  if (apart === '') return text;
  if (/^h[0-9a-f]{16}$/.test(apart)) return `${text} [${apart.slice(0, 7)}]`;
  const short = apart.length > APART_MAX ? `${apart.slice(0, APART_MAX)}…` : apart;
  return short.startsWith('(') ? text + short : `${text} [${short}]`;
}
