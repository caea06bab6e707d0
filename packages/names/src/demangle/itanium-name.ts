import { checkLength, enter, expect, fail, isDigit, peek, take, takeDecimal, takeIf, takeLength } from './cursor.ts';
import { cxxEncoding, cxxParameters } from './itanium.ts';
import { type CxxCursor, piece, pieceText, withTemplateArguments } from './itanium-cursor.ts';
import { OPERATORS } from './itanium-operators.ts';
import { cxxSubstitution, cxxTemplateArguments, cxxTemplateParameter } from './itanium-substitution.ts';
import { cxxDecltype, cxxType } from './itanium-type.ts';

export interface CxxEntity {
  readonly text: string;
  /** Whether template arguments end it: its encoding then begins with what the function answers. */
  readonly isTemplate: boolean;
  /** Of a member function, ` const` and its like. */
  readonly qualifiers: string;
  /** Constructors, destructors and conversions. */
  readonly hasNoAnswer: boolean;
}

export function cxxName(cursor: CxxCursor): CxxEntity {
  return enter(cursor, () => {
    switch (peek(cursor)) {
      case 'N':
        return nestedName(cursor);
      case 'Z':
        return localName(cursor);
      default:
        return unscopedName(cursor);
    }
  });
}

function unscopedName(cursor: CxxCursor): CxxEntity {
  let text: string;
  let hasNoAnswer = false;
  if (peek(cursor) === 'S' && !cursor.text.startsWith('St', cursor.at)) {
    text = pieceText(cxxSubstitution(cursor));
    if (peek(cursor) !== 'I') fail();
  } else {
    const scope = takeIf(cursor, 'St') ? 'std::' : '';
    const own = unqualifiedName(cursor, '');
    text = scope + own.text;
    hasNoAnswer = own.hasNoAnswer;
    if (peek(cursor) === 'I') cursor.substitutions.push(piece(text));
  }
  if (peek(cursor) !== 'I') return { text, isTemplate: false, qualifiers: '', hasNoAnswer };
  return { text: entityWithArguments(cursor, text), isTemplate: true, qualifiers: '', hasNoAnswer };
}

function entityWithArguments(cursor: CxxCursor, name: string): string {
  const list = cxxTemplateArguments(cursor);
  cursor.templateArguments = list;
  return checkLength(withTemplateArguments(name, list));
}

function nestedName(cursor: CxxCursor): CxxEntity {
  expect(cursor, 'N');
  const qualifiers = cvQualifiers(cursor) + (takeIf(cursor, 'R') ? ' &' : takeIf(cursor, 'O') ? ' &&' : '');
  let text = '';
  let isTemplate = false;
  let hasNoAnswer = false;
  /** Every prefix may be meant by a later `S_`; the whole name may not. */
  let isPending = false;
  while (!takeIf(cursor, 'E')) {
    if (isPending) cursor.substitutions.push(piece(text));
    isPending = true;
    isTemplate = false;
    const first = peek(cursor);
    if (first === 'S' && !cursor.text.startsWith('St', cursor.at)) {
      if (text !== '') fail();
      text = pieceText(cxxSubstitution(cursor));
      isPending = false;
    } else if (takeIf(cursor, 'St')) {
      if (text !== '') fail();
      text = 'std';
      isPending = false;
    } else if (first === 'T') {
      text = pieceText(cxxTemplateParameter(cursor));
    } else if (first === 'I') {
      if (text === '') fail();
      text = entityWithArguments(cursor, text);
      isTemplate = true;
    } else if (cursor.text.startsWith('Dt', cursor.at) || cursor.text.startsWith('DT', cursor.at)) {
      text = cxxDecltype(cursor);
    } else if (takeIf(cursor, 'M')) {
      // A lambda in a member's initialiser: the member before it is its scope.
      isPending = false;
    } else {
      takeIf(cursor, 'L');
      const own = unqualifiedName(cursor, text);
      text = text === '' ? own.text : `${text}::${own.text}`;
      hasNoAnswer = own.hasNoAnswer;
    }
    checkLength(text);
  }
  return text === '' ? fail() : { text, isTemplate, qualifiers, hasNoAnswer };
}

export function cvQualifiers(cursor: CxxCursor): string {
  const restrict = takeIf(cursor, 'r') ? ' restrict' : '';
  const volatile = takeIf(cursor, 'V') ? ' volatile' : '';
  const constant = takeIf(cursor, 'K') ? ' const' : '';
  return constant + volatile + restrict;
}

/** Something inside of a function: `Z` function `E` name. */
function localName(cursor: CxxCursor): CxxEntity {
  expect(cursor, 'Z');
  const { text, parameters } = cxxEncoding(cursor);
  expect(cursor, 'E');
  const scope = checkLength(text + parameters);
  if (takeIf(cursor, 's')) {
    discriminator(cursor);
    return { text: `${scope}::string literal`, isTemplate: false, qualifiers: '', hasNoAnswer: false };
  }
  if (takeIf(cursor, 'd')) {
    if (isDigit(peek(cursor))) takeDecimal(cursor);
    expect(cursor, '_');
  }
  const entity = cxxName(cursor);
  discriminator(cursor);
  return { ...entity, text: checkLength(`${scope}::${entity.text}`) };
}

function discriminator(cursor: CxxCursor): void {
  if (takeIf(cursor, '__')) {
    takeDecimal(cursor);
    expect(cursor, '_');
  } else if (peek(cursor) === '_' && isDigit(cursor.text.charAt(cursor.at + 1))) {
    cursor.at += 2;
  }
}

function unqualifiedName(cursor: CxxCursor, scope: string): { text: string; hasNoAnswer: boolean } {
  return enter(cursor, () => {
    const first = peek(cursor);
    const second = cursor.text.charAt(cursor.at + 1);
    let text: string;
    let hasNoAnswer = false;
    if (isDigit(first)) {
      text = sourceName(cursor);
    } else if (first === 'L') {
      take(cursor);
      text = sourceName(cursor);
    } else if (first === 'U') {
      text = unnamed(cursor);
    } else if (first === 'C' && (isDigit(second) || second === 'I')) {
      cursor.at += second === 'I' ? 3 : 2;
      if (second === 'I') cxxType(cursor);
      text = lastName(scope);
      hasNoAnswer = true;
    } else if (first === 'D' && isDigit(second)) {
      cursor.at += 2;
      text = `~${lastName(scope)}`;
      hasNoAnswer = true;
    } else if (takeIf(cursor, 'DC')) {
      const names: string[] = [];
      while (!takeIf(cursor, 'E')) names.push(sourceName(cursor));
      text = `[${names.join(', ')}]`;
    } else {
      hasNoAnswer = cursor.text.startsWith('cv', cursor.at);
      text = cxxOperatorName(cursor);
    }
    while (takeIf(cursor, 'B')) text += `[abi:${sourceName(cursor)}]`;
    return { text: checkLength(text), hasNoAnswer };
  });
}

export function sourceName(cursor: CxxCursor): string {
  const length = takeDecimal(cursor);
  if (length === 0) fail();
  const text = takeLength(cursor, length);
  return /^_GLOBAL_[_.$]N/.test(text) ? '(anonymous namespace)' : text;
}

/** `std::vector<int>` → `vector`: what its constructor is called. */
function lastName(tagged: string): string {
  const scope = tagged.replace(/(?:\[abi:\w+\])+$/, '');
  let depth = 0;
  let end = scope.length;
  for (let i = scope.length - 1; i >= 0; i--) {
    const character = scope.charAt(i);
    if (character === '>' || character === ')' || character === '}') depth++;
    else if (character === '<' || character === '(' || character === '{') {
      depth--;
      if (depth === 0 && character === '<') end = i;
    } else if (depth === 0 && character === ':') return scope.slice(i + 1, end);
  }
  return scope === '' ? fail() : scope.slice(0, end);
}

export function cxxOperatorName(cursor: CxxCursor): string {
  if (takeIf(cursor, 'cv')) return `operator ${pieceText(cxxType(cursor))}`;
  if (takeIf(cursor, 'li')) return `operator"" ${sourceName(cursor)}`;
  if (takeIf(cursor, 'v') && isDigit(peek(cursor))) {
    take(cursor);
    return `operator ${sourceName(cursor)}`;
  }
  const operator = OPERATORS[cursor.text.slice(cursor.at, cursor.at + 2)] ?? fail();
  cursor.at += 2;
  return `operator${/^[a-z]/.test(operator.text) ? ' ' : ''}${operator.text}`;
}

/** Lambdas and types without a name, by number. */
function unnamed(cursor: CxxCursor): string {
  if (takeIf(cursor, 'Ut')) return `{unnamed type#${ordinal(cursor)}}`;
  expect(cursor, 'Ul');
  const wasInLambda = cursor.isInLambda;
  cursor.isInLambda = true;
  while (cursor.text.startsWith('Ty', cursor.at)) cursor.at += 2;
  const parameters = cxxParameters(cursor);
  cursor.isInLambda = wasInLambda;
  expect(cursor, 'E');
  return `{lambda(${parameters})#${ordinal(cursor)}}`;
}

/** `_` is 1, `0_` is 2. */
function ordinal(cursor: CxxCursor): number {
  const number = isDigit(peek(cursor)) ? takeDecimal(cursor) + 2 : 1;
  expect(cursor, '_');
  return number;
}
