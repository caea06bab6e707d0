import { expect, it } from 'vitest';
import { findForbiddenNames } from './check-names.ts';

it.each([
  'const offset = 1;',
  'function f(offset: number) {}',
  'const { offset } = x;',
  'f({ offset: 3 });',
  'read(bytes, offset + 1);',
])('a bare offset is refused: %s', (source) => {
  expect(findForbiddenNames('a.ts', source)).toEqual([
    'a.ts:1: a bare `offset`. Say of what: byteOffset, symbolOffset, timeOffset.',
  ]);
});

it.each([
  'const byteOffset = 1;',
  'x = view.offset;',
  'e.offsetX',
  "t('offset')",
  '// the offset',
  '<stop offset="0%" />',
  'z.iso.datetime({ offset: true })',
])('a named or foreign one is not: %s', (source) => {
  expect(findForbiddenNames('a.ts', source)).toEqual([]);
});

it.each(['apps/api/src/utils.ts', 'packages/profile/src/helpers/x.ts', 'apps/web/src/common/button.tsx'])(
  '%s is refused for its name',
  (file) => {
    expect(findForbiddenNames(file, '')).toHaveLength(1);
  },
);
