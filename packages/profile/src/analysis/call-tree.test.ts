import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { finishProfile } from '../tables/finish-profile.ts';
import type { Profile } from '../tables/profile.ts';
import { EMPTY_HEADER, FrameKind, NONE } from '../tables/profile.ts';
import { profileFromText, randomProfile } from '../testing/index.ts';
import { callNodeName, callNodeOfPath } from './call-node-names.ts';
import type { CallNodeTable } from './call-nodes.ts';
import { deriveCallNodes } from './call-nodes.ts';
import type { CallTree } from './call-tree.ts';
import { deriveCallTree, mergeRanges } from './call-tree.ts';
import type { FlameGraphNode } from './flame-graph.ts';
import { buildFlameGraph } from './flame-graph.ts';
import { foldedLines } from './folded.ts';
import { deriveFunctionTotals } from './function-totals.ts';

function whole(
  profile: Profile,
  measure: 'samples' | 'period' = 'samples',
): { callNodes: CallNodeTable; tree: CallTree } {
  const callNodes = deriveCallNodes(profile);
  return {
    callNodes,
    tree: deriveCallTree(profile, callNodes, {
      mask: new Uint8Array(profile.samples.length).fill(1),
      ranges: undefined,
      measure,
    }),
  };
}

function totalsByName(profile: Profile): Record<string, [self: number, total: number]> {
  const { callNodes, tree } = whole(profile);
  const totals = deriveFunctionTotals(profile, callNodes, tree);
  return Object.fromEntries(
    [...totals.frame].map((frame, row) => [
      profile.strings[profile.frames.symbol[frame]],
      [totals.self[row], totals.total[row]],
    ]),
  );
}

/** `name total/self` lines, children indented. Iterative, as the graph may be 65,536 deep. */
function draw(root: FlameGraphNode): string[] {
  const lines: string[] = [];
  const pending = [{ node: root, depth: 0 }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { node, depth } = next;
    lines.push(`${'  '.repeat(depth)}${node.n}${node.m === undefined ? '' : `(${node.m})`} ${node.v}/${node.s}`);
    for (const child of (node.c ?? []).toReversed()) pending.push({ node: child, depth: depth + 1 });
  }
  return lines;
}

const SAMPLE = `
  time    0.1      0.2      0.3        0.4      1.5     -
  thread  web:1    web:2    db:3       web:1    db:3    web:1
          main     main     main       main             main
          f        f        parse      g                f
          f        g(libc)             f
          g
`;

describe('call tree', () => {
  test('hangs stacks below their comm, merges threads of one comm, and ends a sample without stack at it', () => {
    const profile = profileFromText(SAMPLE);
    const { callNodes, tree } = whole(profile);
    expect(draw(buildFlameGraph(profile, callNodes, tree, { minShare: 0 }).root)).toEqual([
      'all 6/0',
      '  db 2/1',
      '    main 1/0',
      '      parse 1/1',
      '  web 4/0',
      '    main 4/0',
      '      f 3/1',
      '        f 1/0',
      '          g 1/1',
      '        g(libc) 1/1',
      '      g 1/0',
      '        f 1/1',
    ]);
  });

  test('takes the samples of half-open ranges, once where ranges meet, and untimed ones only without a range', () => {
    const profile = profileFromText(SAMPLE);
    const callNodes = deriveCallNodes(profile);
    const mask = new Uint8Array(6).fill(1);
    const samplesOf = (ranges: readonly { startNs: number; endNs: number }[] | undefined): number =>
      deriveCallTree(profile, callNodes, { mask, ranges, measure: 'samples' }).samples;
    expect(samplesOf(undefined)).toBe(6);
    expect(samplesOf([{ startNs: 0, endNs: Number.POSITIVE_INFINITY }])).toBe(5);
    expect(samplesOf([{ startNs: 1e8, endNs: 2e8 }])).toBe(1);
    expect(
      samplesOf([
        { startNs: 3e8, endNs: 5e8 },
        { startNs: 1e8, endNs: 3.5e8 },
      ]),
    ).toBe(4);
    expect(samplesOf([])).toBe(0);
    expect(samplesOf([{ startNs: 5e8, endNs: 1e8 }])).toBe(0);
    expect(
      mergeRanges([
        { startNs: 5, endNs: 9 },
        { startNs: 1, endNs: 2 },
        { startNs: 2, endNs: 6 },
      ]),
    ).toEqual([{ startNs: 1, endNs: 9 }]);
  });

  test('weight is conserved: selves add up to the samples, and children with self to their caller', () => {
    fc.assert(
      fc.property(fc.integer(), fc.constantFrom('samples', 'period'), (seed, measure) => {
        const profile = randomProfile(seed);
        const callNodes = deriveCallNodes(profile);
        const mask = Uint8Array.from({ length: profile.samples.length }, (_, i) => (i * 7 + seed) & 1);
        const tree = deriveCallTree(profile, callNodes, { mask, ranges: undefined, measure });
        // Whole numbers below 2^53 only add up exactly.
        if (!(tree.sum < Number.MAX_SAFE_INTEGER) || !profile.samples.weight.every(Number.isInteger)) return;
        const expected = profile.samples.weight.reduce(
          (sum, weight, i) => sum + (mask[i] === 1 ? (measure === 'samples' ? 1 : weight) : 0),
          0,
        );
        expect(tree.sum).toBe(expected);
        expect(tree.self.reduce((sum, value) => sum + value, 0)).toBe(expected);
        const childTotals = tree.self.slice();
        for (let node = 0; node < callNodes.length; node++)
          if (callNodes.prefix[node] !== NONE) childTotals[callNodes.prefix[node]] += tree.total[node];
        expect(childTotals).toEqual(tree.total);
        const { root, prunedSelf } = buildFlameGraph(profile, callNodes, tree, { minShare: 0.05 });
        let drawn = 0;
        for (const pending = [root]; pending.length > 0; ) {
          const node = pending.pop();
          drawn += node?.s ?? 0;
          pending.push(...(node?.c ?? []));
        }
        expect(drawn + prunedSelf).toBe(expected);
        const counts = [...foldedLines(profile, callNodes, tree)].map((line) =>
          Number(line.slice(line.lastIndexOf(' ') + 1)),
        );
        expect(counts.reduce((sum, count) => sum + count, 0)).toBe(expected);
      }),
      { numRuns: 500 },
    );
  });

  test('every sample’s node spells its comm and stack', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const profile = randomProfile(seed);
        const callNodes = deriveCallNodes(profile);
        for (let i = 0; i < profile.samples.length; i++) {
          let node = callNodes.sampleNode[i];
          let stack = profile.samples.stack[i];
          for (; stack !== NONE; stack = profile.stacks.prefix[stack]) {
            expect(callNodes.frame[node]).toBe(profile.stacks.frame[stack]);
            node = callNodes.prefix[node];
          }
          expect(callNodes.depth[node]).toBe(0);
          expect(callNodeName(profile, callNodes, node)).toBe(profile.threads.comm[profile.samples.thread[i]]);
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe('function totals', () => {
  test('count a sample once, however often its stack recurs', () => {
    expect(totalsByName(profileFromText(SAMPLE))).toEqual({ f: [2, 4], parse: [1, 1], g: [1, 1], main: [0, 5] });
  });

  test('are sorted by self', () => {
    const profile = profileFromText(SAMPLE);
    const { callNodes, tree } = whole(profile);
    const { self } = deriveFunctionTotals(profile, callNodes, tree);
    expect([...self]).toEqual([...self].sort((a, b) => b - a));
  });
});

describe('flame graph', () => {
  test('keeps siblings apart that share a name but not a mapping, in order of name and mapping', () => {
    const profile = profileFromText(`
      time    0.1        0.2        0.3      0.4
              main       main       main     main
              g(libz)    g(liba)    g        a
    `);
    const { callNodes, tree } = whole(profile);
    expect(draw(buildFlameGraph(profile, callNodes, tree, { minShare: 0 }).root).slice(3)).toEqual([
      '      a 1/1',
      '      g 1/1',
      '      g(liba) 1/1',
      '      g(libz) 1/1',
    ]);
  });

  test('leaves out what is too small to see, says how much, and keeps callers’ totals', () => {
    const profile = profileFromText(SAMPLE);
    const { callNodes, tree } = whole(profile);
    const { root, prunedNodes, prunedSelf } = buildFlameGraph(profile, callNodes, tree, { minShare: 0.4 });
    expect(draw(root)).toEqual(['all 6/0', '  web 4/0', '    main 4/0', '      f 3/1']);
    expect([prunedNodes, prunedSelf]).toEqual([8, 5]);
  });

  test('is rooted anew at a call node', () => {
    const profile = profileFromText(SAMPLE);
    const { callNodes, tree } = whole(profile);
    const root = callNodeOfPath(profile, callNodes, ['web', 'main', 'f']);
    const graph = buildFlameGraph(profile, callNodes, tree, { minShare: 0, root });
    expect(draw(graph.root)).toEqual(['f 3/1', '  f 1/0', '    g 1/1', '  g(libc) 1/1']);
    expect(graph.prunedNodes).toBe(0);
  });

  test('paths follow names, through siblings of one name, and end in −1 where there is nothing', () => {
    const profile = profileFromText(`
      time    0.1        0.2        0.3
              main       main       __proto__
              g(libz)    g(liba)
              x          y
    `);
    const callNodes = deriveCallNodes(profile);
    for (const leaf of ['x', 'y'])
      expect(callNodeName(profile, callNodes, callNodeOfPath(profile, callNodes, ['app', 'main', 'g', leaf]))).toBe(
        leaf,
      );
    expect(callNodeOfPath(profile, callNodes, ['app\t', 'main\t', 'g\tlibz', 'x'])).toBeGreaterThan(0);
    expect(callNodeOfPath(profile, callNodes, ['app', 'main', 'g\tliba', 'x'])).toBe(-1);
    expect(callNodeOfPath(profile, callNodes, ['app', '__proto__'])).toBeGreaterThan(0);
    expect(callNodeOfPath(profile, callNodes, ['app', 'main', 'nothing'])).toBe(-1);
    expect(callNodeOfPath(profile, callNodes, ['constructor'])).toBe(-1);
    expect(callNodeOfPath(profile, callNodes, [])).toBe(-1);
  });

  test('a stack of 65,536 frames of one function is built, drawn, folded and totalled', () => {
    const depth = 65_536;
    const profile = deepProfile(depth);
    const { callNodes, tree } = whole(profile);
    expect(callNodes.length).toBe(depth + 1);
    expect(callNodes.repeats.reduce((sum, repeats) => sum + repeats, 0)).toBe(depth - 1);
    let levels = 0;
    for (
      let node: FlameGraphNode | undefined = buildFlameGraph(profile, callNodes, tree, { minShare: 0 }).root;
      node !== undefined;
      node = node.c?.[0]
    )
      levels++;
    expect(levels).toBe(depth + 2);
    const [line, ...others] = foldedLines(profile, callNodes, tree);
    expect([line.length, others]).toEqual(['app'.length + depth * 2 + ' 1'.length, []]);
    expect([...deriveFunctionTotals(profile, callNodes, tree).total]).toEqual([1]);
  });
});

describe('folded lines', () => {
  test('are FlameGraph’s: comm first, its blanks and all semicolons replaced, equal texts merged', () => {
    const profile = profileFromText(`
      time    0.1           0.2           0.3      0.4
      thread  my_app:1      my_app:2      b;c:3    swapper
              main          main          x;y
              g(libz)       g(liba)@k
    `);
    const renamed: Profile = {
      ...profile,
      threads: { ...profile.threads, comm: profile.threads.comm.map((comm) => comm.replace('_', ' ')) },
    };
    const { callNodes, tree } = whole(renamed);
    expect([...foldedLines(renamed, callNodes, tree)]).toEqual(['b:c;x:y 1', 'my_app;main;g 2', 'swapper 1']);
  });

  test('are one a distinct text', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const profile = randomProfile(seed);
        const { callNodes, tree } = whole(profile);
        const texts = [...foldedLines(profile, callNodes, tree)].map((line) => line.slice(0, line.lastIndexOf(' ')));
        expect(new Set(texts).size).toBe(texts.length);
        for (const text of texts) expect(text).not.toMatch(/[\r\n]/);
      }),
      { numRuns: 200 },
    );
  });
});

function deepProfile(depth: number): Profile {
  return finishProfile({
    samples: {
      length: 1,
      timeNs: Float64Array.of(0),
      cpu: Int32Array.of(0),
      thread: Int32Array.of(0),
      stack: Int32Array.of(depth - 1),
      event: Uint16Array.of(0),
      weight: Float64Array.of(1),
      flags: Uint8Array.of(0),
      detail: Int32Array.of(NONE),
    },
    baseSeconds: 0,
    stacks: {
      length: depth,
      prefix: Int32Array.from({ length: depth }, (_, i) => i - 1),
      frame: new Int32Array(depth),
    },
    frames: {
      length: 1,
      symbol: Int32Array.of(0),
      mapping: Int32Array.of(NONE),
      kind: Uint8Array.of(FrameKind.user),
      flags: Uint8Array.of(0),
    },
    threads: { length: 1, pid: Int32Array.of(NONE), tid: Int32Array.of(1), comm: ['app'] },
    events: [{ name: 'cpu-clock', frequencyHz: 49, hasPeriod: false }],
    strings: ['f'],
    details: [],
    timeResolutionNs: 1000,
    header: EMPTY_HEADER,
  }).profile;
}
