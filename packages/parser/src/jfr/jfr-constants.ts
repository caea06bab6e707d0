/**
 * The chunk's constants: checkpoint events (type 1), each with the distance to the one before it, the last of them named by the
 * header. A pool is `type id, count, (key, value)*`.
 */

import type { JfrChunk } from './jfr-chunk.ts';
import { damagedJfr, type JfrCursor, readBytes, readCount, readLong } from './jfr-cursor.ts';
import type { JfrType, JfrTypes } from './jfr-metadata.ts';
import { isKey, isStruct, type JfrStruct, type JfrValue, readStruct } from './jfr-values.ts';

export interface JfrConstants {
  /** Type name → key → constant. */
  readonly pools: ReadonlyMap<string, ReadonlyMap<number, JfrStruct>>;
}

/** Of these, everything else is read and let go. */
const WANTED: ReadonlySet<string> = new Set([
  'jdk.types.StackTrace',
  'jdk.types.Method',
  'jdk.types.Symbol',
  'jdk.types.FrameType',
  'java.lang.Class',
  'java.lang.Thread',
  'java.lang.String',
]);

export function readConstants(cursor: JfrCursor, chunk: JfrChunk, types: JfrTypes): JfrConstants {
  const pools = new Map<string, Map<number, JfrStruct>>();
  const seen = new Set<number>();
  for (let at = chunk.constantPoolAt; !seen.has(at); ) {
    if (at < chunk.start || at >= chunk.end) throw damagedJfr(cursor, 'the constants are outside of their chunk');
    seen.add(at);
    cursor.pos = at;
    readLong(cursor); // size
    if (readLong(cursor) !== 1) throw damagedJfr(cursor, 'there are no constants');
    readLong(cursor); // start
    readLong(cursor); // duration
    const toPrevious = readLong(cursor);
    readBytes(cursor, 1); // why it was written
    const count = readCount(cursor);
    for (let i = 0; i < count; i++) readPool(cursor, types, pools);
    if (toPrevious === 0) break;
    at += toPrevious;
  }
  return { pools };
}

function readPool(cursor: JfrCursor, types: JfrTypes, pools: Map<string, Map<number, JfrStruct>>): void {
  const typeId = readLong(cursor);
  const type = types.get(typeId);
  if (type === undefined) throw damagedJfr(cursor, `there is no type ${typeId}`);
  const shape = type.name === 'java.lang.String' ? textShape(type) : type;
  let pool = pools.get(type.name);
  if (pool === undefined) {
    pool = new Map();
    if (WANTED.has(type.name)) pools.set(type.name, pool);
  }
  const count = readCount(cursor);
  for (let i = 0; i < count; i++) {
    const key = readLong(cursor);
    const constant = readStruct(cursor, types, shape);
    if (WANTED.has(type.name)) pool.set(key, constant);
  }
}

/** Texts among the constants are of the type that has no fields of its own. */
function textShape(type: JfrType): JfrType {
  return { ...type, fields: [{ name: 'string', typeId: type.id, isConstant: false, isArray: false }] };
}

/** The struct a field leads to, through its pool where it is a key. */
export function structOf(constants: JfrConstants, value: JfrValue, typeName: string): JfrStruct | undefined {
  if (isStruct(value)) return value;
  return typeof value === 'number' ? constants.pools.get(typeName)?.get(value) : undefined;
}

export function fieldOf(struct: JfrStruct | undefined, name: string): JfrValue {
  return struct?.fields.get(name);
}

/** A text, whether it stands in the field, among the constants, or in a symbol. */
export function textOf(constants: JfrConstants, value: JfrValue): string {
  if (typeof value === 'string') return value;
  if (isKey(value)) {
    const text = fieldOf(constants.pools.get('java.lang.String')?.get(value.key), 'string');
    return typeof text === 'string' ? text : '';
  }
  const symbol = structOf(constants, value, 'jdk.types.Symbol');
  const text = fieldOf(symbol, 'string');
  return typeof text === 'string' || isKey(text) ? textOf(constants, text) : '';
}
