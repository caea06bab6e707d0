import path from 'node:path';
import { build } from 'esbuild';

/** One file that runs on Node 20, so that a host needs nothing but Node. Returns its path. */
export async function buildAgent(root: string): Promise<string> {
  const outfile = path.join(root, 'apps/agent/dist/subsecond-agent.mjs');
  await build({
    entryPoints: [path.join(root, 'apps/agent/src/main.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    banner: { js: '#!/usr/bin/env node' },
    legalComments: 'none',
    logLevel: 'warning',
  });
  return outfile;
}
