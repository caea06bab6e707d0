// `npm test [-- vitest's arguments]`: every test, on the shipped build, with real Postgres, Redis, Chromium and perf.
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureWebIsBuilt } from './bootstrap/build-web.mjs';
import { ensureDependencies } from './bootstrap/ensure-dependencies.mjs';
import { findNode } from './bootstrap/find-node.mjs';
import { installSystemPackages } from './bootstrap/install-system-packages.mjs';
import { runMain } from './bootstrap/progress.mjs';
import { runInForeground } from './bootstrap/run-child.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

await runMain(async () => {
  await ensureDependencies(root);
  await installSystemPackages();
  const node = findNode(root);
  await ensureWebIsBuilt(root, node);
  const guard = path.join(root, 'scripts/bootstrap/leave-with-parent.mjs');
  const vitest = path.join(root, 'node_modules/vitest/vitest.mjs');
  // Tests start programs with `node`: they are to get the same one.
  const env = {
    ...process.env,
    PATH: `${path.dirname(node)}${path.delimiter}${process.env.PATH}`,
    NEXT_TELEMETRY_DISABLED: '1',
  };
  return await runInForeground(node, ['--import', guard, vitest, 'run', ...process.argv.slice(2)], { cwd: root, env });
});
