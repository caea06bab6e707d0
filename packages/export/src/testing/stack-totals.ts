import { deriveIdleSamples, frameMapping, frameName, NONE, type Profile } from '@subsecond/profile';
import type { ExportSelection } from '../export-selection.ts';

/** What a selection holds, summed the plainest way there is: to compare with what was read back. Only for tests. */
export interface StackTotal {
  samples: number;
  weight: number;
}

/** Key = JSON of the thread's name and the stack's frames, root first, each its symbol and mapping. */
export function stackTotals(
  { profile, mask, ranges }: ExportSelection,
  threadKey: (thread: number) => unknown,
): Map<string, StackTotal> {
  const totals = new Map<string, StackTotal>();
  const { samples } = profile;
  for (let row = 0; row < samples.length; row++) {
    const timeNs = samples.timeNs[row];
    const isInside = ranges === undefined || ranges.some(({ startNs, endNs }) => timeNs >= startNs && timeNs < endNs);
    if (mask[row] === 0 || !isInside) continue;
    addTotal(totals, [threadKey(samples.thread[row]), framesOf(profile, samples.stack[row])], 1, samples.weight[row]);
  }
  return totals;
}

export function addTotal(totals: Map<string, StackTotal>, key: unknown, samples: number, weight: number): void {
  const text = JSON.stringify(key);
  const total = totals.get(text) ?? { samples: 0, weight: 0 };
  total.samples += samples;
  total.weight += weight;
  totals.set(text, total);
}

/** Root first: `[symbol, mapping or null]`. */
export function framesOf(profile: Profile, stack: number): [string, string | null][] {
  const frames: [string, string | null][] = [];
  for (let at = stack; at !== NONE; at = profile.stacks.prefix[at]) {
    const frame = profile.stacks.frame[at];
    frames.unshift([frameName(profile, frame), frameMapping(profile, frame) ?? null]);
  }
  return frames;
}

/** Every event of a profile, whole and as two ranges of which one overlaps the other. */
export function selectionsOf(profile: Profile): ExportSelection[] {
  const mid = 2_000_000_000;
  const ranges = [
    { startNs: 500_000, endNs: mid },
    { startNs: mid - 1_000_000, endNs: mid + 500_000_000 },
  ];
  return profile.events.flatMap((_event, event) => {
    const mask = Uint8Array.from(profile.samples.event.subarray(0, profile.samples.length), (of) =>
      Number(of === event),
    );
    return [
      { profile, event, mask, ranges: undefined },
      { profile, event, mask, ranges },
    ];
  });
}

export function idleOf(profile: Profile): Uint8Array {
  return deriveIdleSamples(profile);
}
