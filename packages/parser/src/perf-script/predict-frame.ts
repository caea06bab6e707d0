/**
 * Which frame key is this line? Asked in the order of how often the answer is right and how little it costs:
 *
 *   1. what followed the same frames last time, 2. what followed them before that   (by the hash of the frames so far)
 *   3. the last key whose symbol begins with the same letters                       (by the hash of those letters)
 *
 * All three are fixed tables of hints that overwrite each other; `matchFrameKey` compares the bytes whatever they say.
 */
import { BLANK, LF, PLUS } from '../bytes/ascii.ts';
import { FIELD_BYTES, type FrameKeys, matchFrameKey } from './frame-keys.ts';

const FOLLOWING_BITS = 16;
const LEADING_BITS = 14;
const LEAF_BITS = 14;
/** Enough to tell most symbols apart; C++ names that agree further take turns. */
const LEADING_BYTES = 40;
const FNV_PRIME = 0x01000193;

export interface FramePredictions {
  /** Two keys a slot, the last one first; −1 is none. */
  readonly following: Int32Array;
  readonly leading: Int32Array;
  readonly leaf: Int32Array;
  /** The key that `matchPredicted` found. */
  key: number;
}

export function createFramePredictions(): FramePredictions {
  return {
    following: new Int32Array(2 << FOLLOWING_BITS).fill(-1),
    leading: new Int32Array(1 << LEADING_BITS).fill(-1),
    leaf: new Int32Array(1 << LEAF_BITS).fill(-1),
    key: -1,
  };
}

/** Position behind the line at `pos` if one of the hints was right, −1 otherwise; the key is then in `predictions.key`. */
export function matchPredicted(
  predictions: FramePredictions,
  keys: FrameKeys,
  hash: number,
  bytes: Uint8Array,
  view: DataView,
  pos: number,
  end: number,
): number {
  const { following } = predictions;
  const slot = (hash >>> (32 - FOLLOWING_BITS)) << 1;
  const last = following[slot];
  if (last >= 0) {
    const next = matchFrameKey(keys, last, bytes, view, pos, end);
    if (next >= 0) {
      predictions.key = last;
      return next;
    }
  }
  const before = following[slot + 1];
  if (before >= 0) {
    const next = matchFrameKey(keys, before, bytes, view, pos, end);
    if (next >= 0) {
      following[slot] = before;
      following[slot + 1] = last;
      predictions.key = before;
      return next;
    }
  }
  if (pos + FIELD_BYTES + LEADING_BYTES > end) return -1;
  const key = predictions.leading[leadingSlot(bytes, pos + FIELD_BYTES)];
  if (key < 0) return -1;
  const next = matchFrameKey(keys, key, bytes, view, pos, end);
  if (next >= 0) {
    following[slot] = key;
    following[slot + 1] = last;
    predictions.key = key;
  }
  return next;
}

/** `matchPredicted` for a leaf: what stood on the same page of memory with the same first letters comes first. */
export function matchLeaf(
  predictions: FramePredictions,
  keys: FrameKeys,
  hash: number,
  bytes: Uint8Array,
  view: DataView,
  pos: number,
  end: number,
): number {
  if (pos + FIELD_BYTES + 4 > end) return -1;
  const slot =
    (Math.imul(view.getInt32(pos + 6, true), 0x9e3779b1) +
      Math.imul(view.getInt32(pos + 10, true), 0x85ebca6b) +
      Math.imul(view.getInt32(pos + 18, true), 0x2c1b3c6d)) >>>
    (32 - LEAF_BITS);
  const key = predictions.leaf[slot];
  if (key >= 0) {
    const next = matchFrameKey(keys, key, bytes, view, pos, end);
    if (next >= 0) {
      predictions.key = key;
      return next;
    }
  }
  const next = matchPredicted(predictions, keys, hash, bytes, view, pos, end);
  if (next >= 0) predictions.leaf[slot] = predictions.key;
  return next;
}

/** A line that no hint knew was scanned: it is the frame of `key`, and its symbol begins at `symbolStart`. */
export function rememberKey(
  predictions: FramePredictions,
  hash: number,
  key: number,
  bytes: Uint8Array,
  symbolStart: number,
  end: number,
): void {
  const slot = (hash >>> (32 - FOLLOWING_BITS)) << 1;
  predictions.following[slot + 1] = predictions.following[slot];
  predictions.following[slot] = key;
  if (symbolStart + LEADING_BYTES <= end) predictions.leading[leadingSlot(bytes, symbolStart)] = key;
}

/** `bytes` holds LEADING_BYTES from `at`. */
function leadingSlot(bytes: Uint8Array, at: number): number {
  let hash = 0;
  const limit = at + LEADING_BYTES;
  for (let pos = at; pos < limit; pos++) {
    const byte = bytes[pos];
    if (byte === PLUS || byte === BLANK || byte === LF) break;
    hash = Math.imul(hash ^ byte, FNV_PRIME);
  }
  return (hash ^ (hash >>> 15)) & ((1 << LEADING_BITS) - 1);
}
