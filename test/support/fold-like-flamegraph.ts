/**
 * A profile folded as `stackcollapse-perf.pl --all` folds it, mistakes included, so that its own results can be compared
 * line for line. Nothing in the product folds like this.
 */
import { FrameKind, NONE, type Profile, defaultEvent } from '@subsecond/profile';

export function foldLikeFlameGraph(profile: Profile, text: string): string[] {
  const { samples, events, threads } = profile;
  const firstEvent = firstEventName(text);
  const onlyEvent = events.findIndex((event) => event.name === firstEvent);
  void defaultEvent;
  const weights = new Map<string, number>();
  for (let row = 0; row < samples.length; row++) {
    if (samples.event[row] !== onlyEvent) continue;
    const comm = (threads.comm[samples.thread[row] ?? 0] ?? '').replaceAll(' ', '_');
    const line = [comm, ...rootFirst(profile, samples.stack[row] ?? NONE)].join(';');
    weights.set(line, (weights.get(line) ?? 0) + (samples.weight[row] ?? 1));
  }
  return [...weights].map(([line, weight]) => `${line} ${weight}`);
}

/** Quirk: the first event line decides, and every other event is left out. */
function firstEventName(text: string): string {
  return /^[^#\n].*?\d+\.\d{6,9}:\s*(?:\d+\s+)?(\S+?):\s/m.exec(text)?.[1] ?? '';
}

function rootFirst(profile: Profile, leaf: number): string[] {
  const { stacks, frames, strings } = profile;
  const names: string[] = [];
  for (let stack = leaf; stack !== NONE; stack = stacks.prefix[stack] ?? NONE) {
    const frame = stacks.frame[stack] ?? 0;
    const symbol = strings[frames.symbol[frame] ?? 0] ?? '';
    // Quirk: a symbol that begins with a parenthesis is taken for a process name and dropped.
    if (symbol.startsWith('(')) continue;
    const mapping = frames.mapping[frame] ?? NONE;
    names.push(annotated(symbol, mapping === NONE ? '' : (strings[mapping] ?? ''), frames.kind[frame] ?? 0));
  }
  return names.reverse();
}

function annotated(symbol: string, mapping: string, kind: number): string {
  void kind;
  void FrameKind;
  return symbol.replaceAll(';', ':') + (/^\[|vmlinux$/.test(mapping) && mapping !== '[unknown]' ? '_[k]' : '');
}
