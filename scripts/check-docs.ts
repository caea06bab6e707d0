// Documents that can't lie: `node scripts/run.mjs scripts/check-docs.ts`. Every README names the folders beside it,
// paths named in documents exist, decision records are numbered without a gap.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { listRepositoryFiles } from './list-sources.ts';
import { repositoryRoot } from './rooms.ts';

/** Folders that only exist once something ran; documents may speak of them. */
const MADE_BY_RUNNING = new Set(['node_modules', '.next', 'dist', '.data', '.cache', '.git']);

export interface Tree {
  /** Paths with `/` from the root. */
  readonly files: ReadonlySet<string>;
  readonly folders: ReadonlySet<string>;
  readonly baseNames: ReadonlySet<string>;
}

export function treeOf(files: readonly string[]): Tree {
  const folders = new Set(['.']);
  for (const file of files) {
    for (let folder = path.posix.dirname(file); folder !== '.'; folder = path.posix.dirname(folder))
      folders.add(folder);
  }
  return { files: new Set(files), folders, baseNames: new Set(files.map((file) => path.posix.basename(file))) };
}

/** Folders directly beside a README that it does not name. */
export function findUnlistedFolders(tree: Tree, readme: string, text: string): string[] {
  const room = path.posix.dirname(readme);
  const children = [...tree.folders].filter((folder) => folder !== '.' && path.posix.dirname(folder) === room);
  return children
    .map((folder) => path.posix.basename(folder))
    .filter((name) => !name.startsWith('.') && !new RegExp(`(?<![\\w-])${name}(?![\\w-])`).test(text))
    .map((name) => `${readme}: does not mention the folder ${name}/ beside it. Add a line that says what is in it.`);
}

/** Paths, in backticks and relative links, that lead nowhere. */
export function findDeadPaths(tree: Tree, document: string, text: string): string[] {
  const dead: string[] = [];
  const folder = path.posix.dirname(document);
  text.split('\n').forEach((line, index) => {
    const named = [...line.matchAll(/`([^`\s]+)`/g)]
      .map((match) => match[1] ?? '')
      .filter((name) => isRepositoryPath(tree, folder, name));
    const linked = [...line.matchAll(/\]\(([^)\s]+)\)/g)]
      .map((match) => match[1] ?? '')
      .filter((name) => !/^(?:[a-z]+:|#|\/)/.test(name));
    for (const name of [...named, ...linked]) {
      if (!exists(tree, folder, name))
        dead.push(`${document}:${index + 1}: ${name} does not exist. Correct the path, or the document.`);
    }
  });
  return dead;
}

/** A name with a slash that starts at the root or beside the document, or a file name with an extension of this repository. */
function isRepositoryPath(tree: Tree, folder: string, name: string): boolean {
  if (/[*<>{}$…=?,;()|'"\\]|^[/@~-]|:\/\/|^node:/.test(name)) return false;
  if (!name.includes('/')) return /^[\w.-]+\.(?:tsx?|mjs|md|sql|sh|ya?ml|json)$/.test(name);
  const first = name.replace(/^(?:\.\.?\/)+/, '').split('/')[0] ?? '';
  const isKnown = (from: string) => tree.folders.has(path.posix.join(from, first));
  return name.startsWith('.') || isKnown('.') || isKnown(folder);
}

function exists(tree: Tree, folder: string, name: string): boolean {
  const bare = decodeURIComponent(name).replace(/#.*$/, '').replace(/:\d+$/, '').replace(/\/$/, '');
  if (bare.split('/').some((step) => MADE_BY_RUNNING.has(step))) return true;
  const candidates = [path.posix.normalize(bare), path.posix.normalize(path.posix.join(folder, bare))];
  if (candidates.some((candidate) => tree.files.has(candidate) || tree.folders.has(candidate))) return true;
  // A lone file name in running text: any file of that name will do.
  return !bare.includes('/') && tree.baseNames.has(bare);
}

/** Decision records: 0001, 0002, … each once. */
export function findRecordGaps(tree: Tree): string[] {
  const numbers = [...tree.files]
    .map((file) => /^docs\/decisions\/(\d{4})-[a-z0-9-]+\.md$/.exec(file)?.[1])
    .filter((number) => number !== undefined)
    .sort();
  return numbers.flatMap((number, index) => {
    const expected = String(index + 1).padStart(4, '0');
    return number === expected
      ? []
      : [
          `docs/decisions: record ${number} stands where ${expected} is expected. Records are numbered without gaps, and superseded instead of deleted.`,
        ];
  });
}

if (import.meta.main) {
  const tree = treeOf(listRepositoryFiles(repositoryRoot));
  const read = (file: string) => readFileSync(path.join(repositoryRoot, file), 'utf8');
  const readmes = [...tree.files].filter(
    (file) => path.posix.basename(file) === 'README.md' && !file.startsWith('test/fixtures/'),
  );
  const documents = [...tree.files].filter(
    (file) => file.endsWith('.md') && !file.startsWith('test/fixtures/') && file !== 'CHANGELOG.md',
  );
  const roomsWithout = [
    '.',
    'scripts',
    'packages/profile',
    'packages/parser',
    'packages/contracts',
    'packages/export',
    'packages/names',
    'apps/api',
    'apps/web',
    'apps/agent',
    'examples',
    'test',
  ]
    .map((room) => path.posix.join(room, 'README.md'))
    .filter((readme) => !tree.files.has(readme))
    .map((readme) => `${readme} is missing. Say what the room is for and what its folders hold.`);
  const lines = [
    ...roomsWithout,
    ...readmes.flatMap((readme) => findUnlistedFolders(tree, readme, read(readme))),
    ...documents.flatMap((document) => findDeadPaths(tree, document, read(document))),
    ...findRecordGaps(tree),
  ];
  for (const line of lines) console.error(line);
  console.log(`${documents.length} documents, ${lines.length} things to repair`);
  process.exitCode = lines.length > 0 ? 1 : 0;
}
