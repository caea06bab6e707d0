/** Values of the chunk's types. What is not asked for is read all the same: only reading says where it ends. */
import { damagedJfr, type JfrCursor, readBytes, readCount, readLong, readText } from './jfr-cursor.ts';
import type { JfrField, JfrType, JfrTypes } from './jfr-metadata.ts';

/** A number is also the key of a constant; a text that stands among the constants is `{ key }`. */
export type JfrValue = number | string | undefined | JfrStruct | { readonly key: number } | readonly JfrValue[];
export interface JfrStruct {
  readonly fields: ReadonlyMap<string, JfrValue>;
}

/** Types hold one another by value a few levels deep; deeper is a type that holds itself. */
const DEEPEST = 16;

export function readStruct(cursor: JfrCursor, types: JfrTypes, type: JfrType, depth = 0): JfrStruct {
  if (depth > DEEPEST) throw damagedJfr(cursor, `the type ${type.name} holds itself`);
  const fields = new Map<string, JfrValue>();
  for (const field of type.fields) fields.set(field.name, readField(cursor, types, field, depth));
  return { fields };
}

function readField(cursor: JfrCursor, types: JfrTypes, field: JfrField, depth: number): JfrValue {
  if (!field.isArray) return readValue(cursor, types, field, depth);
  const count = readCount(cursor);
  const values: JfrValue[] = [];
  for (let i = 0; i < count; i++) values.push(readValue(cursor, types, field, depth));
  return values;
}

function readValue(cursor: JfrCursor, types: JfrTypes, { typeId, isConstant }: JfrField, depth: number): JfrValue {
  if (isConstant) return readLong(cursor);
  const type = types.get(typeId);
  if (type === undefined) throw damagedJfr(cursor, `there is no type ${typeId}`);
  switch (type.name) {
    case 'long':
    case 'int':
    case 'short':
    case 'char':
      return readLong(cursor);
    case 'byte':
    case 'boolean':
      return cursor.bytes[readBytes(cursor, 1)];
    case 'float':
      return cursor.view.getFloat32(readBytes(cursor, 4));
    case 'double':
      return cursor.view.getFloat64(readBytes(cursor, 8));
    case 'java.lang.String':
      return readText(cursor);
    default:
      // A struct without fields takes no bytes: a long list of them would grow out of nothing.
      if (type.fields.length === 0) return undefined;
      return readStruct(cursor, types, type, depth + 1);
  }
}

export function isStruct(value: JfrValue): value is JfrStruct {
  return typeof value === 'object' && 'fields' in value;
}

export function isKey(value: JfrValue): value is { readonly key: number } {
  return typeof value === 'object' && 'key' in value;
}

export function isList(value: JfrValue): value is readonly JfrValue[] {
  return Array.isArray(value);
}
