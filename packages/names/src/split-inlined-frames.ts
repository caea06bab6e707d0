import { FrameKind, NONE, type Profile } from '@subsecond/profile';
import { inlineChain } from './rules/java-name.ts';

/**
 * Java frames that hold a chain of inlined methods (`a->b->c`, perf-map-agent's unfolding) become as many levels. A stack stands
 * for the innermost of its last frame, so every sample keeps its weight and nothing is counted twice:
 *
 *   main ─ a->b ─ c          becomes          main ─ a ─ b (inlined) ─ c
 *
 * Levels that come to be equal (the same caller, the same method) are one stack, as if perf had printed them so.
 */
export function splitInlinedFrames(profile: Profile): {
  readonly profile: Profile;
  /** The symbol perf printed for a frame of the new table. */
  readonly recordedSymbol: Int32Array;
} {
  const { frames, stacks, strings } = profile;
  const chains = new Map<number, readonly string[]>();
  for (let frame = 0; frame < frames.length; frame++) {
    const chain = inlineChain(strings[frames.symbol[frame] ?? NONE] ?? '');
    if (chain !== undefined) chains.set(frame, chain);
  }
  if (chains.size === 0) return { profile, recordedSymbol: frames.symbol };

  const table = createFrameList(profile);
  /** Frames of the new table for one of the old, outermost first. Old frames keep their indexes. */
  const levels = new Map<number, readonly number[]>();
  for (const [frame, chain] of chains) {
    levels.set(
      frame,
      chain.map((link, level) => table.add(frame, link, level === 0 ? undefined : FrameKind.inlined)),
    );
  }

  const prefix: number[] = [];
  const frameColumn: number[] = [];
  const known = new Map<string, number>();
  const stackOf = new Int32Array(stacks.length);
  for (let stack = 0; stack < stacks.length; stack++) {
    const frame = stacks.frame[stack] ?? NONE;
    const caller = stacks.prefix[stack] ?? NONE;
    let at = caller === NONE ? NONE : (stackOf[caller] ?? NONE);
    for (const level of levels.get(frame) ?? [frame]) {
      const key = `${at} ${level}`;
      let next = known.get(key);
      if (next === undefined) {
        next = prefix.length;
        prefix.push(at);
        frameColumn.push(level);
        known.set(key, next);
      }
      at = next;
    }
    stackOf[stack] = at;
  }
  const { samples } = profile;
  return {
    profile: {
      ...profile,
      samples: { ...samples, stack: samples.stack.map((stack) => (stack === NONE ? NONE : (stackOf[stack] ?? NONE))) },
      stacks: { length: prefix.length, prefix: Int32Array.from(prefix), frame: Int32Array.from(frameColumn) },
      ...table.finish(),
    },
    recordedSymbol: table.recordedSymbol(),
  };
}

/** The old frames and, behind them, those that the chains are made of. */
function createFrameList({ frames, strings }: Profile) {
  const allStrings = [...strings];
  const symbol = Array.from(frames.symbol);
  const mapping = Array.from(frames.mapping);
  const kind = Array.from(frames.kind);
  const flags = Array.from(frames.flags);
  const recorded = Array.from(frames.symbol);
  const indexOfString = new Map<string, number>(strings.map((text, index) => [text, index]));
  const keyOf = (frame: number): string => `${symbol[frame]} ${mapping[frame]} ${kind[frame]} ${flags[frame]}`;
  const indexOfFrame = new Map<string, number>();
  for (let frame = 0; frame < frames.length; frame++) indexOfFrame.set(keyOf(frame), frame);

  const stringIndex = (text: string): number => {
    const index = indexOfString.get(text) ?? allStrings.length;
    if (index === allStrings.length) {
      allStrings.push(text);
      indexOfString.set(text, index);
    }
    return index;
  };
  return {
    /** One method of the chain that `frame` is; its kind, where it is not `frame`'s own. */
    add(frame: number, method: string, ownKind: number | undefined): number {
      const added = symbol.length;
      symbol.push(stringIndex(method));
      mapping.push(mapping[frame] ?? NONE);
      kind.push(ownKind ?? kind[frame] ?? 0);
      flags.push(flags[frame] ?? 0);
      const known = indexOfFrame.get(keyOf(added));
      if (known === undefined) {
        recorded.push(frames.symbol[frame] ?? NONE);
        indexOfFrame.set(keyOf(added), added);
        return added;
      }
      for (const column of [symbol, mapping, kind, flags]) column.pop();
      return known;
    },
    finish: () => ({
      strings: allStrings,
      frames: {
        length: symbol.length,
        symbol: Int32Array.from(symbol),
        mapping: Int32Array.from(mapping),
        kind: Uint8Array.from(kind),
        flags: Uint8Array.from(flags),
      },
    }),
    recordedSymbol: () => Int32Array.from(recorded),
  };
}
