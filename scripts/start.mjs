// `npm start`: from a fresh clone to a running server, on any Node from 20 and npm alone.
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureWebIsBuilt } from './bootstrap/build-web.mjs';
import { ensureDependencies } from './bootstrap/ensure-dependencies.mjs';
import { findNode } from './bootstrap/find-node.mjs';
import { runMain } from './bootstrap/progress.mjs';
import { runInForeground } from './bootstrap/run-child.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

await runMain(async () => {
  await ensureDependencies(root);
  const node = findNode(root);
  await ensureWebIsBuilt(root, node);
  const args = [
    '--import',
    './scripts/bootstrap/leave-with-parent.mjs',
    'apps/api/src/local-main.ts',
    ...process.argv.slice(2),
  ];
  return await runInForeground(node, args, { cwd: root, env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1' } });
});
