import { checkLength, enter, expect, fail, isDigit, peek, take, takeDecimal, takeIf } from './cursor.ts';
import { type CxxCursor, type CxxPiece, isText, piece, pieceText, withTemplateArguments } from './itanium-cursor.ts';
import { cxxExpression } from './itanium-expression.ts';
import { cvQualifiers, cxxName, sourceName } from './itanium-name.ts';
import { cxxSubstitution, cxxTemplateArguments, cxxTemplateParameter } from './itanium-substitution.ts';

const BUILTIN: Readonly<Record<string, string>> = {
  v: 'void',
  w: 'wchar_t',
  b: 'bool',
  c: 'char',
  a: 'signed char',
  h: 'unsigned char',
  s: 'short',
  t: 'unsigned short',
  i: 'int',
  j: 'unsigned int',
  l: 'long',
  m: 'unsigned long',
  x: 'long long',
  y: 'unsigned long long',
  n: '__int128',
  o: 'unsigned __int128',
  f: 'float',
  d: 'double',
  e: 'long double',
  g: '__float128',
  z: '...',
};
const BUILTIN_D: Readonly<Record<string, string>> = {
  Dn: 'decltype(nullptr)',
  Da: 'auto',
  Dc: 'decltype(auto)',
  Di: 'char32_t',
  Ds: 'char16_t',
  Du: 'char8_t',
  Dd: 'decimal64',
  De: 'decimal128',
  Df: 'decimal32',
  Dh: 'half',
};

export function cxxType(cursor: CxxCursor): CxxPiece {
  return enter(cursor, () => {
    const first = peek(cursor);
    const builtin = BUILTIN[first];
    if (builtin !== undefined && first !== '') {
      take(cursor);
      return piece(builtin);
    }
    const type = compoundType(cursor, first);
    if (type.isNew) cursor.substitutions.push(type.piece);
    checkLength(type.piece.left + type.piece.right);
    return type.piece;
  });
}

interface ReadType {
  readonly piece: CxxPiece;
  /** May be meant by a later `S_`. */
  readonly isNew: boolean;
}

function compoundType(cursor: CxxCursor, first: string): ReadType {
  switch (first) {
    case 'r':
    case 'V':
    case 'K':
      return qualifiedType(cursor);
    case 'P':
      take(cursor);
      return made(pointerTo(cxxType(cursor), '*'));
    case 'R':
    case 'O':
      take(cursor);
      return made(referenceTo(cxxType(cursor), first === 'R' ? 1 : 2));
    case 'C':
    case 'G': {
      take(cursor);
      const type = cxxType(cursor);
      return made({ ...type, left: `${type.left} ${first === 'C' ? '_Complex' : '_Imaginary'}` });
    }
    case 'U': {
      take(cursor);
      const qualifier = sourceName(cursor);
      const list = peek(cursor) === 'I' ? withTemplateArguments(qualifier, cxxTemplateArguments(cursor)) : qualifier;
      const type = cxxType(cursor);
      return made({ ...type, left: `${type.left} ${list}` });
    }
    case 'u': {
      take(cursor);
      const name = sourceName(cursor);
      return made(piece(peek(cursor) === 'I' ? withTemplateArguments(name, cxxTemplateArguments(cursor)) : name));
    }
    case 'F':
      return made(functionType(cursor, ''));
    case 'A':
      return made(arrayType(cursor));
    case 'M':
      return made(memberPointer(cursor));
    case 'D':
      return dType(cursor);
    case 'T':
      return templateParameterType(cursor);
    case 'S':
      return substitutedType(cursor);
    default:
      return first === 'N' || first === 'Z' || first === 'L' || first === 'U' || isDigit(first)
        ? classType(cursor)
        : fail();
  }
}

const made = (type: CxxPiece): ReadType => ({ piece: type, isNew: true });

function classType(cursor: CxxCursor): ReadType {
  const outer = cursor.templateArguments;
  const { text } = cxxName(cursor);
  cursor.templateArguments = outer;
  return made(piece(text));
}

function templateParameterType(cursor: CxxCursor): ReadType {
  // `Ts`, `Tu`, `Te`: struct, union, enum before a name.
  if (/^T[sue]/.test(cursor.text.slice(cursor.at, cursor.at + 2))) {
    cursor.at += 2;
    return classType(cursor);
  }
  const parameter = cxxTemplateParameter(cursor);
  if (peek(cursor) !== 'I') return made(parameter);
  cursor.substitutions.push(parameter);
  return made(piece(withTemplateArguments(pieceText(parameter), cxxTemplateArguments(cursor))));
}

function substitutedType(cursor: CxxCursor): ReadType {
  // `St` begins a name of std.
  if (cursor.text.startsWith('St', cursor.at)) return classType(cursor);
  const substituted = cxxSubstitution(cursor);
  if (peek(cursor) !== 'I') return { piece: substituted, isNew: false };
  return made(piece(withTemplateArguments(pieceText(substituted), cxxTemplateArguments(cursor))));
}

function dType(cursor: CxxCursor): ReadType {
  const code = cursor.text.slice(cursor.at, cursor.at + 2);
  const builtin = BUILTIN_D[code];
  if (builtin !== undefined) {
    cursor.at += 2;
    return { piece: piece(builtin), isNew: false };
  }
  switch (code) {
    case 'DF':
      cursor.at += 2;
      return floatType(cursor);
    case 'DB':
    case 'DU': {
      cursor.at += 2;
      const bits = isDigit(peek(cursor)) ? String(takeDecimal(cursor)) : cxxExpression(cursor);
      expect(cursor, '_');
      return { piece: piece(`${code === 'DU' ? 'unsigned ' : ''}_BitInt(${bits})`), isNew: false };
    }
    case 'Dt':
    case 'DT':
      return made(piece(cxxDecltype(cursor)));
    case 'Dp':
      cursor.at += 2;
      return made(packExpansion(cursor));
    case 'Dv': {
      cursor.at += 2;
      const size = takeIf(cursor, '_') ? cxxExpression(cursor) : String(takeDecimal(cursor));
      expect(cursor, '_');
      return made(piece(`${pieceText(cxxType(cursor))} __vector(${size})`));
    }
    case 'Do':
      cursor.at += 2;
      return made(functionType(cursor, ' noexcept'));
    case 'DO': {
      cursor.at += 2;
      const condition = cxxExpression(cursor);
      expect(cursor, 'E');
      return made(functionType(cursor, ` noexcept (${condition})`));
    }
    default:
      return fail();
  }
}

function floatType(cursor: CxxCursor): ReadType {
  if (takeIf(cursor, '16b')) return { piece: piece('std::bfloat16_t'), isNew: false };
  const bits = takeDecimal(cursor);
  const isExtended = takeIf(cursor, 'x');
  if (!isExtended) expect(cursor, '_');
  return { piece: piece(`_Float${bits}${isExtended ? 'x' : ''}`), isNew: false };
}

export function cxxDecltype(cursor: CxxCursor): string {
  if (!takeIf(cursor, 'Dt') && !takeIf(cursor, 'DT')) fail();
  const text = cxxExpression(cursor);
  expect(cursor, 'E');
  return `decltype (${text})`;
}

/** The pattern once for every item of the pack that it names. */
export function packExpansion(cursor: CxxCursor): CxxPiece {
  return { ...piece(''), items: expandPack(cursor, () => cxxType(cursor)) };
}

export function expandPack(cursor: CxxCursor, read: () => CxxPiece): CxxPiece[] {
  const { at, packIndex, packSize } = cursor;
  cursor.packIndex = 0;
  cursor.packSize = undefined;
  const first = read();
  const size: number | undefined = cursor.packSize;
  const items: CxxPiece[] = [];
  if (size === undefined) items.push({ ...first, right: `${first.right}...` });
  else if (size > 0) items.push(first);
  const known = cursor.substitutions.length;
  for (let index = 1; size !== undefined && index < size; index++) {
    cursor.at = at;
    cursor.packIndex = index;
    items.push(read());
    // The pattern was remembered when it was read for the first time.
    cursor.substitutions.length = known;
  }
  cursor.packIndex = packIndex;
  cursor.packSize = packSize;
  return items;
}

function qualifiedType(cursor: CxxCursor): ReadType {
  const qualifiers = cvQualifiers(cursor);
  const type = cxxType(cursor);
  if (type.shape === 'function') return made({ ...type, right: type.right + qualifiers });
  return made({ ...type, left: type.left + qualifiers });
}

function pointerTo(type: CxxPiece, mark: string): CxxPiece {
  if (type.items !== undefined) return { ...type, items: type.items.map((item) => pointerTo(item, mark)) };
  if (type.shape === 'function') return piece(`${type.left}(${mark}`, `)${type.right}`);
  if (type.shape === 'array') return piece(`${type.left} (${mark}`, `)${type.right}`);
  return piece(type.left + mark, type.right);
}

function referenceTo(type: CxxPiece, reference: 1 | 2): CxxPiece {
  if (type.items !== undefined) return { ...type, items: type.items.map((item) => referenceTo(item, reference)) };
  if (type.reference === 1 || (type.reference === 2 && reference === 2)) return type;
  if (type.reference === 2) return { ...type, left: type.left.slice(0, -1), reference: 1 };
  return { ...pointerTo(type, reference === 1 ? '&' : '&&'), reference };
}

function functionType(cursor: CxxCursor, exception: string): CxxPiece {
  expect(cursor, 'F');
  takeIf(cursor, 'Y');
  const answer = cxxType(cursor);
  const list: string[] = [];
  let reference = '';
  while (!takeIf(cursor, 'E')) {
    if (takeIf(cursor, 'RE')) reference = ' &';
    else if (takeIf(cursor, 'OE')) reference = ' &&';
    if (reference !== '') break;
    list.push(pieceText(cxxType(cursor)));
  }
  const shown = list.filter(isText);
  const parameters = shown.length === 1 && shown[0] === 'void' ? '' : shown.join(', ');
  return piece(`${answer.left} `, `(${parameters})${reference}${exception}${answer.right}`, 'function');
}

function arrayType(cursor: CxxCursor): CxxPiece {
  expect(cursor, 'A');
  const size = isDigit(peek(cursor)) ? String(takeDecimal(cursor)) : peek(cursor) === '_' ? '' : cxxExpression(cursor);
  expect(cursor, '_');
  const item = cxxType(cursor);
  // Of an array of arrays, the outer size first: `int [2][3]`.
  const inner = item.shape === 'array' ? item.right.replace(/^ /, '') : item.right;
  return piece(item.left, ` [${size}]${inner}`, 'array');
}

function memberPointer(cursor: CxxCursor): CxxPiece {
  expect(cursor, 'M');
  const owner = pieceText(cxxType(cursor));
  const member = cxxType(cursor);
  return member.shape === 'function' || member.shape === 'array'
    ? pointerTo(member, `${owner}::*`)
    : piece(`${member.left} ${owner}::*`, member.right);
}
