/**
 * A chunk: a recording in itself, with its own clock, types and constants. The header is 68 bytes, big-endian (OpenJDK,
 * jdk.jfr.internal.consumer.ChunkHeader):
 *
 *   0 `FLR\0`   4 major u2   6 minor u2   8 chunk size   16 constant pool at   24 metadata at
 *   32 start, ns since the epoch   40 duration ns   48 start in ticks   56 ticks a second   64 features u4
 */
import { damagedJfr, type JfrCursor } from './jfr-cursor.ts';

export const HEADER_BYTES = 68;

export interface JfrChunk {
  /** In the file, half-open. */
  readonly start: number;
  readonly end: number;
  readonly constantPoolAt: number;
  readonly metadataAt: number;
  readonly startNs: bigint;
  readonly startTicks: number;
  readonly ticksPerSecond: number;
}

/** Undefined where the file ends within the chunk: what came before it can still be read. */
export function readChunk(cursor: JfrCursor, start: number): JfrChunk | undefined {
  const { view, bytes } = cursor;
  cursor.pos = start;
  if (start + HEADER_BYTES > bytes.length) return undefined;
  if (view.getUint32(start) !== 0x464c5200) throw damagedJfr(cursor, 'there is no chunk');
  const major = view.getUint16(start + 4);
  if (major !== 2) throw damagedJfr(cursor, `the chunk is of version ${major}; JDK 9 and later write version 2`);
  const size = Number(view.getBigInt64(start + 8));
  if (size < HEADER_BYTES || start + size > bytes.length) return undefined;
  if ((view.getUint32(start + 64) & 1) === 0) throw damagedJfr(cursor, 'the numbers are not compressed');
  const ticksPerSecond = Number(view.getBigInt64(start + 56));
  if (!(ticksPerSecond > 0)) throw damagedJfr(cursor, 'the clock has no rate');
  return {
    start,
    end: start + size,
    constantPoolAt: start + Number(view.getBigInt64(start + 16)),
    metadataAt: start + Number(view.getBigInt64(start + 24)),
    startNs: view.getBigInt64(start + 32),
    startTicks: Number(view.getBigInt64(start + 48)),
    ticksPerSecond,
  };
}
