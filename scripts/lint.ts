// `npm run lint [-- --write] [PATH…]`: Biome's format and lint over the whole tree, or over the named files.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { repositoryRoot } from './rooms.ts';

const biome = path.join(repositoryRoot, 'node_modules/@biomejs/biome/bin/biome');
const { status, error } = spawnSync(
  process.execPath,
  [biome, 'check', '--error-on-warnings', '--max-diagnostics=200', ...process.argv.slice(2)],
  { cwd: repositoryRoot, stdio: 'inherit' },
);
if (error !== undefined) throw error;
if (status !== 0) console.error('\nMost of this repairs itself: npm run lint -- --write');
process.exitCode = status ?? 1;
