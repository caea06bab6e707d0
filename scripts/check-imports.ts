// Holds every .ts and .tsx file to scripts/import-rules.ts: `node scripts/run.mjs scripts/check-imports.ts`.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { findImports } from './find-imports.ts';
import { IMPORT_DEBT, IMPORT_RULES, type ImportRule, NEVER_IMPORTED, TESTS_MAY_ALSO } from './import-rules.ts';
import { listSources } from './list-sources.ts';
import { repositoryRoot } from './rooms.ts';

export interface Breach {
  readonly file: string;
  readonly line: number;
  readonly imported: string;
  readonly message: string;
}

/** Where the workspace's own package names lead. */
const WORKSPACE_FOLDERS: Readonly<Record<string, string>> = {
  '@subsecond/profile': 'packages/profile/src',
  '@subsecond/parser': 'packages/parser/src',
  '@subsecond/contracts': 'packages/contracts/src',
  '@subsecond/export': 'packages/export/src',
  '@subsecond/names': 'packages/names/src',
  '@subsecond/api': 'apps/api/src',
  '@subsecond/web': 'apps/web',
  '@subsecond/agent': 'apps/agent/src',
};

/** `files`: path from the root (with `/`) → source. */
export function findBreaches(
  files: ReadonlyMap<string, string>,
  rules: readonly ImportRule[] = IMPORT_RULES,
): Breach[] {
  const breaches: Breach[] = [];
  for (const [file, source] of files) {
    const rule = rules.find((candidate) => matches(file, candidate.room));
    for (const { line, specifier } of findImports(source)) {
      const target = resolveImport(file, specifier);
      const message =
        rule === undefined
          ? 'no rule of scripts/import-rules.ts covers this file: add one for its folder'
          : refusal(file, target, rule);
      if (message !== undefined) breaches.push({ file, line, imported: specifier, message });
    }
  }
  return breaches;
}

type Target = { readonly kind: 'file'; readonly path: string } | { readonly kind: 'package'; readonly name: string };

function resolveImport(file: string, specifier: string): Target {
  if (specifier.startsWith('.')) {
    return { kind: 'file', path: path.posix.normalize(path.posix.join(path.posix.dirname(file), specifier)) };
  }
  const workspace = /^(@subsecond\/[\w-]+)(?:\/(.*))?$/.exec(specifier);
  const folder = WORKSPACE_FOLDERS[workspace?.[1] ?? ''];
  if (folder === undefined) return { kind: 'package', name: specifier };
  return { kind: 'file', path: `${folder}/${workspace?.[2] ?? 'index.ts'}` };
}

/** Why the import is refused; undefined where it may stand. */
function refusal(file: string, target: Target, rule: ImportRule): string | undefined {
  const isTest = /\.test\.tsx?$/.test(file);
  const name = target.kind === 'file' ? target.path : target.name;
  const says = `${rule.room} may not import ${name}. ${rule.cure}`;
  const crossesOut = !matchesAny(file, NEVER_IMPORTED);
  if (target.kind === 'package') {
    if (isTest && matchesAny(name, TESTS_MAY_ALSO.packages)) return undefined;
    if (matchesAny(name, rule.never ?? [])) return says;
    return matchesAny(name, rule.packages) ? undefined : says;
  }
  if (isTest && (matchesAny(name, TESTS_MAY_ALSO.folders) || packageOf(name) === packageOf(file))) return undefined;
  if (crossesOut && matchesAny(name, NEVER_IMPORTED))
    return `${name} is never imported by what ships. Move what is needed into a room.`;
  if (matchesAny(name, rule.never ?? [])) return says;
  if (isOwnRoom(file, name, rule.room)) return undefined;
  return matchesAny(name, rule.folders) ? undefined : says;
}

/** `features/*` + `/**`: the room is the one feature, so the starred steps have to be the same ones in both paths. */
function isOwnRoom(file: string, target: string, room: string): boolean {
  if (!matches(target, room)) return false;
  const steps = room.split('/').filter((step) => step !== '**');
  if (!room.endsWith('/**')) return path.posix.dirname(file) === path.posix.dirname(target);
  const own = file.split('/');
  return target
    .split('/')
    .slice(0, steps.length)
    .every((step, index) => step === own[index]);
}

/** `apps/api`, `packages/profile`. */
function packageOf(file: string): string {
  return file.split('/').slice(0, 2).join('/');
}

function matchesAny(name: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => matches(name, pattern));
}

function matches(name: string, pattern: string): boolean {
  const source = pattern
    .split(/(\*\*|\*)/)
    .map((part) => (part === '**' ? '.*' : part === '*' ? '[^/]*' : part.replace(/[.+?^${}()|[\]\\]/g, '\\$&')))
    .join('');
  return new RegExp(`^${source}$`).test(name);
}

/** Breaches that are not in the debt list, and debts that are no longer needed, one line each. */
export function judge(breaches: readonly Breach[], debt: typeof IMPORT_DEBT): string[] {
  const owed = (breach: Breach) =>
    debt.some((entry) => entry.file === breach.file && entry.imported === breach.imported);
  const paid = debt.filter((entry) => !breaches.some((b) => b.file === entry.file && b.imported === entry.imported));
  return [
    ...breaches
      .filter((breach) => !owed(breach))
      .map((b) => `${b.file}:${b.line}: import of '${b.imported}': ${b.message}`),
    ...paid.map(
      (entry) =>
        `${entry.file} no longer imports '${entry.imported}': remove it from IMPORT_DEBT in scripts/import-rules.ts`,
    ),
  ];
}

if (import.meta.main) {
  const files = new Map(
    listSources(repositoryRoot).map((file) => [file, readFileSync(path.join(repositoryRoot, file), 'utf8')]),
  );
  const lines = judge(findBreaches(files), IMPORT_DEBT);
  for (const line of lines) console.error(line);
  console.log(`${files.size} files, ${lines.length} imports to repair, ${IMPORT_DEBT.length} in debt`);
  process.exitCode = lines.length > 0 ? 1 : 0;
}
