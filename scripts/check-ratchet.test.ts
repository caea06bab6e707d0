import { describe, expect, it } from 'vitest';
import { compare, countAll } from './check-ratchet.ts';
import { countShortcuts } from './count-shortcuts.ts';

const none = { any: 0, casts: 0, nonNull: 0, silenced: 0 };

describe('shortcuts are counted', () => {
  it.each([
    ['const a: any = 1;', { any: 1 }],
    ['function f(a: any[], b: Map<string, any>) {}', { any: 2 }],
    ['const a = b as Foo;', { casts: 1 }],
    ['const a = b() as unknown as Foo;', { casts: 2 }],
    ["const a = {} as Record<'x', string>;", { casts: 1 }],
    ['const a = list[0]!;', { nonNull: 1 }],
    ['list.at(0)!.name', { nonNull: 1 }],
    ['// biome-ignore lint/x: because', { silenced: 1 }],
    ['// @ts-expect-error', { silenced: 1 }],
  ])('%s', (source, counts) => {
    expect(countShortcuts(source)).toEqual({ ...none, ...counts });
  });

  it.each([
    'const a = [1, 2] as const;',
    "import { a as b } from 'x';",
    "import * as path from 'node:path';",
    "export { a as b } from 'x';",
    'const a = b satisfies Foo;',
    'if (a !== b && !c) d();',
    '// known as Foo, any of them!',
    "const text = 'as Foo: any';",
    'const company = 1;',
  ])('and nothing in: %s', (source) => {
    expect(countShortcuts(source)).toEqual(none);
  });
});

describe('the ratchet', () => {
  const committed = { any: 0, casts: 1, nonNull: 0, silenced: 0, longFiles: 0 };
  const withCasts = (count: number) => countAll(new Map([['packages/a/src/b.ts', 'x = a as B;\n'.repeat(count)]]));

  it('passes at its number', () => {
    expect(compare(withCasts(1), committed)).toEqual([]);
  });

  it('fails with more, naming the files', () => {
    expect(compare(withCasts(2), committed)).toEqual([
      expect.stringMatching(/2 casts.*at most 1[\s\S]*packages\/a\/src\/b\.ts \(2\)/),
    ]);
  });

  it('fails with fewer, naming the command that lowers it', () => {
    expect(compare(withCasts(0), committed)).toEqual([expect.stringContaining('npm run ratchet -- --update')]);
  });

  it('lets tests cast, and counts their `any` and their length all the same', () => {
    const source = `x = a as B;\nlet y: any;\n${'\n'.repeat(500)}`;
    expect(countAll(new Map([['packages/a/src/b.test.ts', source]])).totals).toEqual({
      any: 1,
      casts: 0,
      nonNull: 0,
      silenced: 0,
      longFiles: 1,
    });
  });
});
