/**
 * What a person types into the search box: text is found anywhere and in any case; between slashes it is a regular expression.
 * The page highlights with the same function, so that the picture and the total speak of the same frames.
 *
 * A regular expression can take for ever on an unlucky name. It runs only inside the worker, whose client ends it at a deadline.
 */
export type NameSearch =
  | { readonly kind: 'matcher'; readonly isPattern: boolean; readonly matches: (name: string) => boolean }
  | { readonly kind: 'invalid'; readonly message: string };

export function parseNameSearch(text: string): NameSearch {
  const pattern = /^\/(.*)\/(i?)$/s.exec(text);
  if (pattern === null) {
    const wanted = text.toLowerCase();
    return { kind: 'matcher', isPattern: false, matches: (name) => name.toLowerCase().includes(wanted) };
  }
  const [, source = '', flags = ''] = pattern;
  if (source === '') return { kind: 'invalid', message: 'The regular expression between the slashes is empty.' };
  try {
    const expression = new RegExp(source, `u${flags}`);
    return { kind: 'matcher', isPattern: true, matches: (name) => expression.test(name) };
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace(/^Invalid regular expression: /, '') : String(error);
    return {
      kind: 'invalid',
      message: `This regular expression can not be used: ${reason}. Without the slashes it is searched as text.`,
    };
  }
}

/** Whether a deadline is needed. */
export function isPatternSearch(text: string | undefined): boolean {
  return text !== undefined && text.length > 2 && text.startsWith('/');
}
