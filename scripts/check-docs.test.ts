import { expect, it } from 'vitest';
import { findDeadPaths, findRecordGaps, findUnlistedFolders, treeOf } from './check-docs.ts';

const tree = treeOf([
  'README.md',
  'apps/api/README.md',
  'apps/api/src/http/routes.ts',
  'apps/api/src/main.ts',
  'apps/api/migrations/0001.ts',
  'docs/operations.md',
]);

it('a README that leaves out a folder beside it fails, and names the folder', () => {
  expect(findUnlistedFolders(tree, 'apps/api/README.md', 'src/ has the code')).toEqual([
    'apps/api/README.md: does not mention the folder migrations/ beside it. Add a line that says what is in it.',
  ]);
  expect(findUnlistedFolders(tree, 'apps/api/README.md', '`src/` and `migrations/`')).toEqual([]);
});

it.each(['`apps/api/src/gone.ts`', '[x](src/gone.ts)', '`gone.ts`', '`apps/api/gone/`', '`../gone.md`'])(
  'a path that leads nowhere fails: %s',
  (text) => {
    expect(findDeadPaths(tree, 'apps/api/README.md', `first line\nsee ${text}`)).toEqual([
      expect.stringMatching(/^apps\/api\/README\.md:2: .*gone.* does not exist/),
    ]);
  },
);

it.each([
  '`apps/api/src/main.ts`',
  '`src/http/`',
  '`main.ts`',
  '[x](../../docs/operations.md#backup)',
  '[x](https://example.com/a)',
  '`apps/web/.next`',
  '`POST /api/v1/profiles`',
  '`application/json`',
  '`apps/*/src`',
  '`@subsecond/profile`',
])('a path that exists, or is none, passes: %s', (text) => {
  expect(findDeadPaths(tree, 'apps/api/README.md', `see ${text}`)).toEqual([]);
});

it('a gap between decision records fails', () => {
  expect(findRecordGaps(treeOf(['docs/decisions/0001-a.md', 'docs/decisions/0002-b.md']))).toEqual([]);
  expect(findRecordGaps(treeOf(['docs/decisions/0001-a.md', 'docs/decisions/0003-b.md']))).toHaveLength(1);
  expect(findRecordGaps(treeOf(['docs/decisions/0001-a.md', 'docs/decisions/0001-b.md']))).toHaveLength(1);
});
