/**
 * A direct-mapped cache from short byte strings to numbers. Fixed in size: what collides overwrites, what is too long is
 * not kept. It only saves work; everything it forgets is found again by the slow way.
 */
import { equalBytes, viewOf } from './compare-bytes.ts';

export interface SlotCache {
  readonly mask: number;
  readonly slotBytes: number;
  readonly keys: Uint8Array;
  readonly view: DataView;
  /** Length of the key in a slot, 0 where the slot is empty. */
  readonly lengths: Uint8Array;
  readonly values: Int32Array;
}

export function createSlotCache(slots: number, slotBytes: number): SlotCache {
  const keys = new Uint8Array(slots * slotBytes);
  return {
    mask: slots - 1,
    slotBytes,
    keys,
    view: viewOf(keys),
    lengths: new Uint8Array(slots),
    values: new Int32Array(slots),
  };
}

/** The number kept for `bytes[start, start + length)`, −1 where there is none. */
export function lookUpSlot(
  cache: SlotCache,
  hash: number,
  bytes: Uint8Array,
  view: DataView,
  start: number,
  length: number,
): number {
  const slot = (hash ^ (hash >>> 15)) & cache.mask;
  if (cache.lengths[slot] !== length) return -1;
  if (!equalBytes(cache.keys, cache.view, slot * cache.slotBytes, bytes, view, start, length)) return -1;
  return cache.values[slot];
}

export function keepInSlot(
  cache: SlotCache,
  hash: number,
  bytes: Uint8Array,
  start: number,
  length: number,
  value: number,
): void {
  if (length > cache.slotBytes || length === 0) return;
  const slot = (hash ^ (hash >>> 15)) & cache.mask;
  cache.keys.set(bytes.subarray(start, start + length), slot * cache.slotBytes);
  cache.lengths[slot] = length;
  cache.values[slot] = value;
}
