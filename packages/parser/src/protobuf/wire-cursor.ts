/**
 * The protobuf wire format (protobuf.dev/programming-guides/encoding): tag by tag through one message. What a field means stands in
 * the schema of the format that uses it. A tag that is none, or a length beyond the message's end, is a damaged file.
 */
import { decodeUtf8 } from '../bytes/decode-utf8.ts';
import { type InputFormat, ParseError } from '../parse-result.ts';

export const Wire = { varint: 0, fixed64: 1, bytes: 2, fixed32: 5 } as const;
export type WireType = (typeof Wire)[keyof typeof Wire];

export interface WireCursor {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  readonly format: InputFormat;
  pos: number;
  end: number;
  /** Of the field just read. */
  field: number;
  type: number;
  /** A varint's bits, and a fixed field's: unsigned. */
  low: number;
  high: number;
  /** Of a field of bytes: half-open; empty for every other field. */
  start: number;
  stop: number;
}

export function createWireCursor(bytes: Uint8Array, format: InputFormat): WireCursor {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return { bytes, view, format, pos: 0, end: bytes.length, field: 0, type: 0, low: 0, high: 0, start: 0, stop: 0 };
}

/** A cursor of its own over the message [start, stop) of the same bytes. */
export function messageCursor(cursor: WireCursor): WireCursor {
  return { ...cursor, pos: cursor.start, end: cursor.stop };
}

/** False at the message's end. */
export function nextField(cursor: WireCursor): boolean {
  if (cursor.pos >= cursor.end) return false;
  cursor.start = 0;
  cursor.stop = 0;
  readVarint(cursor);
  cursor.field = cursor.low >>> 3;
  cursor.type = cursor.low & 7;
  if (cursor.field === 0 || cursor.high !== 0) throw damaged(cursor, 'a field number is none');
  switch (cursor.type) {
    case Wire.varint:
      readVarint(cursor);
      break;
    case Wire.fixed64:
      need(cursor, 8);
      cursor.low = cursor.view.getUint32(cursor.pos, true);
      cursor.high = cursor.view.getUint32(cursor.pos + 4, true);
      cursor.pos += 8;
      break;
    case Wire.bytes: {
      readVarint(cursor);
      if (cursor.high !== 0) throw damaged(cursor, 'a length is out of range');
      need(cursor, cursor.low);
      cursor.start = cursor.pos;
      cursor.pos += cursor.low;
      cursor.stop = cursor.pos;
      break;
    }
    case Wire.fixed32:
      need(cursor, 4);
      cursor.low = cursor.view.getUint32(cursor.pos, true);
      cursor.high = 0;
      cursor.pos += 4;
      break;
    default:
      throw damaged(cursor, `a field is of wire type ${cursor.type}`);
  }
  return true;
}

/** Ten bytes at most; sets low and high. */
export function readVarint(cursor: WireCursor): void {
  const { bytes, end } = cursor;
  let low = 0;
  let high = 0;
  for (let i = 0; i < 10; i++) {
    if (cursor.pos >= end) throw damaged(cursor, 'a number is cut off');
    const byte = bytes[cursor.pos++];
    const bits = byte & 0x7f;
    if (i < 4) low |= bits << (7 * i);
    else if (i === 4) {
      low |= bits << 28;
      high |= bits >>> 4;
    } else high |= bits << (7 * i - 32);
    if (byte < 0x80) {
      cursor.low = low >>> 0;
      cursor.high = high >>> 0;
      return;
    }
  }
  throw damaged(cursor, 'a number is too long');
}

function need(cursor: WireCursor, length: number): void {
  if (cursor.pos + length > cursor.end) throw damaged(cursor, 'a field is cut off');
}

/** As uint64; exact up to 2^53. */
export const unsignedOf = (cursor: WireCursor): number => cursor.high * 2 ** 32 + cursor.low;

/** As int64; exact within ±2^53. */
export const signedOf = (cursor: WireCursor): number => (cursor.high | 0) * 2 ** 32 + cursor.low;

export const bigOf = (cursor: WireCursor): bigint => (BigInt(cursor.high | 0) << 32n) | BigInt(cursor.low);

export function doubleOf(cursor: WireCursor): number {
  return cursor.view.getFloat64(cursor.pos - 8, true);
}

export function stringOf(cursor: WireCursor): string {
  return decodeUtf8(cursor.bytes, cursor.start, cursor.stop).text;
}

/** A repeated number: packed, or one field each. `push` sees each value in low and high of the cursor it is given. */
export function forEachNumber(cursor: WireCursor, push: (value: WireCursor) => void): void {
  if (cursor.type !== Wire.bytes) {
    push(cursor);
    return;
  }
  const packed = messageCursor(cursor);
  while (packed.pos < packed.end) {
    readVarint(packed);
    push(packed);
  }
}

export function damaged(cursor: WireCursor, what: string): ParseError {
  return new ParseError(
    'input-damaged',
    `The file is damaged: at byte ${cursor.pos} ${what}.`,
    'It may be cut off: compare its size with the original, and copy or download it again.',
    { byteOffset: cursor.pos, seemsToBe: cursor.format },
  );
}

/**
 * Whether `head`, the first bytes of a file, can be a message of these fields: number → wire types. The last field may be cut off
 * where the head ends. Returns how many whole fields were read, −1 where one is not of the message.
 */
export function countKnownFields(
  head: Uint8Array,
  types: ReadonlyMap<number, readonly WireType[]>,
  visit: (cursor: WireCursor) => void = () => undefined,
): number {
  const cursor = createWireCursor(head, 'pprof');
  let fields = 0;
  try {
    while (nextField(cursor)) {
      if (types.get(cursor.field)?.some((type) => type === cursor.type) !== true) return -1;
      fields++;
      visit(cursor);
    }
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    // The head may end within a field, but not with something that is no field.
    const isCut = cursor.pos >= head.length || (cursor.type === Wire.bytes && cursor.pos + cursor.low > head.length);
    if (!isCut || types.get(cursor.field)?.some((type) => type === cursor.type) !== true) return -1;
  }
  return fields;
}
