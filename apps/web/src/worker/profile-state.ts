import {
  type CallNodeTable,
  type CallTree,
  deriveCallNodes,
  deriveCallTree,
  deriveIdleSamples,
  deriveSampleMask,
  deriveSamplerLattice,
  type Profile,
  type SampleFilter,
  type SampleMask,
  type SamplerLattice,
} from '@subsecond/profile';
import { parseNameSearch } from './name-search.ts';
import type { WireFilter, WireSelection } from './protocol.ts';
import { QueryError } from './query-error.ts';

/**
 * An open profile and what is derived from it once (idle samples, call nodes, lattices) or remembered for the next query:
 * a drag asks with one filter after another range, a zoom or a table asks again about the range just answered.
 */
export interface ProfileState {
  readonly profile: Profile;
  readonly idle: Uint8Array;
  /** Derived when first asked for: the heat map needs none, and shall not wait for them. */
  readonly callNodes: CallNodeTable;
  /** One an event; undefined where the event's samples are no lattice. */
  readonly lattices: readonly (SamplerLattice | undefined)[];
  mask(filter: WireFilter): SampleMask;
  /** Valid until the next selection is asked for: its columns are then written over. */
  tree(selection: WireSelection): CallTree;
}

const MASKS_KEPT = 6;

export function createProfileState(profile: Profile): ProfileState {
  const idle = deriveIdleSamples(profile);
  let callNodes: CallNodeTable | undefined;
  const callNodesOnce = (): CallNodeTable => {
    callNodes ??= deriveCallNodes(profile);
    return callNodes;
  };
  const lattices = profile.events.map((_, event) => deriveSamplerLattice(profile, event));
  const masks = new Map<string, SampleMask>();
  let lastTree: { key: string; tree: CallTree } | undefined;

  function mask(filter: WireFilter): SampleMask {
    const key = JSON.stringify([
      filter.event,
      filter.idle,
      filter.cpus,
      filter.pids,
      filter.tids,
      filter.comms,
      filter.frame,
    ]);
    const known = masks.get(key);
    const answer = known ?? deriveSampleMask(profile, idle, sampleFilter(profile, filter));
    masks.delete(key);
    masks.set(key, answer);
    const oldest = masks.keys().next();
    if (masks.size > MASKS_KEPT && oldest.done === false) masks.delete(oldest.value);
    return answer;
  }

  return {
    profile,
    idle,
    get callNodes() {
      return callNodesOnce();
    },
    lattices,
    mask,
    tree(selection) {
      const key = JSON.stringify([selection.filter, selection.ranges, selection.measure]);
      if (lastTree?.key === key) return lastTree.tree;
      const { ranges, measure } = selection;
      const taken = mask(selection.filter);
      const reuse = lastTree?.tree;
      lastTree = undefined;
      const tree = deriveCallTree(profile, callNodesOnce(), { mask: taken.mask, ranges, measure }, reuse);
      lastTree = { key, tree };
      return tree;
    },
  };
}

function sampleFilter(profile: Profile, filter: WireFilter): SampleFilter {
  if (filter.event < 0 || filter.event >= profile.events.length)
    throw new QueryError(`There is no event ${filter.event}; the profile has ${profile.events.length}.`);
  return {
    event: filter.event,
    idle: filter.idle,
    cpus: setOf(filter.cpus),
    pids: setOf(filter.pids),
    tids: setOf(filter.tids),
    comms: setOf(filter.comms),
    matchesFrame: filter.frame === undefined || filter.frame === '' ? undefined : frameMatcher(filter.frame),
  };
}

function frameMatcher(text: string): (symbol: string) => boolean {
  const search = parseNameSearch(text);
  if (search.kind === 'invalid') throw new QueryError(search.message);
  return search.matches;
}

function setOf<Item>(list: readonly Item[] | undefined): ReadonlySet<Item> | undefined {
  return list === undefined ? undefined : new Set(list);
}
