/**
 * The chunk's own description of its types: a tree of elements, each a name with attributes, written as
 * `name, attribute count, (key, value)*, child count, children*`, all texts by index in the list before it.
 */
import { damagedJfr, type JfrCursor, readCount, readLong, readText } from './jfr-cursor.ts';

export interface JfrField {
  readonly name: string;
  readonly typeId: number;
  /** The value is a key into the constants of its type. */
  readonly isConstant: boolean;
  readonly isArray: boolean;
}

export interface JfrType {
  readonly id: number;
  readonly name: string;
  readonly fields: readonly JfrField[];
}

export type JfrTypes = ReadonlyMap<number, JfrType>;

export function readTypes(cursor: JfrCursor, at: number): JfrTypes {
  cursor.pos = at;
  readLong(cursor); // size
  if (readLong(cursor) !== 0) throw damagedJfr(cursor, 'there are no types');
  for (let i = 0; i < 3; i++) readLong(cursor); // start, duration, id
  const count = readCount(cursor);
  const texts: string[] = [];
  for (let i = 0; i < count; i++) {
    const text = readText(cursor);
    texts.push(typeof text === 'string' ? text : '');
  }
  const types = new Map<number, JfrType>();
  readElements(cursor, texts, types);
  return types;
}

interface OpenElement {
  readonly type: { id: number; name: string; fields: JfrField[] } | undefined;
  children: number;
}

/** Without recursion: the depth is the file's to choose. */
function readElements(cursor: JfrCursor, texts: readonly string[], types: Map<number, JfrType>): void {
  const open: OpenElement[] = [{ type: undefined, children: 1 }];
  while (open.length > 0) {
    const parent = open[open.length - 1];
    if (parent.children === 0) {
      open.pop();
      continue;
    }
    parent.children--;
    const name = texts[readLong(cursor)];
    const attributes = new Map<string, string>();
    const count = readCount(cursor);
    for (let i = 0; i < count; i++) {
      const key = texts[readLong(cursor)] ?? '';
      attributes.set(key, texts[readLong(cursor)] ?? '');
    }
    let type: OpenElement['type'];
    if (name === 'class') {
      type = { id: Number(attributes.get('id')), name: attributes.get('name') ?? '', fields: [] };
      types.set(type.id, type);
    } else if (name === 'field' && parent.type !== undefined) {
      parent.type.fields.push({
        name: attributes.get('name') ?? '',
        typeId: Number(attributes.get('class')),
        isConstant: attributes.get('constantPool') === 'true',
        isArray: attributes.get('dimension') === '1',
      });
    }
    open.push({ type, children: readCount(cursor) });
  }
}
