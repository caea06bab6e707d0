import { deflateRawSync, inflateRawSync } from 'node:zlib';
import {
  buildFlameGraph,
  buildFlameGraphColumns,
  chunkSamples,
  decodeSampleChunks,
  decodeStackTables,
  deriveCallNodes,
  deriveCallTree,
  deriveFunctionTotals,
  deriveHeatMap,
  deriveIdleSamples,
  deriveSampleMask,
  deriveSamplerLattice,
  encodeSampleChunk,
  encodeStackTables,
} from '@subsecond/profile';
import { syntheticProfile, TWO_MINUTES_OF_32_CPUS } from '@subsecond/profile/testing';

/**
 * What the browser's worker does with a two-minute recording of 32 CPUs. Prints one JSON line per figure:
 * `{ bench, milliseconds, budget? }`, or `{ bench, value, unit }`.
 */
export function benchAnalysis(): void {
  const profile = syntheticProfile(TWO_MINUTES_OF_32_CPUS);
  const { samples, stacks } = profile;
  const callNodes = measure('call nodes of a profile', 60, 9, () => deriveCallNodes(profile));
  print({ bench: 'size of the profile', samples: samples.length, stacks: stacks.length, callNodes: callNodes.length });
  const idle = measure('idle samples', undefined, 15, () => deriveIdleSamples(profile));
  const { mask } = measure('sample mask', undefined, 15, () =>
    deriveSampleMask(profile, idle, { event: 0, idle: 'exclude' }),
  );
  measure('sample mask with a search', undefined, 9, () =>
    deriveSampleMask(profile, idle, { event: 0, idle: 'exclude', matchesFrame: (symbol) => /alloc_1/.test(symbol) }),
  );
  const lattice = measure('sampler lattice', undefined, 9, () => deriveSamplerLattice(profile, 0));
  const second = { event: 0, mask, rows: 50, periodNs: 1_000_000_000, lattice };
  measure('heat map, samples', 2, 31, () => deriveHeatMap(profile, { ...second, measure: 'samples' }));
  measure('heat map, CPUs busy', 2, 31, () => deriveHeatMap(profile, { ...second, measure: 'cpus' }));
  measure('heat map, samples, period 16.666667 ms', 2, 31, () =>
    deriveHeatMap(profile, { ...second, measure: 'samples', periodNs: 16_666_667 }),
  );

  const quiet = syntheticProfile({ ...TWO_MINUTES_OF_32_CPUS, utilisation: 0.2 });
  const quietMask = deriveSampleMask(quiet, deriveIdleSamples(quiet), { event: 0, idle: 'exclude' }).mask;
  const quietLattice = measure('sampler lattice, 80 % of ticks missing', undefined, 9, () =>
    deriveSamplerLattice(quiet, 0),
  );
  measure('heat map, CPUs busy, 80 % of ticks missing', 2, 31, () =>
    deriveHeatMap(quiet, { ...second, mask: quietMask, lattice: quietLattice, measure: 'cpus' }),
  );

  for (const [name, seconds] of [
    ['20 ms', 0.02],
    ['1 s', 1],
    ['10 s', 10],
    ['all', 200],
  ] as const) {
    const ranges = [{ startNs: 30_000_000_000, endNs: (30 + seconds) * 1_000_000_000 }];
    measure(`selection of ${name} to flame graph`, 8, 31, () => {
      const tree = deriveCallTree(profile, callNodes, {
        mask,
        ranges: name === 'all' ? undefined : ranges,
        measure: 'samples',
      });
      return buildFlameGraphColumns(profile, callNodes, tree, { minShare: 1 / 8000 });
    });
  }
  const tree = deriveCallTree(profile, callNodes, { mask, ranges: undefined, measure: 'samples' });
  measure('flame graph of all as nodes', undefined, 15, () =>
    buildFlameGraph(profile, callNodes, tree, { minShare: 1 / 8000 }),
  );
  measure('function totals', undefined, 15, () => deriveFunctionTotals(profile, callNodes, tree));
  benchCodec(profile);
}

function benchCodec(profile: ReturnType<typeof syntheticProfile>): void {
  const chunks = measure('encode all chunks', undefined, 5, () =>
    [...chunkSamples(profile)].map(({ event, second, indexes }) => ({
      event,
      second,
      bytes: encodeSampleChunk(profile, event, second, indexes),
    })),
  );
  measure('decode all chunks', undefined, 9, () => decodeSampleChunks(chunks, profile.timeResolutionNs));
  const deflated = chunks.map(({ bytes }) => deflateRawSync(bytes));
  measure('inflate all chunks', undefined, 5, () => deflated.map((bytes) => inflateRawSync(bytes)));
  const perSample = (bytes: readonly Uint8Array[]): number =>
    Math.round((bytes.reduce((sum, { length }) => sum + length, 0) / profile.samples.length) * 100) / 100;
  print({ bench: 'chunks, deflated', value: perSample(deflated), unit: 'bytes a sample' });
  print({ bench: 'chunks, plain', value: perSample(chunks.map(({ bytes }) => bytes)), unit: 'bytes a sample' });
  const tables = measure('encode the stack tables', undefined, 5, () => encodeStackTables(profile));
  measure('decode the stack tables', undefined, 5, () => decodeStackTables(tables));
  print({ bench: 'stack tables, deflated', value: Math.round(deflateRawSync(tables).length / 1024), unit: 'KiB' });
}

/**
 * Mean of this thread's CPU time over at least `runs`, after three to warm up: other work of the machine does not count. The kernel may
 * count that time in steps of some milliseconds, so the runs go on until there are enough of them.
 */
function measure<T>(bench: string, budget: number | undefined, runs: number, run: () => T): T {
  let result = run();
  for (let i = 0; i < 2; i++) result = run();
  const start = process.threadCpuUsage();
  let milliseconds = 0;
  let done = 0;
  while (done < runs || (milliseconds < ENOUGH_MS && done < MOST_RUNS)) {
    result = run();
    done++;
    const { user, system } = process.threadCpuUsage(start);
    milliseconds = (user + system) / 1000;
  }
  print({
    bench,
    milliseconds: Math.round((milliseconds / done) * 1000) / 1000,
    ...(budget === undefined ? {} : { budget }),
  });
  return result;
}

const ENOUGH_MS = 200;
const MOST_RUNS = 1000;

function print(figure: Record<string, unknown>): void {
  process.stdout.write(`${JSON.stringify(figure)}\n`);
}

if (import.meta.main) benchAnalysis();
