/** The tables of a pprof: first pass. The samples refer to them by id, and may stand before them. */
import {
  createWireCursor,
  messageCursor,
  nextField,
  stringOf,
  unsignedOf,
  type WireCursor,
} from '../protobuf/wire-cursor.ts';
import { TIME_KEYS } from './pprof-labels.ts';
import { ProfileField } from './pprof-schema.ts';

export interface PprofLocation {
  readonly mapping: number;
  /** Function ids, innermost first. */
  readonly functions: readonly number[];
}

export interface PprofFunction {
  readonly name: number;
  readonly systemName: number;
  readonly fileName: number;
}

export interface PprofTables {
  readonly strings: string[];
  readonly sampleTypes: { readonly type: number; readonly unit: number }[];
  /** Id → index of its text. */
  readonly mappingName: Map<number, number>;
  firstMapping: number | undefined;
  readonly locations: Map<number, PprofLocation>;
  readonly functions: Map<number, PprofFunction>;
  hasTimeLabels: boolean;
  /** A name was asked for that is not in the table: the file was cut off between two fields. */
  lacksTexts: boolean;
}

export function textAt(tables: PprofTables, index: number): string {
  // 0 is no name, and of a file without any name also the table's end.
  if (index >= tables.strings.length && index !== 0) tables.lacksTexts = true;
  return tables.strings[index] ?? '';
}

export function readPprofTables(bytes: Uint8Array): PprofTables {
  const tables: PprofTables = {
    strings: [],
    sampleTypes: [],
    mappingName: new Map(),
    firstMapping: undefined,
    locations: new Map(),
    functions: new Map(),
    hasTimeLabels: false,
    lacksTexts: false,
  };
  const cursor = createWireCursor(bytes, 'pprof');
  while (nextField(cursor)) {
    if (cursor.field === ProfileField.stringTable) {
      const text = stringOf(cursor);
      tables.strings.push(text);
      if (TIME_KEYS.has(text)) tables.hasTimeLabels = true;
    } else if (cursor.field === ProfileField.sampleType) {
      const [type, unit] = readNumbers(messageCursor(cursor), 2);
      tables.sampleTypes.push({ type, unit });
    } else if (cursor.field === ProfileField.mapping) {
      const [id, , , , fileName] = readNumbers(messageCursor(cursor), 5);
      tables.mappingName.set(id, fileName);
      tables.firstMapping ??= id;
    } else if (cursor.field === ProfileField.function) {
      const [id, name, systemName, fileName] = readNumbers(messageCursor(cursor), 4);
      tables.functions.set(id, { name, systemName, fileName });
    } else if (cursor.field === ProfileField.location) readLocation(tables, messageCursor(cursor));
  }
  return tables;
}

/** Of fields 1 to `count`: a number, 0 where the message leaves it out. */
function readNumbers(message: WireCursor, count: number): number[] {
  const numbers = new Array<number>(count).fill(0);
  while (nextField(message))
    if (message.type === 0 && message.field <= count) numbers[message.field - 1] = unsignedOf(message);
  return numbers;
}

function readLocation(tables: PprofTables, message: WireCursor): void {
  let id = 0;
  let mapping = 0;
  const functions: number[] = [];
  while (nextField(message)) {
    if (message.field === 1) id = unsignedOf(message);
    else if (message.field === 2) mapping = unsignedOf(message);
    else if (message.field === 4 && message.type === 2) functions.push(readNumbers(messageCursor(message), 1)[0]);
  }
  tables.locations.set(id, { mapping, functions });
}
