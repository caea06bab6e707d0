// `node scripts/bootstrap/install.mjs`: the dependencies and nothing else.
import path from 'node:path';
import { ensureDependencies } from './ensure-dependencies.mjs';
import { findNode } from './find-node.mjs';
import { runMain } from './progress.mjs';

const root = path.resolve(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname), '../..');

await runMain(async () => {
  await ensureDependencies(root);
  process.stdout.write(`${findNode(root)}\n`);
  return 0;
});
