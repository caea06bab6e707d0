import { checkLength, enter, expect, fail, take, takeIf } from './cursor.ts';
import {
  backReference,
  base62,
  inBinder,
  lifetime,
  plainIdentifier,
  type RustCursor,
  rustPath,
  rustTraitPath,
} from './rust-v0.ts';
import { rustConst } from './rust-v0-const.ts';

const BASIC: Readonly<Record<string, string>> = {
  a: 'i8',
  b: 'bool',
  c: 'char',
  d: 'f64',
  e: 'str',
  f: 'f32',
  h: 'u8',
  i: 'isize',
  j: 'usize',
  l: 'i32',
  m: 'u32',
  n: 'i128',
  o: 'u128',
  p: '_',
  s: 'i16',
  t: 'u16',
  u: '()',
  v: '...',
  x: 'i64',
  y: 'u64',
  z: '!',
};

export function rustType(cursor: RustCursor): string {
  return enter(cursor, () => {
    const tag = take(cursor);
    const basic = BASIC[tag];
    if (basic !== undefined) return basic;
    switch (tag) {
      case 'R':
      case 'Q': {
        const bound = takeIf(cursor, 'L') ? base62(cursor) : 0;
        const life = bound === 0 ? '' : `${lifetime(cursor, bound)} `;
        return checkLength(`&${life}${tag === 'Q' ? 'mut ' : ''}${rustType(cursor)}`);
      }
      case 'P':
        return checkLength(`*const ${rustType(cursor)}`);
      case 'O':
        return checkLength(`*mut ${rustType(cursor)}`);
      case 'A': {
        const item = rustType(cursor);
        return checkLength(`[${item}; ${rustConst(cursor)}]`);
      }
      case 'S':
        return checkLength(`[${rustType(cursor)}]`);
      case 'T': {
        const items = typesUntilEnd(cursor);
        return checkLength(items.length === 1 ? `(${items[0]},)` : `(${items.join(', ')})`);
      }
      case 'F':
        return inBinder(cursor, (binder) => checkLength(binder + functionPointer(cursor)));
      case 'D':
        return dynTrait(cursor);
      case 'B':
        return backReference(cursor, () => rustType(cursor));
      default:
        cursor.at--;
        return rustPath(cursor, false);
    }
  });
}

function typesUntilEnd(cursor: RustCursor): string[] {
  const list: string[] = [];
  while (!takeIf(cursor, 'E')) list.push(rustType(cursor));
  return list;
}

function functionPointer(cursor: RustCursor): string {
  const unsafe = takeIf(cursor, 'U') ? 'unsafe ' : '';
  const abi = takeIf(cursor, 'K') ? (takeIf(cursor, 'C') ? 'C' : plainIdentifier(cursor).replaceAll('_', '-')) : '';
  const parameters = typesUntilEnd(cursor).join(', ');
  const answer = takeIf(cursor, 'u') ? '' : ` -> ${rustType(cursor)}`;
  return `${unsafe}${abi === '' ? '' : `extern "${abi}" `}fn(${parameters})${answer}`;
}

function dynTrait(cursor: RustCursor): string {
  const traits = inBinder(cursor, (binder) => {
    const list: string[] = [];
    while (!takeIf(cursor, 'E')) list.push(oneTrait(cursor));
    return binder + list.join(' + ');
  });
  expect(cursor, 'L');
  const bound = base62(cursor);
  return checkLength(`dyn ${traits}${bound === 0 ? '' : ` + ${lifetime(cursor, bound)}`}`);
}

function oneTrait(cursor: RustCursor): string {
  const { text, isOpen } = rustTraitPath(cursor);
  const associated: string[] = [];
  while (takeIf(cursor, 'p')) {
    const name = plainIdentifier(cursor);
    associated.push(`${name} = ${rustType(cursor)}`);
  }
  if (associated.length === 0) return isOpen ? `${text}>` : text;
  if (associated.length > 64) fail();
  return checkLength(`${text}${isOpen ? ', ' : '<'}${associated.join(', ')}>`);
}
