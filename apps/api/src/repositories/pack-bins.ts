/**
 * The 50 counts of a second as bytes: unsigned little-endian integers of one width, the narrowest that holds the largest.
 * An int2[] would take 124 bytes where 50 do. SQL reads them with unpack_bins() (migrations/0001).
 */

/** Rows of stored bins and of thumbnails. */
export const STORED_ROWS = 50;
export const THUMBNAIL_ROWS = 50;

export function packBins(bins: readonly number[]): Buffer {
  if (bins.length === 0) return Buffer.alloc(0);
  if (bins.length !== STORED_ROWS) throw new Error(`a second has ${STORED_ROWS} bins, not ${bins.length}`);
  let largest = 0;
  for (const count of bins) {
    if (!Number.isInteger(count) || count < 0 || count > 0xffff_ffff) throw new Error(`${count} is no count`);
    if (count > largest) largest = count;
  }
  const width = largest < 0x100 ? 1 : largest < 0x1_0000 ? 2 : 4;
  const packed = Buffer.allocUnsafe(STORED_ROWS * width);
  bins.forEach((count, row) => packed.writeUIntLE(count, row * width, width));
  return packed;
}

export const isAllZero = (bins: readonly number[]): boolean => bins.every((count) => count === 0);

/** An empty value stands for `emptyRows` zeros. */
export function unpackBins(packed: Buffer, emptyRows: number): number[] {
  if (packed.length === 0) return new Array<number>(emptyRows).fill(0);
  const width = packed.length / STORED_ROWS;
  return Array.from({ length: STORED_ROWS }, (_, row) => packed.readUIntLE(row * width, width));
}
