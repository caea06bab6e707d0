import {
  deriveReadableProfile,
  parseNameSwitches,
  READABLE_NAMES,
  type ReadableProfile,
  readableName,
} from '@subsecond/names';
import {
  type CallNodeTable,
  type CallTree,
  type CallTreeSeries,
  createCallTreeSeries,
  deriveCallNodes,
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
  /** With the names that are shown; indexes of frames are those of this profile. */
  readonly profile: Profile;
  readonly idle: Uint8Array;
  /** Derived when first asked for: the heat map needs none, and shall not wait for them. */
  readonly callNodes: CallNodeTable;
  /** One an event; undefined where the event's samples are no lattice. */
  readonly lattices: readonly (SamplerLattice | undefined)[];
  mask(filter: WireFilter): SampleMask;
  /** Valid until the next selection is asked for: its columns are then written over. */
  tree(selection: WireSelection): CallTree;
  /** What perf printed for a frame. */
  originalName(frame: number): string;
  /** The same profile under the names that a link asks for (`@subsecond/names`); undefined = as recorded. */
  withNames(names: string | undefined): ProfileState;
}

const MASKS_KEPT = 6;
/** Each has call nodes of its own, since names decide their order. */
const NAMES_KEPT = 3;

/** What does not depend on names. */
interface Shared {
  readonly recorded: Profile;
  readonly idle: Uint8Array;
  readonly lattices: readonly (SamplerLattice | undefined)[];
  mask(filter: WireFilter): SampleMask;
  withNames(names: string | undefined): ProfileState;
}

export function createProfileState(recorded: Profile): ProfileState {
  const idle = deriveIdleSamples(recorded);
  const masks = new Map<string, SampleMask>();
  const named = new Map<string, ProfileState>();
  const shared: Shared = {
    recorded,
    idle,
    lattices: recorded.events.map((_, event) => deriveSamplerLattice(recorded, event)),
    mask(filter) {
      const { event, cpus, pids, tids, comms, frame } = filter;
      const key = JSON.stringify([event, filter.idle, cpus, pids, tids, comms, frame]);
      return remembered(masks, MASKS_KEPT, key, () => deriveSampleMask(recorded, idle, sampleFilter(recorded, filter)));
    },
    withNames(names) {
      if (names === undefined || names === 'raw') return raw;
      const switches = parseNameSwitches(names);
      if (switches === undefined) throw new QueryError(`${JSON.stringify(names)} is no set of name switches.`);
      return remembered(named, NAMES_KEPT, names, () => stateOf(shared, deriveReadableProfile(recorded, switches)));
    },
  };
  const raw = stateOf(shared, {
    profile: recorded,
    originalName: (frame) => recorded.strings[recorded.frames.symbol[frame] ?? 0] ?? '',
  });
  return raw;
}

function stateOf(shared: Shared, { profile, originalName }: ReadableProfile): ProfileState {
  let callNodes: CallNodeTable | undefined;
  const callNodesOnce = (): CallNodeTable => {
    callNodes ??= deriveCallNodes(profile);
    return callNodes;
  };
  let series: CallTreeSeries | undefined;
  let lastTree: { key: string; tree: CallTree } | undefined;
  return {
    profile,
    idle: shared.idle,
    get callNodes() {
      return callNodesOnce();
    },
    lattices: shared.lattices,
    mask: shared.mask,
    originalName,
    withNames: shared.withNames,
    tree(selection) {
      const key = JSON.stringify([selection.filter, selection.ranges, selection.measure]);
      if (lastTree?.key === key) return lastTree.tree;
      const { ranges, measure } = selection;
      const { mask } = shared.mask(selection.filter);
      lastTree = undefined;
      series ??= createCallTreeSeries(profile, callNodesOnce());
      const tree = series.next({ mask, ranges, measure });
      lastTree = { key, tree };
      return tree;
    },
  };
}

/** What is known, or made now; the one that was not asked for longest goes. */
function remembered<Value>(known: Map<string, Value>, kept: number, key: string, make: () => Value): Value {
  const value = known.get(key) ?? make();
  known.delete(key);
  known.set(key, value);
  const oldest = known.keys().next();
  if (known.size > kept && oldest.done === false) known.delete(oldest.value);
  return value;
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

/** By either name, whichever is shown: the filter is also the heat map's, which shows none. */
function frameMatcher(text: string): (symbol: string, mapping: string) => boolean {
  const search = parseNameSearch(text);
  if (search.kind === 'invalid') throw new QueryError(search.message);
  const { matches } = search;
  return (symbol, mapping) =>
    matches(symbol) || matches(readableName(symbol, mapping === '' ? undefined : mapping, READABLE_NAMES));
}

function setOf<Item>(list: readonly Item[] | undefined): ReadonlySet<Item> | undefined {
  return list === undefined ? undefined : new Set(list);
}
