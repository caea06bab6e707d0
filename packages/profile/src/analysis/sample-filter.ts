import type { EventIndex, Profile } from '../tables/profile.ts';
import { NONE } from '../tables/profile.ts';

/** Which samples a person wants to see. Absent parts take everything; present parts must all match. */
export interface SampleFilter {
  readonly event: EventIndex;
  readonly cpus?: ReadonlySet<number> | undefined;
  readonly pids?: ReadonlySet<number> | undefined;
  readonly tids?: ReadonlySet<number> | undefined;
  readonly comms?: ReadonlySet<string> | undefined;
  /** Asked once per frame, never per sample: a sample matches if any frame of its stack does. The mapping is '' where there is none. */
  readonly matchesFrame?: ((symbol: string, mapping: string) => boolean) | undefined;
  readonly idle: 'include' | 'exclude';
}

export interface SampleMask {
  /** One byte a sample: 1 = taken. */
  readonly mask: Uint8Array;
  readonly taken: number;
  /** Samples that all of the filter but its idle switch would take. 0 where idle is included. */
  readonly idleHidden: number;
}

/** O(samples + stacks + frames + threads). `idle` is what `deriveIdleSamples` answered. */
export function deriveSampleMask(profile: Profile, idle: Uint8Array, filter: SampleFilter): SampleMask {
  const { samples } = profile;
  const { event } = filter;
  const takesThread = deriveThreadMask(profile, filter);
  const takesStack = filter.matchesFrame === undefined ? undefined : deriveStackMask(profile, filter.matchesFrame);
  const { cpus } = filter;
  const excludesIdle = filter.idle === 'exclude';
  const mask = new Uint8Array(samples.length);
  let taken = 0;
  let idleHidden = 0;
  for (let i = 0; i < samples.length; i++) {
    if (samples.event[i] !== event) continue;
    if (takesThread !== undefined && takesThread[samples.thread[i]] === 0) continue;
    if (cpus !== undefined && !cpus.has(samples.cpu[i])) continue;
    if (takesStack !== undefined && (samples.stack[i] === NONE || takesStack[samples.stack[i]] === 0)) continue;
    if (excludesIdle && idle[i] === 1) {
      idleHidden++;
      continue;
    }
    mask[i] = 1;
    taken++;
  }
  return { mask, taken, idleHidden };
}

function deriveThreadMask({ threads }: Profile, { pids, tids, comms }: SampleFilter): Uint8Array | undefined {
  if (pids === undefined && tids === undefined && comms === undefined) return undefined;
  const mask = new Uint8Array(threads.length);
  for (let thread = 0; thread < threads.length; thread++) {
    if (pids !== undefined && !pids.has(threads.pid[thread])) continue;
    if (tids !== undefined && !tids.has(threads.tid[thread])) continue;
    if (comms !== undefined && !comms.has(threads.comm[thread])) continue;
    mask[thread] = 1;
  }
  return mask;
}

/** One byte a stack: 1 where one of its frames matches. A prefix stands before what continues it, so one pass forward does. */
function deriveStackMask(
  { stacks, frames, strings }: Profile,
  matchesFrame: (symbol: string, mapping: string) => boolean,
): Uint8Array {
  const takesFrame = new Uint8Array(frames.length);
  for (let frame = 0; frame < frames.length; frame++) {
    const mapping = frames.mapping[frame];
    takesFrame[frame] = matchesFrame(strings[frames.symbol[frame]], mapping === NONE ? '' : strings[mapping]) ? 1 : 0;
  }
  const mask = new Uint8Array(stacks.length);
  for (let stack = 0; stack < stacks.length; stack++) {
    const prefix = stacks.prefix[stack];
    mask[stack] = takesFrame[stacks.frame[stack]] | (prefix === NONE ? 0 : mask[prefix]);
  }
  return mask;
}
