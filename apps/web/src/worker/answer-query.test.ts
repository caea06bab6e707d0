import {
  buildFlameGraph,
  deriveCallNodes,
  deriveCallTree,
  deriveIdleSamples,
  deriveSampleMask,
  type FlameGraphNode,
  flameGraphNodes,
} from '@subsecond/profile';
import { profileFromText } from '@subsecond/profile/testing';
import { describe, expect, it } from 'vitest';
import { answerQuery } from './answer-query.ts';
import { createProfileState } from './profile-state.ts';
import type { ProfileQuery, WireAnswerOfKind, WireFilter } from './protocol.ts';
import { QueryError } from './query-error.ts';

const profile = profileFromText(`
  time    0.010      0.110      0.120          0.510      1.020           1.030       2.000      -
  thread  web:7/8    web:7/8    swapper        web:7/9    web:7/8         swapper     db:5/5     db:5/5
  cpu     0          1          0              0          1               0           1          1
          main       main       start@k        main       main            start@k     main       main
          parse      parse      do_idle@k      read       parse           do_idle@k   query
          gc                                              read                        parse
                                                          parse
`);
const state = createProfileState(profile);
const filter: WireFilter = { event: 0, idle: 'exclude' };
const everything = { filter, ranges: undefined, measure: 'samples' } as const;

type Question = Exclude<ProfileQuery, { kind: 'open' }>;

function ask<Kind extends Question['kind']>(query: Question & { kind: Kind }): WireAnswerOfKind[Kind] {
  return answerQuery(state, query, () => 0).answer as WireAnswerOfKind[Kind];
}

describe('a selection', () => {
  it('has the flame graph that packages/profile builds', () => {
    const ranges = [{ startNs: 0, endNs: 1_025_000_000 }];
    const answer = ask<'select'>({ kind: 'select', query: { filter, ranges, measure: 'samples', functions: 0 } });
    const callNodes = deriveCallNodes(profile);
    const { mask } = deriveSampleMask(profile, deriveIdleSamples(profile), { event: 0, idle: 'exclude' });
    const expected = buildFlameGraph(
      profile,
      callNodes,
      deriveCallTree(profile, callNodes, { mask, ranges, measure: 'samples' }),
      { minShare: 1 / 8000 },
    );
    expect(flameGraphNodes(answer.packed)).toEqual(expected.root);
    expect(answer).toMatchObject({
      samples: 4,
      total: 4,
      share: 4 / 6,
      unit: 'samples',
      functions: [],
      functionCount: 0,
    });
  });

  it('adds up: self over the whole tree is its total', () => {
    const { packed, total } = ask<'select'>({ kind: 'select', query: { ...everything, functions: 0 } });
    expect(sumOfSelf(flameGraphNodes(packed))).toBe(total);
    expect(total).toBe(6);
  });

  it('leaves out what half a pixel of the picture could not show, and a subtree brings it', () => {
    const select = (pictureWidth: number | undefined) =>
      ask<'select'>({ kind: 'select', query: { ...everything, functions: 0, pictureWidth } });
    const whole = select(undefined);
    expect([whole.prunedNodes, select(1500).prunedNodes]).toEqual([0, 0]);
    // Of one pixel, half is half of the samples.
    const narrow = select(1);
    expect(narrow.packed.length + narrow.prunedNodes).toBe(whole.packed.length);
    expect(Math.min(...narrow.packed.total)).toBeGreaterThanOrEqual(narrow.total / 2);
    expect(narrow.packed.self.reduce((sum, self) => sum + self, narrow.prunedSelf)).toBe(narrow.total);
    const subtree = ask<'subtree'>({ kind: 'subtree', query: { ...everything, path: ['web'], pictureWidth: 1500 } });
    expect(subtree.prunedNodes).toBe(0);
    expect(subtree.packed?.length).toBeGreaterThan(narrow.packed.length);
  });

  it('says how many idle samples it hides inside of its ranges', () => {
    const hidden = (startNs: number, endNs: number) =>
      ask<'select'>({ kind: 'select', query: { ...everything, ranges: [{ startNs, endNs }], functions: 0 } })
        .idleHidden;
    expect(hidden(0, 500_000_000)).toBe(1);
    expect(hidden(0, 2_000_000_000)).toBe(2);
    expect(hidden(120_000_001, 1_000_000_000)).toBe(0);
    expect(ask<'select'>({ kind: 'select', query: { ...everything, functions: 0 } }).idleHidden).toBe(2);
    expect(
      ask<'select'>({ kind: 'select', query: { ...everything, filter: { ...filter, idle: 'include' }, functions: 0 } }),
    ).toMatchObject({ idleHidden: 0, samples: 8 });
  });

  it('takes samples without a time only where no range is set', () => {
    expect(
      ask<'select'>({
        kind: 'select',
        query: { ...everything, ranges: [{ startNs: 0, endNs: Number.MAX_SAFE_INTEGER }], functions: 0 },
      }).samples,
    ).toBe(5);
  });

  it('brings the top of the function table when asked', () => {
    const { functions, functionCount } = ask<'select'>({ kind: 'select', query: { ...everything, functions: 2 } });
    expect(functions.map(({ name, self, total }) => [name, self, total])).toEqual([
      ['parse', 3, 4],
      ['main', 1, 6],
    ]);
    expect(functionCount).toBe(5);
  });

  it('follows filters by thread, CPU and frame', () => {
    const samples = (part: Partial<WireFilter>) =>
      ask<'select'>({ kind: 'select', query: { ...everything, filter: { ...filter, ...part }, functions: 0 } }).samples;
    expect(samples({ comms: ['web'] })).toBe(4);
    expect(samples({ tids: [8] })).toBe(3);
    expect(samples({ pids: [5] })).toBe(2);
    expect(samples({ cpus: [0] })).toBe(2);
    expect(samples({ frame: 'READ' })).toBe(2);
    expect(samples({ frame: '/^qu.ry$/' })).toBe(1);
  });
});

describe('a search', () => {
  const search = (text: string) => ask<'search'>({ kind: 'search', query: { ...everything, search: text } });

  it('counts each sample once, however often it matches', () => {
    expect(search('parse')).toEqual({ kind: 'matched', query: 'parse', names: 1, total: 4, share: 4 / 6 });
    expect(search('/parse|read/')).toMatchObject({ names: 2, total: 5 });
    expect(search('MAIN')).toMatchObject({ total: 6, share: 1 });
  });

  it('finds comms too', () => {
    expect(search('/^db$/')).toMatchObject({ names: 1, total: 2 });
  });

  it('finds nothing without complaint, text with brackets included', () => {
    expect(search('parse(')).toMatchObject({ names: 0, total: 0, share: 0 });
  });

  it('says what is wrong with a pattern', () => {
    expect(search('/(/')).toMatchObject({ kind: 'invalid', message: expect.stringContaining('Without the slashes') });
    expect(search('/(/')).not.toMatchObject({ message: expect.stringContaining('/u') });
    expect(search('/(?=a)/')).toMatchObject({ kind: 'invalid' });
    expect(search('//')).toMatchObject({ kind: 'invalid' });
  });

  it('takes names like __proto__ for names', () => {
    expect(search('__proto__')).toMatchObject({ names: 0 });
  });
});

describe('the function table', () => {
  const rows = (query: Partial<Extract<ProfileQuery, { kind: 'functionTotals' }>['query']>) =>
    ask<'functionTotals'>({
      kind: 'functionTotals',
      query: { ...everything, sort: 'self', descending: true, first: 0, limit: 100, ...query },
    });

  it('sorts by any column, pages and searches', () => {
    expect(rows({ sort: 'total' }).rows.map(({ name }) => name)).toEqual(['main', 'parse', 'read', 'gc', 'query']);
    expect(rows({ sort: 'name', descending: false }).rows.map(({ name }) => name)).toEqual([
      'gc',
      'main',
      'parse',
      'query',
      'read',
    ]);
    expect(rows({ sort: 'name', descending: false, first: 1, limit: 2 })).toMatchObject({
      count: 5,
      rows: [{ name: 'main' }, { name: 'parse' }],
    });
    expect(rows({ search: 'a' })).toMatchObject({ count: 3, search: { kind: 'matched' } });
    expect(rows({ search: '/(/' })).toMatchObject({ count: 0, search: { kind: 'invalid' } });
  });
});

describe('frame details', () => {
  it('count a pair once a sample under recursion', () => {
    const { details } = ask<'frameDetails'>({
      kind: 'frameDetails',
      query: { ...everything, target: { kind: 'path', path: ['web', 'main', 'parse'] } },
    });
    expect(details).toMatchObject({ name: 'parse', self: 3, total: 4, pathSelf: 1, pathTotal: 3, selectionTotal: 6 });
    expect(details?.callers.map(({ name, total }) => [name, total])).toEqual([
      ['main', 3],
      ['query', 1],
      ['read', 1],
    ]);
    expect(details?.callees.map(({ name, total }) => [name, total])).toEqual([
      ['gc', 1],
      ['read', 1],
    ]);
  });

  it('know comms, and what is not there', () => {
    const web = ask<'frameDetails'>({
      kind: 'frameDetails',
      query: { ...everything, target: { kind: 'path', path: ['web'] } },
    });
    expect(web.details).toMatchObject({ name: 'web', kind: 6, total: 4, callees: [{ name: 'main', total: 4 }] });
    expect(
      ask<'frameDetails'>({
        kind: 'frameDetails',
        query: { ...everything, target: { kind: 'path', path: ['web', 'nothing'] } },
      }).details,
    ).toBeUndefined();
    expect(
      ask<'frameDetails'>({ kind: 'frameDetails', query: { ...everything, target: { kind: 'frame', frame: 999 } } })
        .details,
    ).toBeUndefined();
  });
});

describe('a subtree', () => {
  it('is the tree below a path of names', () => {
    const { packed } = ask<'subtree'>({ kind: 'subtree', query: { ...everything, path: ['web', 'main'] } });
    expect(packed === undefined ? undefined : flameGraphNodes(packed)).toMatchObject({ n: 'main', v: 4 });
    expect(ask<'subtree'>({ kind: 'subtree', query: { ...everything, path: ['db', 'gc'] } }).packed).toBeUndefined();
  });
});

describe('a heat map', () => {
  const map = (query: Partial<Extract<ProfileQuery, { kind: 'heatMap' }>['query']>) =>
    ask<'heatMap'>({ kind: 'heatMap', query: { filter, rows: 10, periodNs: 1e9, measure: 'samples', ...query } });

  it('holds the samples of the selection of the same range', () => {
    const answer = map({});
    expect(answer.idleHidden).toBe(2);
    expect(answer.map.counts.reduce((sum, count) => sum + count, 0)).toBe(5);
    expect(answer.map.counts[0 * 10 + 1]).toBe(
      ask<'select'>({
        kind: 'select',
        query: { ...everything, ranges: [{ startNs: 100_000_000, endNs: 200_000_000 }], functions: 0 },
      }).samples,
    );
  });

  it('says what to change where it can not be drawn', () => {
    expect(() => map({ periodNs: 0 })).toThrow(QueryError);
    expect(() => map({ periodNs: 10, rows: 1000 })).toThrow(/longer period/);
    expect(() => map({ filter: { ...filter, event: 3 } })).toThrow(QueryError);
    expect(() => map({ filter: { ...filter, frame: '/(/' } })).toThrow(QueryError);
  });
});

function sumOfSelf(node: FlameGraphNode): number {
  return (node.c ?? []).reduce((sum, child) => sum + sumOfSelf(child), node.s);
}
