import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Profile } from '../tables/profile.ts';
import { NONE } from '../tables/profile.ts';
import { profileFromText, randomProfile } from '../testing/index.ts';
import { compareNames } from './call-node-names.ts';
import { childrenOf, deriveCallNodes } from './call-nodes.ts';
import type { CallTreeSelection } from './call-tree.ts';
import { deriveCallTree } from './call-tree.ts';
import { createCallTreeSeries } from './call-tree-series.ts';
import type { FlameGraphNode } from './flame-graph.ts';
import { buildFlameGraph, flameGraphNodes } from './flame-graph.ts';
import { buildFlameGraphColumns } from './flame-graph-columns.ts';

/** The plain way, straight from the samples: no call nodes, no prefix sums, one map of callees a node. */
interface PlainNode {
  readonly n: string;
  readonly k: number;
  readonly m: string | undefined;
  readonly callees: Map<string, PlainNode>;
  v: number;
  s: number;
}

function plainTree(profile: Profile, { mask, ranges, measure }: CallTreeSelection): PlainNode {
  const { samples, stacks, frames, strings, threads } = profile;
  const root: PlainNode = { n: 'all', k: 7, m: undefined, callees: new Map(), v: 0, s: 0 };
  for (let i = 0; i < samples.length; i++) {
    const time = samples.timeNs[i];
    const isInRange = ranges === undefined || ranges.some(({ startNs, endNs }) => time >= startNs && time < endNs);
    if (mask[i] === 0 || !isInRange) continue;
    const weight = measure === 'samples' ? 1 : samples.weight[i];
    const path: { key: string; n: string; k: number; m: string | undefined }[] = [];
    for (let stack = samples.stack[i]; stack !== NONE; stack = stacks.prefix[stack]) {
      const frame = stacks.frame[stack];
      const mapping = frames.mapping[frame] === NONE ? undefined : strings[frames.mapping[frame]];
      path.unshift({ key: `${stack}`, n: strings[frames.symbol[frame]], k: frames.kind[frame], m: mapping });
    }
    const comm = threads.comm[samples.thread[i]];
    path.unshift({ key: comm, n: comm, k: 6, m: undefined });
    root.v += weight;
    let node = root;
    for (const { key, ...named } of path) {
      let callee = node.callees.get(key);
      if (callee === undefined) {
        callee = { ...named, callees: new Map(), v: 0, s: 0 };
        node.callees.set(key, callee);
      }
      callee.v += weight;
      node = callee;
    }
    node.s += weight;
  }
  return root;
}

function plainPicture(node: PlainNode, least: number): FlameGraphNode {
  const children = [...node.callees.values()]
    .filter(({ v }) => v !== 0 && v >= least)
    .map((callee) => plainPicture(callee, least))
    .sort(compareSiblings);
  const { n, v, s, k, m } = node;
  return { n, v, s, k, m, c: children.length === 0 ? undefined : children };
}

function compareSiblings(a: FlameGraphNode, b: FlameGraphNode): number {
  return compareNames(a.n, b.n) || compareMappings(a.m, b.m) || a.k - b.k;
}

/** Siblings that look alike, of stacks that a reader would have merged, may stand in any order: here in that of their contents. */
function settleTies(node: FlameGraphNode): FlameGraphNode {
  const children = node.c?.map(settleTies);
  children?.sort((a, b) => compareSiblings(a, b) || compareNames(JSON.stringify(a), JSON.stringify(b)));
  return { ...node, c: children };
}

function isInOrder({ c = [] }: FlameGraphNode): boolean {
  return c.every((child, k) => isInOrder(child) && (k === 0 || compareSiblings(c[k - 1], child) <= 0));
}

function compareMappings(a: string | undefined, b: string | undefined): number {
  if (a === undefined || b === undefined) return Number(a !== undefined) - Number(b !== undefined);
  return compareNames(a, b);
}

function countNodes(root: PlainNode): { nodes: number; self: number } {
  let nodes = 0;
  let self = 0;
  for (const callee of root.callees.values()) {
    const below = countNodes(callee);
    nodes += below.nodes + (callee.v === 0 ? 0 : 1);
    self += below.self + callee.s;
  }
  return { nodes, self };
}

function drawnNodes(root: FlameGraphNode): number {
  return (root.c ?? []).reduce((sum, child) => sum + 1 + drawnNodes(child), 0);
}

/** So that sums are exact in whatever order they are added up. */
function withWholeWeights(profile: Profile): Profile {
  const weight = profile.samples.weight.map((value) => Math.floor(value) % 1_000_000_007);
  return { ...profile, samples: { ...profile.samples, weight } };
}

/** Some samples, some ranges that may meet or overlap, from a seed. */
function selectionOf(profile: Profile, seed: number, measure: 'samples' | 'period'): CallTreeSelection {
  const mask = Uint8Array.from({ length: profile.samples.length }, (_, i) => (((i * 31 + seed) % 5) + 5) % 2);
  const ranges = Array.from({ length: Math.abs(seed) % 7 }, (_, k) => {
    const startNs = (((seed * 7 + k * 997) % 4000) + 4000) * 500_000;
    return { startNs, endNs: startNs + ((k * 613) % 900) * 1_000_000 };
  });
  return { mask, ranges: seed % 3 === 0 ? undefined : ranges, measure };
}

describe('flame graph columns', () => {
  test('are the plain picture of the samples, whatever is selected, dragged on or pruned', () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.integer(),
        fc.constantFrom('samples', 'period'),
        fc.constantFrom(0, 0.01, 0.1, 0.4, 1),
        (seed, selectionSeed, measure, minShare) => {
          const profile = withWholeWeights(randomProfile(seed));
          const callNodes = deriveCallNodes(profile);
          const series = createCallTreeSeries(profile, callNodes);
          const same = selectionOf(profile, selectionSeed, 'samples');
          for (const selection of [
            same,
            // Other ranges of the same mask: samples enter and leave.
            { ...selectionOf(profile, selectionSeed + 1, 'samples'), mask: same.mask },
            { ...selectionOf(profile, selectionSeed + 7, 'samples'), mask: same.mask },
            selectionOf(profile, selectionSeed + 2, measure),
            same,
          ]) {
            const tree = series.next(selection);
            expect(tree).toEqual(deriveCallTree(profile, callNodes, selection));
            const columns = buildFlameGraphColumns(profile, callNodes, tree, { minShare });
            const plain = plainTree(profile, selection);
            const picture = plainPicture(plain, plain.v * minShare);
            const drawn = flameGraphNodes(columns);
            expect(settleTies(drawn)).toEqual(settleTies(picture));
            expect(isInOrder(drawn)).toBe(true);
            const all = countNodes(plain);
            expect(columns.prunedNodes).toBe(all.nodes - drawnNodes(picture));
            expect(columns.prunedSelf).toBe(all.self - columns.self.reduce((sum, self) => sum + self, 0));
          }
        },
      ),
      { numRuns: 400 },
    );
  });

  test('of a call node are that node’s part of the whole picture', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const profile = randomProfile(seed);
        const callNodes = deriveCallNodes(profile);
        const mask = new Uint8Array(profile.samples.length).fill(1);
        const tree = deriveCallTree(profile, callNodes, { mask, ranges: undefined, measure: 'samples' });
        const whole = buildFlameGraph(profile, callNodes, tree, { minShare: 0 }).root;
        const pairs = [...childrenOf(callNodes, NONE)].map((node, k) => ({ node, drawn: whole.c?.[k] }));
        for (let pair = pairs.pop(); pair !== undefined; pair = pairs.pop()) {
          const { node, drawn } = pair;
          expect(buildFlameGraph(profile, callNodes, tree, { minShare: 0, root: node }).root).toEqual(drawn);
          for (const [k, child] of [...childrenOf(callNodes, node)].entries())
            pairs.push({ node: child, drawn: drawn?.c?.[k] });
        }
      }),
      { numRuns: 60 },
    );
  });

  test('hold every name once, and nothing where nothing is selected', () => {
    const profile = profileFromText(`
      time    0.1    0.2
              main   main
              f      g
              main   f
    `);
    const callNodes = deriveCallNodes(profile);
    const columnsOf = (taken: number) => {
      const mask = new Uint8Array(2).fill(taken);
      const tree = deriveCallTree(profile, callNodes, { mask, ranges: undefined, measure: 'samples' });
      return buildFlameGraphColumns(profile, callNodes, tree, { minShare: 0 });
    };
    expect(columnsOf(1).names).toEqual(['all', 'app', 'main', 'f', 'g']);
    expect(flameGraphNodes(columnsOf(0))).toEqual({ n: 'all', v: 0, s: 0, k: 7 });
  });
});
