import {
  checkLength,
  createCursor,
  enter,
  fail,
  isDigit,
  peek,
  take,
  takeDecimal,
  takeIf,
  takeLength,
} from './cursor.ts';
import { decodePunycode } from './punycode.ts';
import { rustConst } from './rust-v0-const.ts';
import { rustType } from './rust-v0-type.ts';

/**
 * Rust's v0 scheme (RFC 2603, doc.rust-lang.org/rustc/symbol-mangling/v0.html), one function a production. What disambiguates
 * (crate hashes, numbers of impls) is read and not printed, nor are the types of constants.
 */
export interface RustCursor {
  readonly text: string;
  at: number;
  depth: number;
  steps: number;
  /** Lifetimes bound by the `for<…>` around: de Bruijn indexes count from the innermost. */
  lifetimes: number;
}

/** Throws NotMangled. `_R` is where positions count from. */
export function demangleRustV0(symbol: string): string {
  const start = symbol.startsWith('_R') ? 2 : symbol.startsWith('__R') ? 3 : fail();
  const suffix = symbol.search(/[.$]/);
  const cursor: RustCursor = {
    ...createCursor(suffix < 0 ? symbol.slice(start) : symbol.slice(start, suffix), 0),
    lifetimes: 0,
  };
  if (!/^[A-Z]/.test(cursor.text)) fail();
  const text = rustPath(cursor, true);
  // The crate that instantiated it.
  if (cursor.at < cursor.text.length) rustPath(cursor, false);
  if (cursor.at < cursor.text.length) fail();
  return text;
}

/** `isValue`: generic arguments of an expression stand behind `::`. */
export function rustPath(cursor: RustCursor, isValue: boolean): string {
  return enter(cursor, () => {
    const tag = take(cursor);
    switch (tag) {
      case 'C':
        return rustIdentifier(cursor).name;
      case 'N':
        return nested(cursor, isValue);
      case 'M':
        implPath(cursor);
        return `<${rustType(cursor)}>`;
      case 'X': {
        implPath(cursor);
        const type = rustType(cursor);
        return checkLength(`<${type} as ${rustPath(cursor, false)}>`);
      }
      case 'Y': {
        const type = rustType(cursor);
        return checkLength(`<${type} as ${rustPath(cursor, false)}>`);
      }
      case 'I': {
        const path = rustPath(cursor, isValue);
        return checkLength(`${path}${isValue ? '::' : ''}<${genericArguments(cursor).join(', ')}>`);
      }
      case 'B':
        return backReference(cursor, () => rustPath(cursor, isValue));
      default:
        return fail();
    }
  });
}

function nested(cursor: RustCursor, isValue: boolean): string {
  const namespace = take(cursor);
  if (!/[A-Za-z]/.test(namespace)) fail();
  const path = rustPath(cursor, isValue);
  const { name, number } = rustIdentifier(cursor);
  if (namespace >= 'a') return name === '' ? path : checkLength(`${path}::${name}`);
  const what = namespace === 'C' ? 'closure' : namespace === 'S' ? 'shim' : namespace;
  return checkLength(`${path}::{${what}${name === '' ? '' : `:${name}`}#${number}}`);
}

/** Where an impl stands: not printed. */
function implPath(cursor: RustCursor): void {
  disambiguator(cursor);
  rustPath(cursor, false);
}

/** A dyn trait's arguments stay open: associated types come behind them. */
export function rustTraitPath(cursor: RustCursor): { text: string; isOpen: boolean } {
  return enter(cursor, () => {
    if (takeIf(cursor, 'B')) return backReference(cursor, () => rustTraitPath(cursor));
    if (!takeIf(cursor, 'I')) return { text: rustPath(cursor, false), isOpen: false };
    const path = rustPath(cursor, false);
    return { text: checkLength(`${path}<${genericArguments(cursor).join(', ')}`), isOpen: true };
  });
}

function genericArguments(cursor: RustCursor): string[] {
  const list: string[] = [];
  while (!takeIf(cursor, 'E')) list.push(genericArgument(cursor));
  return list;
}

function genericArgument(cursor: RustCursor): string {
  if (takeIf(cursor, 'L')) return lifetime(cursor, base62(cursor));
  return takeIf(cursor, 'K') ? rustConst(cursor) : rustType(cursor);
}

export function lifetime(cursor: RustCursor, index: number): string {
  if (index === 0) return "'_";
  const depth = cursor.lifetimes - index;
  if (depth < 0) fail();
  return depth < 26 ? `'${String.fromCharCode(97 + depth)}` : `'_${depth}`;
}

/** `for<'a, 'b> `, and what stands behind it. */
export function inBinder<Answer>(cursor: RustCursor, read: (binder: string) => Answer): Answer {
  const bound = takeIf(cursor, 'G') ? base62(cursor) + 1 : 0;
  if (bound > 64) fail();
  const names = Array.from({ length: bound }, () => {
    cursor.lifetimes++;
    return lifetime(cursor, 1);
  });
  const answer = read(bound === 0 ? '' : `for<${names.join(', ')}> `);
  cursor.lifetimes -= bound;
  return answer;
}

/** What stands at an earlier place, read again. Only ever backwards, so it ends. */
export function backReference<Answer>(cursor: RustCursor, read: () => Answer): Answer {
  const place = cursor.at - 1;
  const target = base62(cursor);
  if (target >= place) fail();
  const next = cursor.at;
  cursor.at = target;
  const answer = read();
  cursor.at = next;
  return answer;
}

export function rustIdentifier(cursor: RustCursor): { name: string; number: number } {
  const number = disambiguator(cursor);
  return { name: plainIdentifier(cursor), number };
}

export function plainIdentifier(cursor: RustCursor): string {
  const isPunycode = takeIf(cursor, 'u');
  if (!isDigit(peek(cursor))) fail();
  // A zero ends its number: closures have no name, and the next number may follow at once.
  const length = takeIf(cursor, '0') ? 0 : takeDecimal(cursor);
  takeIf(cursor, '_');
  const text = takeLength(cursor, length);
  if (!isPunycode) return text;
  const separator = text.lastIndexOf('_');
  return decodePunycode(text.slice(0, Math.max(separator, 0)), text.slice(separator + 1)) ?? fail();
}

function disambiguator(cursor: RustCursor): number {
  return takeIf(cursor, 's') ? base62(cursor) + 1 : 0;
}

/** `_` is 0, `0_` is 1. Crates' hashes have 64 bits; of numbers that count, none comes near 2^53. */
export function base62(cursor: RustCursor): number {
  let value = 0;
  if (takeIf(cursor, '_')) return 0;
  for (;;) {
    const character = take(cursor);
    if (character === '_') return value + 1;
    const digit = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'.indexOf(character);
    if (digit < 0 || value > 2 ** 65) fail();
    value = value * 62 + digit;
  }
}
