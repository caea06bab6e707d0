import { checkLength, enter, expect, fail, isDigit, peek, takeDecimal, takeIf } from './cursor.ts';
import { type CxxCursor, createCxxCursor, isText, pieceText } from './itanium-cursor.ts';
import { cxxName } from './itanium-name.ts';
import { cxxType } from './itanium-type.ts';

/**
 * C++ names of the Itanium ABI (itanium-cxx-abi.github.io/cxx-abi/abi.html#mangling), one function a production, printed as
 * binutils does without parameters, which is what perf prints where it demangles itself.
 */
export interface CxxName {
  readonly text: string;
  /** `(int, char const*) const`; empty for data. */
  readonly parameters: string;
}

/** Throws NotMangled. */
export function demangleItanium(symbol: string): CxxName {
  const start = symbol.startsWith('_Z') ? 2 : symbol.startsWith('__Z') ? 3 : fail();
  const suffix = symbol.search(/[.@]/);
  const cursor = createCxxCursor(suffix < 0 ? symbol.slice(start) : symbol.slice(start, suffix));
  const name = cxxEncoding(cursor);
  if (cursor.at < cursor.text.length) fail();
  const rest = suffix < 0 ? '' : symbol.slice(suffix);
  // A version (`@@GLIBCXX_3.4`) stays as it is; a clone is marked as binutils does.
  return rest.startsWith('.') ? { ...name, text: `${name.text} [clone ${rest}]` } : { ...name, text: name.text + rest };
}

/** A function with its parameters, data, or something that the compiler made. */
export function cxxEncoding(cursor: CxxCursor): CxxName {
  return enter(cursor, () => {
    if (peek(cursor) === 'T' || cursor.text.startsWith('G', cursor.at))
      return { text: specialName(cursor), parameters: '' };
    const outer = cursor.templateArguments;
    const { text, isTemplate, qualifiers, hasNoAnswer } = cxxName(cursor);
    let parameters = '';
    if (!isEnd(cursor)) {
      // Instances of function templates say what they answer, except constructors, destructors and conversions.
      if (isTemplate && !hasNoAnswer) cxxType(cursor);
      parameters = `(${cxxParameters(cursor)})${qualifiers}`;
    }
    cursor.templateArguments = outer;
    return { text, parameters };
  });
}

/** Types up to the end of the encoding; `v` alone = none. */
export function cxxParameters(cursor: CxxCursor): string {
  const list: string[] = [];
  while (!isEnd(cursor)) list.push(pieceText(cxxType(cursor)));
  const shown = list.filter(isText);
  return shown.length === 1 && shown[0] === 'void' ? '' : checkLength(shown.join(', '));
}

function isEnd(cursor: CxxCursor): boolean {
  return cursor.at >= cursor.text.length || peek(cursor) === 'E' || peek(cursor) === 'Q';
}

const OF_TYPE: Readonly<Record<string, string>> = {
  TV: 'vtable for ',
  TT: 'VTT for ',
  TI: 'typeinfo for ',
  TS: 'typeinfo name for ',
};
const OF_NAME: Readonly<Record<string, string>> = {
  GV: 'guard variable for ',
  TW: 'TLS wrapper function for ',
  TH: 'TLS init function for ',
};

function specialName(cursor: CxxCursor): string {
  const code = cursor.text.slice(cursor.at, cursor.at + 2);
  cursor.at += 2;
  const ofType = OF_TYPE[code];
  if (ofType !== undefined) return ofType + pieceText(cxxType(cursor));
  const ofName = OF_NAME[code];
  if (ofName !== undefined) return ofName + cxxName(cursor).text;
  switch (code) {
    case 'Th':
    case 'Tv':
      callOffset(cursor, code === 'Tv');
      return `${code === 'Tv' ? 'virtual' : 'non-virtual'} thunk to ${whole(cxxEncoding(cursor))}`;
    case 'Tc':
      anyCallOffset(cursor);
      anyCallOffset(cursor);
      return `covariant return thunk to ${whole(cxxEncoding(cursor))}`;
    case 'TC': {
      const derived = pieceText(cxxType(cursor));
      signedNumber(cursor);
      expect(cursor, '_');
      return checkLength(`construction vtable for ${pieceText(cxxType(cursor))}-in-${derived}`);
    }
    case 'GR': {
      const name = cxxName(cursor).text;
      if (peek(cursor) !== '_') cursor.at = Math.max(cursor.at, cursor.text.indexOf('_', cursor.at));
      expect(cursor, '_');
      return `reference temporary for ${name}`;
    }
    case 'GA':
      return `hidden alias for ${whole(cxxEncoding(cursor))}`;
    case 'GT':
      if (!takeIf(cursor, 't') && !takeIf(cursor, 'n')) fail();
      return `transaction clone for ${whole(cxxEncoding(cursor))}`;
    default:
      return fail();
  }
}

function whole({ text, parameters }: CxxName): string {
  return checkLength(text + parameters);
}

function anyCallOffset(cursor: CxxCursor): void {
  if (takeIf(cursor, 'h')) callOffset(cursor, false);
  else if (takeIf(cursor, 'v')) callOffset(cursor, true);
  else fail();
}

/** How far `this` moves: numbers, not printed. */
function callOffset(cursor: CxxCursor, isVirtual: boolean): void {
  signedNumber(cursor);
  expect(cursor, '_');
  if (!isVirtual) return;
  signedNumber(cursor);
  expect(cursor, '_');
}

function signedNumber(cursor: CxxCursor): void {
  takeIf(cursor, 'n');
  if (!isDigit(peek(cursor))) fail();
  takeDecimal(cursor);
}
