import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';

/** Every file that git tracks or would track (not yet added, not ignored), as paths with `/` from the root, sorted. */
export function listRepositoryFiles(root: string): string[] {
  const git = spawnSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 << 20,
  });
  if (git.status !== 0)
    throw new Error(`git ls-files failed in ${root}: ${git.stderr}. The checks need a git checkout.`);
  const files = git.stdout.split('\0').filter((file) => file !== '' && existsSync(path.join(root, file)));
  return [...new Set(files)].sort();
}

/** TypeScript that people write: no declarations of foreign code, nothing generated, no fixtures. */
export function listSources(root: string): string[] {
  return listRepositoryFiles(root).filter(isSource);
}

function isSource(file: string): boolean {
  if (!/\.tsx?$/.test(file) || /\.(?:d|generated)\.ts$/.test(file)) return false;
  return !file.startsWith('test/fixtures/') && !/^examples\/[^/]+\/program/.test(file);
}
