import type { ParseResult } from '@subsecond/parser';
import { defaultEvent, deriveCallNodes, deriveCallTree, foldedLines } from '@subsecond/profile';

/** The folded stacks of one event (the default one, if none is named), weighed by the samples' own weight. */
export function foldReading({ profile }: ParseResult, eventName?: string): string[] {
  const event =
    eventName === undefined ? defaultEvent(profile) : profile.events.findIndex(({ name }) => name === eventName);
  const mask = Uint8Array.from(profile.samples.event, (sampleEvent) => (sampleEvent === event ? 1 : 0));
  const callNodes = deriveCallNodes(profile);
  const tree = deriveCallTree(profile, callNodes, { mask, ranges: undefined, measure: 'period' });
  return [...foldedLines(profile, callNodes, tree)].sort();
}
