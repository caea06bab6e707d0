import { AppError } from '@subsecond/contracts';
import { parseSearchText } from '@subsecond/names';
import { RE2JS, RE2JSSyntaxException } from 're2js';

/**
 * A person's search by the rule of `parseSearchText`. Expressions run in time linear in the text: RE2's automaton has no backtracking
 * that a pattern such as `(a+)+$` could blow up. Runs in an analysis thread, whose deadline bounds what a large automaton still costs.
 */
export function compileFrameSearch(text: string): (symbol: string, mapping: string) => boolean {
  const matches = compile(text);
  return (symbol, mapping) => matches(symbol) || matches(mapping);
}

function compile(text: string): (name: string) => boolean {
  const search = parseSearchText(text);
  switch (search.kind) {
    case 'text':
      return search.matches;
    case 'refused':
      throw refusal(text, search.reason);
    case 'pattern': {
      const expression = compilePattern(text, search.source, search.ignoresCase);
      return (name) => expression.test(name);
    }
    default:
      return search satisfies never;
  }
}

function compilePattern(text: string, source: string, ignoresCase: boolean): RE2JS {
  try {
    return RE2JS.compile(source, ignoresCase ? RE2JS.CASE_INSENSITIVE : 0);
  } catch (error) {
    if (!(error instanceof RE2JSSyntaxException)) throw error;
    throw refusal(text, error.message);
  }
}

function refusal(text: string, reason: string): AppError {
  return new AppError(
    'bad-query',
    `The query parameter "search" is ${JSON.stringify(text)}, an expression that can not be used: ${reason}. Between slashes it takes RE2 syntax, without look-around and back-references; put a \\ before a character that is meant as it is, or leave the slashes out to search for text.`,
  );
}
