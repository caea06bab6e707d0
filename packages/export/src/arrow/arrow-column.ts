import type { Data, DataType } from 'apache-arrow';

/** A column of the table, written a batch at a time. */
export interface ArrowColumn {
  readonly name: string;
  readonly type: DataType;
  readonly isNullable: boolean;
  /** `rows`: of the sample table. */
  readonly dataOf: (rows: Int32Array) => Data;
}

/** A bit a value, the first the lowest. */
export function bits(values: Int32Array | Int8Array, isSet: (value: number) => boolean): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(Math.ceil(values.length / 8));
  for (let k = 0; k < values.length; k++) if (isSet(values[k])) bytes[k >> 3] |= 1 << (k & 7);
  return bytes;
}

/** What `makeData` wants to know of absent values; nothing where none is. */
export function nulls(
  values: Int32Array | Int8Array,
  isNull: (value: number) => boolean,
): { nullCount: number; nullBitmap?: Uint8Array } {
  let nullCount = 0;
  for (const value of values) if (isNull(value)) nullCount++;
  return nullCount === 0 ? { nullCount } : { nullCount, nullBitmap: bits(values, (value) => !isNull(value)) };
}
