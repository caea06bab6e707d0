/** Protobuf messages written field by field, for formats whose files no published program here writes. */

type FieldValue = bigint | number | string | Uint8Array | readonly number[] | { readonly double: number };

/** A number is a varint, a list of numbers packed varints. */
export function encodeMessage(fields: readonly (readonly [field: number, value: FieldValue])[]): Uint8Array {
  return concatenate(fields.flatMap(([field, value]) => encodeField(field, value)));
}

/** Texts of these tests hold nothing else. */
export function asciiBytes(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

export function packedDoubles(values: readonly number[]): Uint8Array {
  return new Uint8Array(Float64Array.from(values).buffer);
}

function encodeField(field: number, value: FieldValue): Uint8Array[] {
  if (typeof value === 'number' || typeof value === 'bigint') return [varint(field * 8), varint(value)];
  if (value instanceof Uint8Array) return delimited(field, value);
  if (typeof value === 'string') return delimited(field, asciiBytes(value));
  if ('double' in value) return [varint(field * 8 + 1), packedDoubles([value.double])];
  return delimited(field, concatenate(value.map((number) => varint(number))));
}

function delimited(field: number, bytes: Uint8Array): Uint8Array[] {
  return [varint(field * 8 + 2), varint(bytes.length), bytes];
}

function varint(value: number | bigint): Uint8Array {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  do {
    const low = Number(rest & 0x7fn);
    rest >>= 7n;
    bytes.push(rest > 0n ? low | 0x80 : low);
  } while (rest > 0n);
  return Uint8Array.from(bytes);
}

function concatenate(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let filled = 0;
  for (const part of parts) {
    whole.set(part, filled);
    filled += part.length;
  }
  return whole;
}
