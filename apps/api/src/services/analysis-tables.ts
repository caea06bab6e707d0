import { inflateRawSync } from 'node:zlib';
import { deriveReadableProfile, parseNameSwitches } from '@subsecond/names';
import {
  type CallNodeTable,
  decodeSampleChunks,
  decodeStackTables,
  deriveCallNodes,
  deriveIdleSamples,
  deriveSamplerLattice,
  EMPTY_HEADER,
  NONE,
  type Profile,
  type SamplerLattice,
} from '@subsecond/profile';
import type { ProfileSource, SampleSelection, StoredData, StoredTables } from './analysis-messages.ts';
import type { AnalysisTables } from './answer-analysis.ts';
import { ByteBoundedCache } from './byte-bounded-cache.ts';

type StackTables = Pick<Profile, 'strings' | 'frames' | 'stacks' | 'details' | 'threads'>;

/** Decoded tables of the profiles that were asked about last, within `maxBytes`. Keys hold the tables' version: never stale. */
export function createAnalysisTables(maxBytes: number): {
  load(source: ProfileSource, selection: SampleSelection, data: StoredData): Promise<AnalysisTables>;
} {
  const stackTables = new ByteBoundedCache<StackTables>(maxBytes / 2);
  const tables = new ByteBoundedCache<AnalysisTables>(maxBytes / 2);

  const loadStacks = async (source: ProfileSource, data: StoredData): Promise<StackTables> => {
    const key = `${source.profileId} ${source.version}`;
    const cached = stackTables.get(key);
    if (cached !== undefined) return cached;
    const decoded = decodeTables(await data.tables());
    stackTables.set(key, decoded, weighStacks(decoded));
    return decoded;
  };

  return {
    async load(source, selection, data) {
      const key = keyOf(source, selection);
      const cached = tables.get(key) ?? tables.get(keyOf(source, { ...selection, seconds: undefined }));
      if (cached !== undefined) return cached;
      const [stacks, chunks] = await Promise.all([loadStacks(source, data), data.chunks(selection)]);
      const samples = decodeSampleChunks(
        chunks.map(({ event, second, bytes }) => ({ event, second, bytes: inflateRawSync(bytes) })),
        source.timeResolutionNs,
      );
      const profile: Profile = {
        ...stacks,
        samples,
        events: source.events,
        timeZeroSeconds: source.timeZeroSeconds,
        timeResolutionNs: source.timeResolutionNs,
        // Analyses do not look at the header.
        header: EMPTY_HEADER,
      };
      const loaded = derivedOnce(profile);
      tables.set(key, loaded, weighSamples(profile));
      return loaded;
    },
  };
}

function keyOf(source: ProfileSource, { event, seconds }: SampleSelection): string {
  return `${source.profileId} ${source.version} ${event ?? 'all'} ${seconds === undefined ? 'all' : `${seconds.from}-${seconds.to}`}`;
}

function decodeTables({ threads, stackParts }: StoredTables): StackTables {
  const pid = Int32Array.from(threads, (thread) => thread.pid ?? NONE);
  const tid = Int32Array.from(threads, (thread) => thread.tid);
  const comm = threads.map((thread) => thread.comm);
  return {
    ...decodeStackTables(inflateRawSync(Buffer.concat(stackParts))),
    threads: { length: threads.length, pid, tid, comm },
  };
}

function derivedOnce(profile: Profile, idle = deriveIdleSamples(profile)): AnalysisTables {
  let callNodes: CallNodeTable | undefined;
  let named: { readonly names: string; readonly tables: AnalysisTables } | undefined;
  const lattices = new Map<number, SamplerLattice | undefined>();
  const tables: AnalysisTables = {
    profile,
    idle,
    named(names) {
      const switches = parseNameSwitches(names);
      if (names === 'raw' || switches === undefined) return tables;
      // Idle is judged by what perf printed.
      if (named?.names !== names)
        named = { names, tables: derivedOnce(deriveReadableProfile(profile, switches).profile, idle) };
      return named.tables;
    },
    callNodes() {
      callNodes ??= deriveCallNodes(profile);
      return callNodes;
    },
    lattice(event) {
      if (!lattices.has(event)) lattices.set(event, deriveSamplerLattice(profile, event));
      return lattices.get(event);
    },
  };
  return tables;
}

/** Bytes a row: 35 of the sample's columns, then idle, call node and lattice; the call nodes are at worst one a stack, and there
 * may be two sets of them, since names decide their order. */
function weighSamples({ samples, stacks }: Profile): number {
  return samples.length * 52 + stacks.length * 64;
}

function weighStacks({ strings, frames, stacks, threads }: StackTables): number {
  const characters = strings.reduce((sum, text) => sum + text.length, 0);
  return stacks.length * 8 + frames.length * 10 + threads.length * 64 + characters * 2 + strings.length * 24;
}
