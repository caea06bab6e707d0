// Words that the house does not use: `node scripts/run.mjs scripts/check-names.ts`. Biome has no rule for them.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { blankComments } from './find-imports.ts';
import { listRepositoryFiles, listSources } from './list-sources.ts';
import { repositoryRoot } from './rooms.ts';

const VAGUE_FILE_NAMES = /^(?:utils?|helpers?|common|misc|manager)$/;

/**
 * A bare identifier `offset`: declared, taken as a parameter, destructured or as a key of one's own. Foreign names stay
 * possible: as members (`event.offset`, `rect.offsetX`), in quotes, as an attribute (`<stop offset="0%">`) and as the
 * switch of Zod's datetime. Formatted code has a blank before an assignment's `=`, an attribute has none.
 */
const BARE_OFFSET = /(?<![.\w$#-])[o]ffset(?![\w$=-]|: true\b)/;

export function findForbiddenNames(file: string, source: string): string[] {
  const lines: string[] = [];
  const stem = path.posix.basename(file).split('.')[0] ?? '';
  const folders = path.posix.dirname(file).split('/');
  for (const word of [stem, ...folders]) {
    if (VAGUE_FILE_NAMES.test(word))
      lines.push(`${file}: "${word}" names no behaviour. Name the file for its main export.`);
  }
  const code = blankComments(source).replace(
    /'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\[\s\S]|[^`\\])*`/g,
    (text) => text.replace(/[^\n]/g, ' '),
  );
  code.split('\n').forEach((line, index) => {
    if (BARE_OFFSET.test(line))
      lines.push(`${file}:${index + 1}: a bare \`offset\`. Say of what: byteOffset, symbolOffset, timeOffset.`);
  });
  return lines;
}

if (import.meta.main) {
  const sources = new Set(listSources(repositoryRoot));
  const lines = listRepositoryFiles(repositoryRoot)
    .filter((file) => /\.(?:tsx?|mjs|css|sql|sh)$/.test(file))
    .flatMap((file) =>
      findForbiddenNames(file, sources.has(file) ? readFileSync(path.join(repositoryRoot, file), 'utf8') : ''),
    );
  for (const line of lines) console.error(line);
  console.log(`${sources.size} files, ${lines.length} names to repair`);
  process.exitCode = lines.length > 0 ? 1 : 0;
}
