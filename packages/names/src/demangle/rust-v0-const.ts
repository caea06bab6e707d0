import { checkLength, enter, fail, take, takeIf } from './cursor.ts';
import { backReference, type RustCursor, rustIdentifier, rustPath } from './rust-v0.ts';

/** A value among generic arguments, without its type. */
export function rustConst(cursor: RustCursor): string {
  return enter(cursor, () => {
    const tag = take(cursor);
    switch (tag) {
      case 'p':
        return '_';
      case 'B':
        return backReference(cursor, () => rustConst(cursor));
      case 'b':
        return { '0': 'false', '1': 'true' }[hexDigits(cursor)] ?? fail();
      case 'c':
        return characterConst(cursor);
      case 'e':
        return `*${stringConst(cursor)}`;
      case 'R':
        return takeIf(cursor, 'e') ? stringConst(cursor) : checkLength(`&${rustConst(cursor)}`);
      case 'Q':
        return checkLength(`&mut ${rustConst(cursor)}`);
      case 'A':
        return checkLength(`[${constsUntilEnd(cursor).join(', ')}]`);
      case 'T': {
        const items = constsUntilEnd(cursor);
        return checkLength(items.length === 1 ? `(${items[0]},)` : `(${items.join(', ')})`);
      }
      case 'V':
        return structConst(cursor);
      default:
        return 'hijlmnostxya'.includes(tag) ? integerConst(cursor) : fail();
    }
  });
}

function constsUntilEnd(cursor: RustCursor): string[] {
  const list: string[] = [];
  while (!takeIf(cursor, 'E')) list.push(rustConst(cursor));
  return list;
}

function structConst(cursor: RustCursor): string {
  const kind = take(cursor);
  const path = rustPath(cursor, true);
  if (kind === 'U') return path;
  if (kind === 'T') return checkLength(`${path}(${constsUntilEnd(cursor).join(', ')})`);
  if (kind !== 'S') fail();
  const fields: string[] = [];
  while (!takeIf(cursor, 'E')) fields.push(`${rustIdentifier(cursor).name}: ${rustConst(cursor)}`);
  return checkLength(`${path} { ${fields.join(', ')} }`);
}

function integerConst(cursor: RustCursor): string {
  const sign = takeIf(cursor, 'n') ? '-' : '';
  const digits = hexDigits(cursor);
  return sign + (digits.length <= 32 ? BigInt(`0x${digits}`).toString() : `0x${digits}`);
}

function characterConst(cursor: RustCursor): string {
  const code = Number.parseInt(hexDigits(cursor), 16);
  if (!(code <= 0x10_ff_ff) || (code >= 0xd800 && code <= 0xdfff)) fail();
  return quoted(String.fromCodePoint(code), "'");
}

function stringConst(cursor: RustCursor): string {
  const digits = hexDigits(cursor, true);
  const bytes = digits.match(/../g) ?? [];
  const text = bytes.map((byte) => String.fromCharCode(Number.parseInt(byte, 16))).join('');
  return quoted(/^[\x20-\x7e]*$/.test(text) ? text : '…', '"');
}

function quoted(text: string, quote: string): string {
  return quote + text.replaceAll(/[\\\n\r\t\p{Cc}]/gu, (character) => JSON.stringify(character).slice(1, -1)) + quote;
}

/** Up to `_`, lower case. */
function hexDigits(cursor: RustCursor, mayBeEmpty = false): string {
  const end = cursor.text.indexOf('_', cursor.at);
  const digits = end < 0 ? fail() : cursor.text.slice(cursor.at, end);
  if (!/^[0-9a-f]*$/.test(digits) || (digits === '' && !mayBeEmpty)) fail();
  cursor.at = end + 1;
  return digits;
}
