import { parseSearchText } from '@subsecond/names';

/**
 * What a person types into the search box, by the rule that the API follows as well (`parseSearchText`). The page highlights with
 * the same function, so that the picture and the total speak of the same frames.
 *
 * A regular expression can take for ever on an unlucky name. It runs only inside the worker, whose client ends it at a deadline.
 */
export type NameSearch =
  | { readonly kind: 'matcher'; readonly isPattern: boolean; readonly matches: (name: string) => boolean }
  | { readonly kind: 'invalid'; readonly message: string };

export function parseNameSearch(text: string): NameSearch {
  const search = parseSearchText(text);
  switch (search.kind) {
    case 'text':
      return { kind: 'matcher', isPattern: false, matches: search.matches };
    case 'refused':
      return invalid(search.reason);
    case 'pattern':
      return compile(search.source, search.ignoresCase);
    default:
      return search satisfies never;
  }
}

function compile(source: string, ignoresCase: boolean): NameSearch {
  try {
    const expression = new RegExp(source, ignoresCase ? 'ui' : 'u');
    return { kind: 'matcher', isPattern: true, matches: (name) => expression.test(name) };
  } catch (error) {
    // Engines repeat the expression, with a flag that nobody typed.
    const message = error instanceof Error ? error.message : String(error);
    return invalid(message.replace(/^Invalid regular expression: (?:\/.*\/[iu]*: )?/s, ''));
  }
}

function invalid(reason: string): NameSearch {
  return {
    kind: 'invalid',
    message: `This regular expression can not be used: ${reason}. Without the slashes it is searched as text.`,
  };
}

/** Whether a deadline is needed. */
export function isPatternSearch(text: string | undefined): boolean {
  return text !== undefined && text.length > 2 && text.startsWith('/');
}
