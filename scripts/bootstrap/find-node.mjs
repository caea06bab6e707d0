import fs from 'node:fs';
import path from 'node:path';
import { BootstrapError } from './progress.mjs';

/** Node 24 runs the project's TypeScript as it is. It comes as a dependency, so that the machine's own Node may be older. */
const WANTED_MAJOR = 24;

export function findNode(
  root,
  {
    platform = process.platform,
    arch = process.arch,
    execPath = process.execPath,
    version = process.versions.node,
  } = {},
) {
  const bundled = path.join(root, 'node_modules', `node-${platform}-${arch}`, 'bin', 'node');
  if (fs.existsSync(bundled)) return bundled;
  if (Number.parseInt(version, 10) >= WANTED_MAJOR) return execPath;
  throw new BootstrapError(
    `Subsecond needs Node ${WANTED_MAJOR}; this is Node ${version}, and no Node ${WANTED_MAJOR} comes with the dependencies for ${platform}-${arch}.\n` +
      `Install Node ${WANTED_MAJOR} (https://nodejs.org) and run the command again.`,
  );
}
