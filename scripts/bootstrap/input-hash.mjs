import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

const NEVER_INPUT = new Set(['node_modules', '.next', 'dist', '.git', 'coverage', 'next-env.d.ts']);

/**
 * One SHA-256 over the names and contents of files and folders below `root` (recursively, sorted; build output and
 * tests are no inputs). What does not exist counts as absent, so that creating it changes the hash.
 */
export function inputHash(root, entries, extra = '') {
  const hash = createHash('sha256').update(extra);
  for (const entry of entries) {
    for (const file of listFiles(root, entry)) {
      hash.update(`\0${file}\0`);
      hash.update(fs.readFileSync(path.join(root, file)));
    }
  }
  return hash.digest('hex');
}

function listFiles(root, entry) {
  const stat = fs.statSync(path.join(root, entry), { throwIfNoEntry: false });
  if (stat === undefined) return [];
  if (stat.isFile()) return [entry];
  return fs
    .readdirSync(path.join(root, entry), { withFileTypes: true })
    .filter((child) => !NEVER_INPUT.has(child.name) && !/\.test\.tsx?$/.test(child.name))
    .map((child) => `${entry}/${child.name}`)
    .sort()
    .flatMap((file) => listFiles(root, file));
}

/** A stamp is written when a step is finished, and says what it was made from. */
export function stampMatches(stampFile, hash) {
  return fs.existsSync(stampFile) && fs.readFileSync(stampFile, 'utf8') === hash;
}

/** Written under another name and renamed, so that a stamp is whole or absent. */
export function writeStamp(stampFile, hash) {
  fs.mkdirSync(path.dirname(stampFile), { recursive: true });
  fs.writeFileSync(`${stampFile}.${process.pid}`, hash);
  fs.renameSync(`${stampFile}.${process.pid}`, stampFile);
}
