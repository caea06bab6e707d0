import { AppError } from '@subsecond/contracts';
import { RE2JS, RE2JSSyntaxException } from 're2js';

/**
 * A person's regular expression, run in time linear in the text: RE2's automaton has no backtracking that a pattern such as
 * `(a+)+$` could blow up. Runs in an analysis thread, whose deadline bounds what a large automaton still costs.
 */
export function compileFrameSearch(pattern: string): (symbol: string, mapping: string) => boolean {
  const expression = compile(pattern);
  return (symbol, mapping) => expression.test(symbol) || expression.test(mapping);
}

function compile(pattern: string): RE2JS {
  try {
    return RE2JS.compile(pattern);
  } catch (error) {
    if (!(error instanceof RE2JSSyntaxException)) throw error;
    throw new AppError(
      'bad-query',
      `The query parameter "search" is ${JSON.stringify(pattern)}, which is no regular expression: ${error.message}. It takes RE2 syntax, without look-around and back-references; put a \\ before a character that is meant as it is.`,
    );
  }
}
