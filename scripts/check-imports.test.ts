import { describe, expect, it } from 'vitest';
import { findBreaches, judge } from './check-imports.ts';
import { findImports } from './find-imports.ts';

/** A tree of one file. */
function refused(file: string, imported: string): string[] {
  return findBreaches(new Map([[file, `import { x } from '${imported}';`]])).map((breach) => breach.message);
}

describe('the import rules', () => {
  it.each([
    ['packages/profile/src/analysis/idle.ts', '../tables/profile.ts'],
    ['packages/profile/src/analysis/idle.test.ts', 'vitest'],
    ['packages/profile/src/analysis/idle.test.ts', 'node:fs'],
    ['packages/parser/src/perf-script/reader.ts', '../bytes/cursor.ts'],
    ['packages/parser/src/perf-script/reader.ts', '@subsecond/profile'],
    ['packages/parser/src/perf-script/reader.test.ts', '@subsecond/profile/testing'],
    ['apps/api/src/http/profiles.routes.ts', '../services/profile.service.ts'],
    ['apps/api/src/services/profile.service.ts', 'node:crypto'],
    ['apps/api/src/deps.ts', 'kysely'],
    ['apps/api/src/deps.ts', './repositories/profile.repository.ts'],
    ['apps/api/src/services/profile.service.test.ts', '../../../../test/support/database.ts'],
    ['apps/api/src/db/policies.database.test.ts', '../repositories/profile.repository.ts'],
    ['apps/web/src/worker/profile-worker.ts', '@subsecond/profile'],
    ['apps/web/src/features/workbench/heat-map/panel.tsx', '../url-state.ts'],
    ['apps/web/src/features/workbench/page.tsx', '../../canvas/space.ts'],
    ['apps/web/src/app/page.tsx', '../features/profiles/list.tsx'],
    ['apps/agent/src/upload/send-file.ts', 'node:https'],
    ['scripts/parse.ts', '@subsecond/parser'],
    ['test/e2e/upload.test.ts', '@subsecond/api/config.ts'],
  ])('let %s import %s', (file, imported) => {
    expect(refused(file, imported)).toEqual([]);
  });

  it.each([
    ['packages/profile/src/analysis/idle.ts', 'node:fs'],
    ['packages/profile/src/analysis/idle.ts', '@subsecond/contracts'],
    ['packages/profile/src/analysis/idle.ts', 'lodash'],
    ['packages/parser/src/bytes/cursor.ts', '@subsecond/profile'],
    ['packages/parser/src/bytes/cursor.ts', '../perf-script/reader.ts'],
    ['packages/parser/src/perf-script/reader.ts', 'node:zlib'],
    ['packages/contracts/src/profiles.ts', '@subsecond/profile'],
    ['apps/api/src/http/profiles.routes.ts', '../repositories/profile.repository.ts'],
    ['apps/api/src/http/profiles.routes.ts', 'kysely'],
    ['apps/api/src/services/profile.service.ts', 'fastify'],
    ['apps/api/src/services/profile.service.ts', 'kysely'],
    ['apps/api/src/services/profile.service.ts', 'bullmq'],
    ['apps/api/src/services/profile.service.ts', 'node:fs'],
    ['apps/api/src/services/profile.service.ts', 'node:fs/promises'],
    ['apps/api/src/services/profile.service.ts', 'node:net'],
    ['apps/api/src/services/profile.service.ts', '../storage/disk.ts'],
    ['apps/api/src/repositories/profile.repository.ts', '../services/profile.service.ts'],
    ['apps/api/src/storage/disk.ts', '../services/profile.service.ts'],
    ['apps/api/src/deps.ts', '@subsecond/web/src/ui/button.tsx'],
    ['apps/api/src/deps.ts', '../../../test/support/database.ts'],
    ['apps/web/src/canvas/shell.ts', 'react'],
    ['apps/web/src/worker/protocol.ts', 'react'],
    ['apps/web/src/features/workbench/page.tsx', '../profiles/list.tsx'],
    ['apps/web/src/features/workbench/page.tsx', '../../app/layout.tsx'],
    ['apps/web/src/ui/button.tsx', '../features/profiles/list.tsx'],
    ['apps/web/src/app/page.tsx', '@subsecond/api/config.ts'],
    ['apps/web/src/app/page.tsx', '../worker/protocol.ts'],
    ['apps/web/src/canvas/shell.test.ts', '../../../api/src/config.ts'],
    ['apps/agent/src/cli.ts', '@subsecond/parser'],
    ['apps/agent/src/cli.ts', '@subsecond/api/config.ts'],
    ['apps/agent/src/cli.ts', '../../../scripts/rooms.ts'],
  ])('refuse %s importing %s', (file, imported) => {
    expect(refused(file, imported)).toHaveLength(1);
  });

  it('name the file, the line, the import, the rule and the cure', () => {
    const source = "// a comment\nimport type { FastifyInstance } from 'fastify';\n";
    const breaches = findBreaches(new Map([['apps/api/src/services/profile.service.ts', source]]));
    expect(judge(breaches, [])).toEqual([
      "apps/api/src/services/profile.service.ts:2: import of 'fastify': apps/api/src/services/** may not import fastify. " +
        'Services know rules: declare what is needed in services/ports.ts and let deps.ts plug it in.',
    ]);
  });

  it('ask for a rule where a new folder has none', () => {
    expect(refused('tools/new.ts', 'node:fs')).toEqual([expect.stringContaining('add one for its folder')]);
  });

  it('let a debt stand, and fail once it is paid', () => {
    const file = 'apps/web/src/canvas/shell.ts';
    const debt = [{ file, imported: 'react', reason: 'to be moved' }];
    expect(judge(findBreaches(new Map([[file, "import 'react';"]])), debt)).toEqual([]);
    expect(judge(findBreaches(new Map([[file, '']])), debt)).toEqual([
      expect.stringContaining('remove it from IMPORT_DEBT'),
    ]);
  });
});

describe('imports are found', () => {
  it.each([
    ["import a from 'x';", 1],
    ["import {\n  a,\n  b,\n} from 'x';", 4],
    ["import type { A } from 'x';", 1],
    ["export * from 'x';", 1],
    ["export { a } from 'x';", 1],
    ["import 'x';", 1],
    ["const a = await import('x');", 1],
    ["\n\nconst a = require('x');", 3],
  ])('in %j', (source, line) => {
    expect(findImports(source)).toEqual([{ line, specifier: 'x' }]);
  });

  it('in the URL of a worker', () => {
    expect(findImports("new Worker(new URL('./profile-worker.ts', import.meta.url))")).toEqual([
      { line: 1, specifier: './profile-worker.ts' },
    ]);
  });

  it.each([
    "// import a from 'x';",
    "/* import a from 'x'; */",
    'const text = \'nothing from "x"\';',
    "export const a = 'x';",
    'const from = a; const b = "x";',
  ])('not in %j', (source) => {
    expect(findImports(source)).toEqual([]);
  });
});
