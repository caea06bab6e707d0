import { type CallTree, frameName, NONE } from '@subsecond/profile';
import { parseNameSearch } from './name-search.ts';
import type { ProfileState } from './profile-state.ts';
import type { SearchAnswer } from './protocol.ts';

/**
 * The total of all samples with a match on their stack, each once: a node counts when it or any caller matches, and then
 * its self weight is taken. Callers stand before callees, so one forward pass hands the match down.
 */
export function answerSearch(state: ProfileState, tree: CallTree, query: string): SearchAnswer {
  const search = parseNameSearch(query);
  if (search.kind === 'invalid') return { kind: 'invalid', query, message: search.message };
  const { profile, callNodes } = state;
  const frameMatches = matchEach(profile.frames.length, (frame) => nameMatches(state, frame, search.matches));
  const commMatches = matchEach(callNodes.comms.length, (comm) => search.matches(callNodes.comms[comm] ?? ''));

  const hasMatch = new Uint8Array(callNodes.length);
  const seen = new Set<number>();
  let total = 0;
  for (let node = 0; node < callNodes.length; node++) {
    if (tree.total[node] === 0) continue;
    const frame = callNodes.frame[node] ?? NONE;
    const comm = callNodes.comm[node] ?? NONE;
    const prefix = callNodes.prefix[node] ?? NONE;
    const own = frame === NONE ? commMatches[comm] : frameMatches[frame];
    if (own === 1) seen.add(frame === NONE ? -1 - comm : frame);
    if (own !== 1 && (prefix === NONE || hasMatch[prefix] === 0)) continue;
    hasMatch[node] = 1;
    total += tree.self[node] ?? 0;
  }
  return { kind: 'matched', query, names: seen.size, total, share: tree.sum > 0 ? total / tree.sum : 0 };
}

function matchEach(length: number, matches: (index: number) => boolean): Uint8Array {
  return Uint8Array.from({ length }, (_, index) => (matches(index) ? 1 : 0));
}

/** The name that is shown or the one perf printed: people paste either. */
export function nameMatches(state: ProfileState, frame: number, matches: (name: string) => boolean): boolean {
  return matches(frameName(state.profile, frame)) || matches(state.originalName(frame));
}
