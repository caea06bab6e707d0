import { checkLength, enter, expect, fail, isDigit, peek, take, takeDecimal, takeIf } from './cursor.ts';
import { cxxEncoding } from './itanium.ts';
import { type CxxCursor, isText, piece, pieceText, withTemplateArguments } from './itanium-cursor.ts';
import { cvQualifiers, cxxOperatorName, sourceName } from './itanium-name.ts';
import { OPERATORS } from './itanium-operators.ts';
import { cxxSubstitution, cxxTemplateArguments, cxxTemplateParameter } from './itanium-substitution.ts';
import { cxxType, expandPack } from './itanium-type.ts';

/** Expressions stand in template arguments, in `decltype` and in array sizes. */
export function cxxExpression(cursor: CxxCursor): string {
  return enter(cursor, () => checkLength(expression(cursor)));
}

const SUFFIX: Readonly<Record<string, string>> = { j: 'u', l: 'l', m: 'ul', x: 'll', y: 'ull' };

/** `L` type value `E`, `L_Z` encoding `E`. */
export function cxxLiteral(cursor: CxxCursor): string {
  expect(cursor, 'L');
  if (takeIf(cursor, '_Z') || takeIf(cursor, 'Z')) {
    const { text, parameters } = cxxEncoding(cursor);
    expect(cursor, 'E');
    return text + parameters;
  }
  const code = peek(cursor);
  const type = pieceText(cxxType(cursor));
  const end = cursor.text.indexOf('E', cursor.at);
  if (end < 0) fail();
  const value = cursor.text.slice(cursor.at, end).replace(/^n/, '-');
  if (!/^-?[0-9a-f_]*$/.test(value)) fail();
  cursor.at = end + 1;
  if (type === 'decltype(nullptr)') return 'nullptr';
  if (code === 'b' && value === '0') return 'false';
  if (code === 'b' && value === '1') return 'true';
  if (code === 'i') return value;
  const suffix = SUFFIX[code];
  return suffix === undefined
    ? `(${type})${/^[a-f0-9]{8,}$/.test(value) && 'fdeg'.includes(code) ? `[${value}]` : value}`
    : value + suffix;
}

function expression(cursor: CxxCursor): string {
  const first = peek(cursor);
  if (first === 'L') return cxxLiteral(cursor);
  if (first === 'T') return pieceText(cxxTemplateParameter(cursor));
  if (first === 'f' && /^f[pL]/.test(cursor.text.slice(cursor.at, cursor.at + 2))) return functionParameter(cursor);
  if (isDigit(first)) return unresolvedName(cursor);
  const code = cursor.text.slice(cursor.at, cursor.at + 2);
  switch (code) {
    case 'cl':
      return callOf(cursor);
    case 'cv':
      return conversion(cursor);
    case 'tl':
    case 'il': {
      cursor.at += 2;
      const type = code === 'tl' ? pieceText(cxxType(cursor)) : '';
      return `${type}{${expressionsUntilEnd(cursor)}}`;
    }
    case 'st':
    case 'at':
    case 'ti':
      cursor.at += 2;
      return `${code === 'st' ? 'sizeof' : code === 'at' ? 'alignof' : 'typeid'} (${pieceText(cxxType(cursor))})`;
    case 'sz':
    case 'az':
    case 'nx':
    case 'te':
      cursor.at += 2;
      return `${{ sz: 'sizeof', az: 'alignof', nx: 'noexcept', te: 'typeid' }[code]} (${cxxExpression(cursor)})`;
    case 'sZ':
    case 'sP':
      cursor.at += 2;
      return `sizeof...(${code === 'sP' ? pieceText({ ...piece(''), items: cxxTemplateArgumentsOfPack(cursor) }) : cxxExpression(cursor)})`;
    case 'sp':
      cursor.at += 2;
      return expandPack(cursor, () => piece(cxxExpression(cursor)))
        .map(pieceText)
        .filter(isText)
        .join(', ');
    case 'gs':
      if (!/^gsn[wa]/.test(cursor.text.slice(cursor.at, cursor.at + 4))) return unresolvedName(cursor);
      cursor.at += 2;
      return `::${newExpression(cursor)}`;
    case 'sr':
    case 'on':
    case 'dn':
      return unresolvedName(cursor);
    case 'dt':
    case 'pt': {
      cursor.at += 2;
      const owner = cxxExpression(cursor);
      return `${owner}${code === 'dt' ? '.' : '->'}${unresolvedName(cursor)}`;
    }
    case 'dc':
    case 'sc':
    case 'cc':
    case 'rc': {
      cursor.at += 2;
      const type = pieceText(cxxType(cursor));
      const kind = { dc: 'dynamic', sc: 'static', cc: 'const', rc: 'reinterpret' }[code];
      return `${kind}_cast<${type}>(${cxxExpression(cursor)})`;
    }
    case 'tw':
      cursor.at += 2;
      return `throw ${cxxExpression(cursor)}`;
    case 'tr':
      cursor.at += 2;
      return 'throw';
    case 'nw':
    case 'na':
      return newExpression(cursor);
    case 'qu': {
      cursor.at += 2;
      const condition = cxxExpression(cursor);
      const yes = cxxExpression(cursor);
      return `(${condition})?(${yes}) : (${cxxExpression(cursor)})`;
    }
    case 'ix': {
      cursor.at += 2;
      const list = cxxExpression(cursor);
      return `(${list})[${cxxExpression(cursor)}]`;
    }
    case 'fl':
    case 'fr':
    case 'fL':
    case 'fR':
      return fold(cursor, code);
    default:
      return operation(cursor, code);
  }
}

function cxxTemplateArgumentsOfPack(cursor: CxxCursor) {
  const list: ReturnType<typeof piece>[] = [];
  while (!takeIf(cursor, 'E')) list.push(peek(cursor) === 'L' ? piece(cxxLiteral(cursor)) : cxxType(cursor));
  return list;
}

function operation(cursor: CxxCursor, code: string): string {
  const operator = OPERATORS[code] ?? fail();
  cursor.at += 2;
  if (operator.place === 'prefix') {
    takeIf(cursor, '_');
    // The address of a function: which one its name says.
    if (code === 'ad' && takeIf(cursor, 'L_Z')) {
      const { text } = cxxEncoding(cursor);
      expect(cursor, 'E');
      return `&${text}`;
    }
    const operand = cxxExpression(cursor);
    return code === 'ad' ? `&${operand}` : `${operator.text}(${operand})`;
  }
  if (operator.place === 'other') fail();
  const left = cxxExpression(cursor);
  const text = `(${left})${operator.text}(${cxxExpression(cursor)})`;
  return operator.text === '>' ? `(${text})` : text;
}

function fold(cursor: CxxCursor, code: string): string {
  cursor.at += 2;
  const operator = OPERATORS[cursor.text.slice(cursor.at, cursor.at + 2)]?.text ?? fail();
  cursor.at += 2;
  const first = cxxExpression(cursor);
  if (code === 'fl') return `(...${operator}${first})`;
  if (code === 'fr') return `(${first}${operator}...)`;
  return `(${first}${operator}...${operator}${cxxExpression(cursor)})`;
}

function functionParameter(cursor: CxxCursor): string {
  if (takeIf(cursor, 'fpT')) return 'this';
  if (takeIf(cursor, 'fL')) {
    takeDecimal(cursor);
    expect(cursor, 'p');
  } else expect(cursor, 'fp');
  cvQualifiers(cursor);
  const number = isDigit(peek(cursor)) ? takeDecimal(cursor) + 2 : 1;
  expect(cursor, '_');
  return `{parm#${number}}`;
}

function expressionsUntilEnd(cursor: CxxCursor): string {
  const list: string[] = [];
  while (!takeIf(cursor, 'E')) list.push(cxxExpression(cursor));
  return list.filter(isText).join(', ');
}

function callOf(cursor: CxxCursor): string {
  expect(cursor, 'cl');
  const callee = cxxExpression(cursor);
  return `${/^[\w:]+$/.test(callee) ? callee : `(${callee})`}(${expressionsUntilEnd(cursor)})`;
}

function conversion(cursor: CxxCursor): string {
  expect(cursor, 'cv');
  const type = pieceText(cxxType(cursor));
  return `(${type})(${takeIf(cursor, '_') ? expressionsUntilEnd(cursor) : cxxExpression(cursor)})`;
}

function newExpression(cursor: CxxCursor): string {
  cursor.at += 2;
  const placement: string[] = [];
  while (!takeIf(cursor, '_')) placement.push(cxxExpression(cursor));
  const type = pieceText(cxxType(cursor));
  const place = placement.length === 0 ? '' : `(${placement.join(', ')}) `;
  if (takeIf(cursor, 'E')) return `new ${place}${type}`;
  expect(cursor, 'pi');
  return `new ${place}${type}(${expressionsUntilEnd(cursor)})`;
}

/** A name that depends on a template's parameters. */
function unresolvedName(cursor: CxxCursor): string {
  const scope = takeIf(cursor, 'gs') ? '::' : '';
  if (takeIf(cursor, 'srN')) {
    let text = pieceText(unresolvedType(cursor));
    if (peek(cursor) === 'I') text = withTemplateArguments(text, cxxTemplateArguments(cursor));
    while (!takeIf(cursor, 'E')) text = `${text}::${simpleId(cursor)}`;
    return `${scope}${text}::${baseUnresolvedName(cursor)}`;
  }
  if (takeIf(cursor, 'sr')) {
    if (!isDigit(peek(cursor))) {
      let text = pieceText(unresolvedType(cursor));
      if (peek(cursor) === 'I') text = withTemplateArguments(text, cxxTemplateArguments(cursor));
      return `${scope}${text}::${baseUnresolvedName(cursor)}`;
    }
    let text = simpleId(cursor);
    while (!takeIf(cursor, 'E')) text = `${text}::${simpleId(cursor)}`;
    return `${scope}${text}::${baseUnresolvedName(cursor)}`;
  }
  return scope + baseUnresolvedName(cursor);
}

function unresolvedType(cursor: CxxCursor) {
  if (peek(cursor) === 'T') {
    const parameter = cxxTemplateParameter(cursor);
    cursor.substitutions.push(parameter);
    return parameter;
  }
  if (peek(cursor) === 'S' && !cursor.text.startsWith('St', cursor.at)) return cxxSubstitution(cursor);
  return cxxType(cursor);
}

function simpleId(cursor: CxxCursor): string {
  const name = sourceName(cursor);
  return peek(cursor) === 'I' ? withTemplateArguments(name, cxxTemplateArguments(cursor)) : name;
}

function baseUnresolvedName(cursor: CxxCursor): string {
  if (takeIf(cursor, 'on')) {
    const name = cxxOperatorName(cursor);
    return peek(cursor) === 'I' ? withTemplateArguments(name, cxxTemplateArguments(cursor)) : name;
  }
  if (takeIf(cursor, 'dn')) return `~${isDigit(peek(cursor)) ? simpleId(cursor) : pieceText(unresolvedType(cursor))}`;
  return isDigit(peek(cursor)) ? simpleId(cursor) : take(cursor) === '' ? '' : fail();
}
