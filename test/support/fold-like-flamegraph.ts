/**
 * A profile folded as FlameGraph's stackcollapse-perf.pl folds the text, mistakes included, so that its own results can be
 * compared line for line. Nothing in the product folds like this.
 */
import { FrameKind, NONE, type Profile } from '@subsecond/profile';

/** `annotate` is its `--all`: `_[k]` behind kernel frames, `_[j]` behind those of a perf map, `_[i]` behind inlined ones. */
export function foldLikeFlameGraph(profile: Profile, text: string, annotate: boolean): string[] {
  const { samples, events, threads } = profile;
  const firstEvent = firstEventName(text);
  const onlyEvent = events.findIndex((event) => event.name === firstEvent);
  const dropped = withoutBlankLine(text) ? lastSample(profile) : NONE;
  const weights = new Map<string, number>();
  for (let row = 0; row < samples.length; row++) {
    if (samples.event[row] !== onlyEvent || row === dropped) continue;
    const comm = (threads.comm[samples.thread[row] ?? 0] ?? '').replaceAll(' ', '_');
    const line = [comm, ...rootFirst(profile, samples.stack[row] ?? NONE, comm, annotate)].join(';');
    weights.set(line, (weights.get(line) ?? 0) + (samples.weight[row] ?? 1));
  }
  return [...weights].map(([line, weight]) => `${line} ${weight}`);
}

/** Quirk: the first event line decides, and every other event is left out. */
function firstEventName(text: string): string {
  return /^[^#\s].*?\s(?:\d+\.\d{6,9}:)?\s*(?:\d+\s+)?(\S+?):\s*$/m.exec(text)?.[1] ?? '';
}

/** Quirk: a stack counts when the blank line behind it is read, so a last one without it is lost. */
function withoutBlankLine(text: string): boolean {
  return !/\n\s*\n$/.test(text);
}

function lastSample(profile: Profile): number {
  return profile.samples.length - 1;
}

function rootFirst(profile: Profile, leaf: number, comm: string, annotate: boolean): string[] {
  const { stacks, frames, strings } = profile;
  const names: string[] = [];
  for (let stack = leaf; stack !== NONE; stack = stacks.prefix[stack] ?? NONE) {
    const frame = stacks.frame[stack] ?? 0;
    const symbol = strings[frames.symbol[frame] ?? 0] ?? '';
    // Quirk: a symbol that begins with a parenthesis is taken for a process name and dropped.
    if (symbol.startsWith('(')) continue;
    const mapping = frames.mapping[frame] ?? NONE;
    const unresolved = frames.kind[frame] === FrameKind.unresolved && mapping !== NONE;
    const name = unresolved ? `[${(strings[mapping] ?? '').replace(/.*\//, '')}]` : symbol;
    // Its tidying: perf-map-agent's inlined frames are split, arguments and quotes go, a JVM signature loses its L.
    const parts = name
      .split('->')
      .map((part, i) => tidied(part, comm) + (annotate ? annotation(strings[mapping] ?? '', i > 0) : ''));
    names.push(...parts.reverse());
  }
  return names.reverse();
}

function tidied(name: string, comm: string): string {
  let text = name.replaceAll(';', ':');
  if (!/\.\(.*\)\./.test(text)) text = text.replace(/\((?!anonymous namespace\)).*/, '');
  text = text.replaceAll(/["']/g, '');
  return comm.startsWith('java') && text.includes('/') ? text.replace(/^L/, '') : text;
}

function annotation(mapping: string, inlined: boolean): string {
  if (inlined) return '_[i]';
  if (/^\[|vmlinux$/.test(mapping)) return '_[k]';
  return /\/tmp\/perf-\d+\.map/.test(mapping) ? '_[j]' : '';
}
