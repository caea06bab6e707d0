import type { FrameIndex, Profile } from '../tables/profile.ts';
import { NONE } from '../tables/profile.ts';
import type { CallNodeTable } from './call-nodes.ts';
import { childrenOf } from './call-nodes.ts';

/** The name a call node is drawn with: its comm, or its frame's symbol. */
export function callNodeName(profile: Profile, callNodes: CallNodeTable, node: number): string {
  const frame = callNodes.frame[node];
  return frame === NONE ? callNodes.comms[callNodes.comm[node]] : frameName(profile, frame);
}

export function frameName({ frames, strings }: Profile, frame: FrameIndex): string {
  return strings[frames.symbol[frame]];
}

/** The object a frame came from, undefined where perf printed none. */
export function frameMapping({ frames, strings }: Profile, frame: FrameIndex): string | undefined {
  const mapping = frames.mapping[frame];
  return mapping === NONE ? undefined : strings[mapping];
}

/** By UTF-16 code units: the same on every machine, whatever its locale. */
export function compareNames(a: string, b: string): number {
  if (a < b) return -1;
  return a > b ? 1 : 0;
}

/**
 * The call node at a path of steps from a comm down, −1 where there is none. A step is a name; siblings may share one (same
 * symbol, other mapping): all of them are followed, and the first in drawing order at the path's end is the answer. A step that is
 * name, tab, mapping (empty where there is none) means the one of that mapping.
 */
export function callNodeOfPath(profile: Profile, callNodes: CallNodeTable, path: readonly string[]): number {
  if (path.length === 0) return NONE;
  let matching = [NONE];
  for (const step of path)
    matching = matching.flatMap((node) =>
      [...childrenOf(callNodes, node)].filter((child) => isStepTo(profile, callNodes, child, step)),
    );
  return matching[0] ?? NONE;
}

function isStepTo(profile: Profile, callNodes: CallNodeTable, node: number, step: string): boolean {
  const name = callNodeName(profile, callNodes, node);
  if (step === name) return true;
  if (!step.startsWith(name) || step[name.length] !== '\t') return false;
  const frame = callNodes.frame[node];
  const mapping = frame === NONE ? undefined : frameMapping(profile, frame);
  return step.slice(name.length + 1) === (mapping ?? '');
}
