export interface FoundImport {
  /** 1-based. */
  readonly line: number;
  /** As written between the quotes. */
  readonly specifier: string;
}

/**
 * Every module that a TypeScript source names: `import … from`, `export … from`, `import '…'`, `import(…)`,
 * `require(…)`, `import.meta.resolve(…)`, `new URL('…', import.meta.url)`. Strings and comments elsewhere are not
 * looked at: the keyword has to stand in code.
 */
export function findImports(source: string): FoundImport[] {
  const code = blankComments(source);
  const patterns = [
    /(?:^|[;}\n])\s*(?:import|export)\s+(?:type\s+)?(?:[\w*{][^'"`;()]*?\bfrom\s*)?(['"])([^'"\n]+)\1/g,
    /\b(?:import|require|require\.resolve|import\.meta\.resolve)\s*\(\s*(['"])([^'"\n]+)\1/g,
    /\bnew\s+URL\s*\(\s*(['"])(\.[^'"\n]+\.tsx?)\1\s*,\s*import\.meta\.url/g,
  ];
  const found: FoundImport[] = [];
  for (const pattern of patterns) {
    for (const match of code.matchAll(pattern)) {
      const specifier = match[2] ?? '';
      const at = match.index + match[0].lastIndexOf(specifier);
      found.push({ line: lineOf(code, at), specifier });
    }
  }
  return found.sort((a, b) => a.line - b.line);
}

function lineOf(text: string, index: number): number {
  let line = 1;
  for (let i = text.indexOf('\n'); i !== -1 && i < index; i = text.indexOf('\n', i + 1)) line++;
  return line;
}

/** Comments become blanks, so that lines and columns stay where they are. Quoted text is stepped over whole. */
export function blankComments(source: string): string {
  const token = /\/\/[^\n]*|\/\*[\s\S]*?\*\/|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\[\s\S]|[^`\\])*`/g;
  return source.replace(token, (text) => (text.startsWith('/') ? text.replace(/[^\n]/g, ' ') : text));
}
