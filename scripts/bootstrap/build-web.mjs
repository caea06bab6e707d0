import fs from 'node:fs';
import path from 'node:path';
import { withBootstrapLock } from './bootstrap-lock.mjs';
import { inputHash, stampMatches, writeStamp } from './input-hash.mjs';
import { BootstrapError, withProgress } from './progress.mjs';
import { runQuietly } from './run-child.mjs';

/** Everything that ends up in the pages. */
const WEB_INPUTS = ['apps/web', 'packages/profile', 'packages/contracts', 'tsconfig.base.json', 'pnpm-lock.yaml'];

/** Builds the pages, unless a stamp beside them says that they were built, to the end, from these very inputs. */
export async function ensureWebIsBuilt(root, node) {
  const stampFile = path.join(root, 'apps/web/.next/subsecond-built');
  if (stampMatches(stampFile, inputHash(root, WEB_INPUTS))) return;
  await withBootstrapLock(root, async () => {
    if (stampMatches(stampFile, inputHash(root, WEB_INPUTS))) return;
    await withProgress('Building the pages', () => buildWeb(root, node));
    // After the build, because Next may write its own settings into apps/web/tsconfig.json and next-env.d.ts.
    writeStamp(stampFile, inputHash(root, WEB_INPUTS));
  });
}

async function buildWeb(root, node) {
  const webRoot = path.join(root, 'apps/web');
  fs.rmSync(path.join(webRoot, '.next/subsecond-built'), { force: true });
  const next = path.join(webRoot, 'node_modules/next/dist/bin/next');
  const env = { ...process.env, NEXT_TELEMETRY_DISABLED: '1', NODE_ENV: 'production' };
  const { code, output } = await runQuietly(node, [next, 'build'], { cwd: webRoot, env });
  if (code !== 0)
    throw new BootstrapError(
      `${output.trim()}\n\nThe pages could not be built (next build ended with ${code}). The error is above.`,
    );
}
