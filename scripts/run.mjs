// `node scripts/run.mjs FILE.ts [arguments]`: runs one of the project's TypeScript programs on its Node 24.
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureDependencies } from './bootstrap/ensure-dependencies.mjs';
import { findNode } from './bootstrap/find-node.mjs';
import { BootstrapError, runMain } from './bootstrap/progress.mjs';
import { runInForeground } from './bootstrap/run-child.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const [program, ...args] = process.argv.slice(2);

await runMain(async () => {
  if (program === undefined) throw new BootstrapError('Usage: node scripts/run.mjs FILE.ts [arguments]');
  await ensureDependencies(root);
  // A file named on npm's command line is meant from where npm was called, not from the root that npm changes to.
  const isRunByNpm = process.env.npm_lifecycle_event !== undefined && process.cwd() === root;
  const guard = path.join(root, 'scripts/bootstrap/leave-with-parent.mjs');
  return await runInForeground(findNode(root), ['--import', guard, path.join(root, program), ...args], {
    cwd: isRunByNpm ? (process.env.INIT_CWD ?? root) : process.cwd(),
  });
});
