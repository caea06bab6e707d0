import { enter, expect, fail, peek, take, takeIf } from './cursor.ts';
import { type CxxCursor, type CxxPiece, piece } from './itanium-cursor.ts';
import { cxxExpression, cxxLiteral } from './itanium-expression.ts';
import { sourceName } from './itanium-name.ts';
import { cxxType } from './itanium-type.ts';

const STANDARD: Readonly<Record<string, string>> = {
  t: 'std',
  a: 'std::allocator',
  b: 'std::basic_string',
  s: 'std::basic_string<char, std::char_traits<char>, std::allocator<char> >',
  i: 'std::basic_istream<char, std::char_traits<char> >',
  o: 'std::basic_ostream<char, std::char_traits<char> >',
  d: 'std::basic_iostream<char, std::char_traits<char> >',
};

/** Something that stood before. */
export function cxxSubstitution(cursor: CxxCursor): CxxPiece {
  expect(cursor, 'S');
  const standard = STANDARD[peek(cursor)];
  if (standard !== undefined) {
    take(cursor);
    if (!takeIf(cursor, 'B')) return piece(standard);
    const tagged = piece(`${standard}[abi:${sourceName(cursor)}]`);
    cursor.substitutions.push(tagged);
    return tagged;
  }
  return cursor.substitutions[sequenceNumber(cursor, 36)] ?? fail();
}

/** `_` is 0, `0_` is 1. */
function sequenceNumber(cursor: CxxCursor, base: 10 | 36): number {
  if (takeIf(cursor, '_')) return 0;
  const end = cursor.text.indexOf('_', cursor.at);
  const digits = end < 0 ? '' : cursor.text.slice(cursor.at, end);
  if (!(base === 36 ? /^[0-9A-Z]{1,6}$/ : /^\d{1,6}$/).test(digits)) fail();
  cursor.at = end + 1;
  return Number.parseInt(digits, base) + 1;
}

/** `T_`: what the template was given. Inside of a lambda, its own `auto`. */
export function cxxTemplateParameter(cursor: CxxCursor): CxxPiece {
  expect(cursor, 'T');
  if (takeIf(cursor, 'L')) {
    sequenceNumber(cursor, 10);
    if (peek(cursor) !== '_' && !/[0-9]/.test(peek(cursor))) fail();
  }
  const index = sequenceNumber(cursor, 10);
  if (cursor.isInLambda) return piece(`auto:${index + 1}`);
  const argument = cursor.templateArguments[index] ?? fail();
  if (argument.items === undefined) return argument;
  cursor.packSize = argument.items.length;
  return cursor.packIndex === undefined ? argument : (argument.items[cursor.packIndex] ?? piece(''));
}

/** `I` … `E`, or `J` … `E` for a pack. */
export function cxxTemplateArguments(cursor: CxxCursor): CxxPiece[] {
  return enter(cursor, () => {
    if (!takeIf(cursor, 'I') && !takeIf(cursor, 'J')) fail();
    // What is named inside stands in a scope of its own.
    const outer = cursor.templateArguments;
    const wasInLambda = cursor.isInLambda;
    const list: CxxPiece[] = [];
    while (!takeIf(cursor, 'E')) {
      if (takeIf(cursor, 'Q')) cxxExpression(cursor);
      else list.push(templateArgument(cursor));
    }
    cursor.templateArguments = outer;
    cursor.isInLambda = wasInLambda;
    return list;
  });
}

function templateArgument(cursor: CxxCursor): CxxPiece {
  switch (peek(cursor)) {
    case 'L':
      return piece(cxxLiteral(cursor));
    case 'X': {
      take(cursor);
      const text = cxxExpression(cursor);
      expect(cursor, 'E');
      return piece(text);
    }
    case 'J':
      return { ...piece(''), items: cxxTemplateArguments(cursor) };
    default:
      return cxxType(cursor);
  }
}
