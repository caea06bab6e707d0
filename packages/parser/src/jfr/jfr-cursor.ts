/** Numbers and texts as a flight recording has them: integers in seven bits a byte, low end first (OpenJDK, jfrBigEndianWriter). */
import { decodeUtf8 } from '../bytes/decode-utf8.ts';
import { ParseError } from '../parse-result.ts';

export interface JfrCursor {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  pos: number;
  /** Half-open end of what may be read. */
  end: number;
}

export function createJfrCursor(bytes: Uint8Array): JfrCursor {
  return {
    bytes,
    view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength),
    pos: 0,
    end: bytes.length,
  };
}

export function damagedJfr(cursor: JfrCursor, what: string): ParseError {
  return new ParseError(
    'input-damaged',
    `The flight recording is damaged: at byte ${cursor.pos} ${what}.`,
    'A recording that still runs has to be dumped first: jcmd PID JFR.dump filename=recording.jfr',
    { byteOffset: cursor.pos, seemsToBe: 'jfr' },
  );
}

function need(cursor: JfrCursor, length: number): void {
  if (!(length >= 0) || cursor.pos + length > cursor.end) throw damagedJfr(cursor, 'a value is cut off');
}

/** Up to nine bytes, the ninth with all its eight bits. Exact up to 2^53; negative numbers come out as such. */
export function readLong(cursor: JfrCursor): number {
  let low = 0;
  let high = 0;
  for (let i = 0; i < 9; i++) {
    if (cursor.pos >= cursor.end) throw damagedJfr(cursor, 'a number is cut off');
    const byte = cursor.bytes[cursor.pos++];
    const bits = i === 8 ? byte : byte & 0x7f;
    if (i < 4) low |= bits << (7 * i);
    else if (i === 4) {
      low |= bits << 28;
      high |= bits >>> 4;
    } else high |= bits << (7 * i - 32);
    if (i < 8 && byte < 0x80) break;
  }
  return (high | 0) * 2 ** 32 + (low >>> 0);
}

/** A length or a count: what is negative or longer than the rest of the file is damage. */
export function readCount(cursor: JfrCursor): number {
  const count = readLong(cursor);
  if (count < 0 || count > cursor.end - cursor.pos) throw damagedJfr(cursor, `a count of ${count} is out of range`);
  return count;
}

export function readBytes(cursor: JfrCursor, length: number): number {
  need(cursor, length);
  const start = cursor.pos;
  cursor.pos += length;
  return start;
}

/** A text, or the key of one in the constant pool. */
export function readText(cursor: JfrCursor): string | { readonly key: number } | undefined {
  const encoding = cursor.bytes[readBytes(cursor, 1)];
  switch (encoding) {
    case 0:
      return undefined;
    case 1:
      return '';
    case 2:
      return { key: readLong(cursor) };
    case 3: {
      const length = readCount(cursor);
      const start = readBytes(cursor, length);
      return decodeUtf8(cursor.bytes, start, start + length).text;
    }
    case 4: {
      const length = readCount(cursor);
      const units: string[] = [];
      for (let i = 0; i < length; i++) units.push(String.fromCharCode(readLong(cursor) & 0xffff));
      return units.join('');
    }
    case 5: {
      const length = readCount(cursor);
      const start = readBytes(cursor, length);
      return Array.from(cursor.bytes.subarray(start, start + length), (byte) => String.fromCharCode(byte)).join('');
    }
    default:
      throw damagedJfr(cursor, `a text is of encoding ${encoding}`);
  }
}
