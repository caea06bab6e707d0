import { CallNodeKind, FrameKind, flameGraphNodes } from '@subsecond/profile';
import { profileFromText } from '@subsecond/profile/testing';
import { describe, expect, it } from 'vitest';
import { answerQuery } from './answer-query.ts';
import { createProfileState } from './profile-state.ts';
import type { ProfileQuery, WireAnswerOfKind } from './protocol.ts';
import { QueryError } from './query-error.ts';

const drawn = profileFromText(`
  time    0.1    0.2    0.3
  thread  app:1  app:1  app:1
          a      a      b
          c      d      d
`);
/** The drawn names as perf would have printed them. */
const PRINTED: Readonly<Record<string, string>> = {
  a: '_ZN3foo3barEv',
  b: 'b',
  c: 'do_work.isra.0',
  d: 'JS:*d /srv/x.js:1',
};
const state = createProfileState({ ...drawn, strings: drawn.strings.map((text) => PRINTED[text] ?? text) });
const everything = { filter: { event: 0, idle: 'include' }, ranges: undefined, measure: 'samples' } as const;

type Question = Exclude<ProfileQuery, { kind: 'open' }>;
function ask<Kind extends Question['kind']>(query: Question & { kind: Kind }): WireAnswerOfKind[Kind] {
  return answerQuery(state, query, () => 0).answer as WireAnswerOfKind[Kind];
}
const namesOf = (names: string | undefined): string[] =>
  ask<'functionTotals'>({
    kind: 'functionTotals',
    query: { ...everything, names, sort: 'name', descending: false, first: 0, limit: 100 },
  }).rows.map(({ name }) => name);

describe('names', () => {
  it('are those perf printed where nothing is asked, and readable where it is', () => {
    expect(namesOf(undefined)).toEqual(['JS:*d /srv/x.js:1', '_ZN3foo3barEv', 'b', 'do_work.isra.0']);
    expect(namesOf('raw')).toEqual(namesOf(undefined));
    expect(namesOf('readable')).toEqual(['b', 'd (x.js:1)', 'do_work', 'foo::bar']);
    expect(namesOf('demangle')).toEqual(['JS:*d /srv/x.js:1', 'b', 'do_work.isra.0', 'foo::bar']);
    expect(() => namesOf('nonsense')).toThrow(QueryError);
  });

  it('change no weight and no kind of the flame graph', () => {
    const totals = (names: string) => {
      const { packed } = ask<'select'>({ kind: 'select', query: { ...everything, names, functions: 0 } });
      const root = flameGraphNodes(packed);
      expect(root.c?.[0]?.k).toBe(CallNodeKind.comm);
      return { sum: root.v, nodes: packed.total.length, kinds: [...packed.kind].sort() };
    };
    expect(totals('readable')).toEqual(totals('raw'));
  });

  it('are paths: what is drawn leads to the same frame', () => {
    const { packed } = ask<'subtree'>({
      kind: 'subtree',
      query: { ...everything, names: 'readable', path: ['app', 'foo::bar', 'do_work'] },
    });
    expect(packed === undefined ? undefined : flameGraphNodes(packed)).toMatchObject({ n: 'do_work', v: 1 });
  });

  it('leave the original in a frame’s details, with the compiler that made it', () => {
    const { details } = ask<'frameDetails'>({
      kind: 'frameDetails',
      query: { ...everything, names: 'readable', target: { kind: 'path', path: ['app', 'b', 'd (x.js:1)'] } },
    });
    expect(details).toMatchObject({
      name: 'd (x.js:1)',
      original: 'JS:*d /srv/x.js:1',
      tier: 'optimised by TurboFan',
      kind: FrameKind.user,
      pathTotal: 1,
      total: 2,
    });
  });

  it.each(['foo::bar', '_ZN3foo', '/^foo::bar$/', '/^_ZN3foo3barEv$/'])('are found by %s', (search) => {
    const query = { ...everything, names: 'readable', search } as const;
    expect(ask<'search'>({ kind: 'search', query })).toMatchObject({ kind: 'matched', names: 1, total: 2 });
    const table = ask<'functionTotals'>({
      kind: 'functionTotals',
      query: { ...query, sort: 'self', descending: true, first: 0, limit: 9 },
    });
    expect(table.rows.map(({ name }) => name)).toEqual(['foo::bar']);
    const filtered = { ...everything, filter: { ...everything.filter, frame: search }, functions: 0 };
    expect(ask<'select'>({ kind: 'select', query: filtered }).samples).toBe(2);
  });

  it('that differ are told in pairs', () => {
    const { shown, original } = ask<'names'>({ kind: 'names', query: { names: 'readable' } });
    expect(Object.fromEntries(shown.map((name, row) => [name, original[row]]))).toEqual({
      'foo::bar': '_ZN3foo3barEv',
      do_work: 'do_work.isra.0',
      'd (x.js:1)': 'JS:*d /srv/x.js:1',
    });
    expect(ask<'names'>({ kind: 'names', query: { names: 'raw' } })).toEqual({ shown: [], original: [] });
  });
});
