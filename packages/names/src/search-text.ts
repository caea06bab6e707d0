/**
 * What a person searches for, by one rule on the pages and in the API: text is found anywhere and in any case; between slashes,
 * `/…/` or `/…/i`, it is a regular expression in RE2's syntax, which no name can keep busy for ever. Who runs the expression
 * (RE2's automaton in the API, the browser's own in a worker with a deadline) is his affair.
 */
export type SearchText =
  | { readonly kind: 'text'; readonly matches: (name: string) => boolean }
  | { readonly kind: 'pattern'; readonly source: string; readonly ignoresCase: boolean }
  /** `reason` ends a sentence. */
  | { readonly kind: 'refused'; readonly reason: string };

export function parseSearchText(text: string): SearchText {
  const pattern = /^\/(.*)\/(i?)$/s.exec(text);
  if (pattern === null) {
    const wanted = text.toLowerCase();
    return { kind: 'text', matches: (name) => name.toLowerCase().includes(wanted) };
  }
  const [, source = '', flags = ''] = pattern;
  if (source === '') return { kind: 'refused', reason: 'there is nothing between the slashes' };
  const foreign = findForeignSyntax(source);
  if (foreign !== undefined) return { kind: 'refused', reason: foreign };
  return { kind: 'pattern', source, ignoresCase: flags === 'i' };
}

/** What browsers know and RE2 does not: an expression must mean the same on both sides. */
function findForeignSyntax(source: string): string | undefined {
  let inClass = false;
  for (let i = 0; i < source.length; i++) {
    const character = source[i];
    if (character === '\\') {
      i++;
      if (!inClass && /[1-9k]/.test(source[i] ?? '')) return `it refers back to a group by \\${source[i]}`;
    } else if (inClass) {
      inClass = character !== ']';
    } else if (character === '[') {
      inClass = true;
    } else if (/^\(\?<?[=!]/.test(source.slice(i, i + 4))) {
      return `it looks ahead or back with ${source.slice(i, i + (source[i + 2] === '<' ? 4 : 3))}`;
    }
  }
  return undefined;
}
