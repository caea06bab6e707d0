import { blankComments } from './find-imports.ts';

/** What a ratchet counts in one file: places where the compiler or the linter was told to look away. */
export interface Shortcuts {
  readonly any: number;
  /** `x as Y`, `<Y>x` excepted (JSX); `as const` and `satisfies` are no casts. */
  readonly casts: number;
  readonly nonNull: number;
  /** Comments that silence Biome or TypeScript. */
  readonly silenced: number;
}

const ANY = /(?:[:<|&,(]|\bas|=>|\bextends)\s*any\b|\bany\[\]/g;
/** Not `import { a as b }` or `import * as x`: those lists are blanked first. */
const CAST = /[\w$)\]}>'"`]\s+as\s+(?!const\b)(?=[A-Za-z_${(['"`])/g;
const NON_NULL = /[\w$)\]]!(?=[.,;)\]}[]|\s*[\n])/g;
const SILENCED = /(?:\/\/|\/\*|\{\/\*)\s*(?:biome-ignore|@ts-expect-error|@ts-ignore|@ts-nocheck)/g;

export function countShortcuts(source: string): Shortcuts {
  const code = blankStrings(blankModuleLists(blankComments(source)));
  const count = (text: string, pattern: RegExp) => text.match(pattern)?.length ?? 0;
  return {
    any: count(code, ANY),
    casts: count(code, CAST),
    nonNull: count(code, NON_NULL),
    silenced: count(source, SILENCED),
  };
}

function blankModuleLists(code: string): string {
  return code.replace(/(?:^|\n)\s*(?:import|export)\s+(?:type\s+)?(?:\*|\{)[^}'"`;]*(?:\}|as\s+\w+)/g, (text) =>
    text.replace(/[^\n]/g, ' '),
  );
}

/** Text in quotes goes, the quotes stay. What stands in `${…}` goes with its template: rarely is a shortcut hidden there. */
function blankStrings(code: string): string {
  return code.replace(
    /'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\[\s\S]|[^`\\])*`/g,
    (text) => `${text[0]}${text.slice(1, -1).replace(/[^\n]/g, ' ')}${text.at(-1)}`,
  );
}
