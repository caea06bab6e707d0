import fs from 'node:fs';
import path from 'node:path';
import { withBootstrapLock } from './bootstrap-lock.mjs';
import { inputHash, stampMatches, writeStamp } from './input-hash.mjs';
import { BootstrapError, withProgress } from './progress.mjs';
import { runQuietly } from './run-child.mjs';

/** Builds the pages, unless a stamp beside them says that they were built, to the end, from these very inputs. */
export async function ensureWebIsBuilt(root, node) {
  const stampFile = path.join(root, 'apps/web/.next/subsecond-built');
  const inputs = webInputs(root);
  if (stampMatches(stampFile, inputHash(root, inputs))) return;
  await withBootstrapLock(root, async () => {
    // Before the build: what is changed while it runs may be in it or not.
    const hash = inputHash(root, inputs);
    if (stampMatches(stampFile, hash)) return;
    await withProgress('Building the pages', () => buildWeb(root, node));
    writeStamp(stampFile, hash);
  });
}

/** Everything that ends up in the pages: their own room, and the packages of this repository that it depends on, directly or not. */
export function webInputs(root) {
  const rooms = ['apps/web'];
  for (const room of rooms) {
    const { dependencies = {} } = JSON.parse(fs.readFileSync(path.join(root, room, 'package.json'), 'utf8'));
    for (const name of Object.keys(dependencies)) {
      const used = /^@subsecond\/(.*)$/.exec(name)?.[1];
      // A room that is met while the list is walked is walked too.
      if (used !== undefined && !rooms.includes(`packages/${used}`)) rooms.push(`packages/${used}`);
    }
  }
  return [...rooms, 'tsconfig.base.json', 'pnpm-lock.yaml'];
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
