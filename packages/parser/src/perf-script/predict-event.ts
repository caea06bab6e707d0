/**
 * Event lines differ from one another in the time alone. What stands before it (comm, tid, cpu and their blanks) and behind it (period,
 * event, end of line) is compared with what stood there before, as the bytes it is.
 *
 *   swapper     0 [000]   533.322807:   20408163 cpu-clock:ppp: \n
 *   └ beginning ─────────┘└ time ──┘└ ending ─────────────────────┘
 */
import { equalEights, viewOf } from '../bytes/compare-bytes.ts';

const BEGINNING_BITS = 11;
/** Longer beginnings and endings are scanned each time. */
export const SLOT_BYTES = 64;
/** Eight bytes are compared at once, and sixteen hashed. */
const MIN_BYTES = 16;

export interface EventPredictions {
  readonly beginnings: Uint8Array;
  readonly beginningsView: DataView;
  /** Bytes of the beginning in a slot, 0 where it is empty. */
  readonly lengths: Uint8Array;
  readonly threads: Int32Array;
  readonly cpus: Int32Array;
  readonly ending: Uint8Array;
  readonly endingView: DataView;
  endingLength: number;
  /** Of the last ending, −1 where it had no period. */
  period: number;
  event: number;
  /** Of the last beginning, cpu −1 where it had none. */
  thread: number;
  cpu: number;
}

export function createEventPredictions(): EventPredictions {
  const beginnings = new Uint8Array(SLOT_BYTES << BEGINNING_BITS);
  const ending = new Uint8Array(SLOT_BYTES);
  return {
    beginnings,
    beginningsView: viewOf(beginnings),
    lengths: new Uint8Array(1 << BEGINNING_BITS),
    threads: new Int32Array(1 << BEGINNING_BITS),
    cpus: new Int32Array(1 << BEGINNING_BITS),
    ending,
    endingView: viewOf(ending),
    endingLength: 0,
    period: 0,
    event: 0,
    thread: 0,
    cpu: 0,
  };
}

/** Length of the known beginning at `start`, 0 where there is none; `thread` and `cpu` are then what it said. There must be SLOT_BYTES to be read. */
export function findBeginning(predictions: EventPredictions, view: DataView, start: number): number {
  let slot = secondSlot(firstHash(view, start), view, start);
  let length = predictions.lengths[slot];
  if (length === 0 || !equalEights(view, start, predictions.beginningsView, slot * SLOT_BYTES, length)) {
    slot = firstHash(view, start) >>> (32 - BEGINNING_BITS);
    length = predictions.lengths[slot];
    if (length === 0 || !equalEights(view, start, predictions.beginningsView, slot * SLOT_BYTES, length)) return 0;
  }
  predictions.thread = predictions.threads[slot];
  predictions.cpu = predictions.cpus[slot];
  return length;
}

/** The sixteen bytes that every beginning has; for long ones the next four tell one cpu from another. */
function firstHash(view: DataView, start: number): number {
  return (
    Math.imul(view.getInt32(start, true), 0x9e3779b1) +
    Math.imul(view.getInt32(start + 4, true), 0x85ebca6b) +
    Math.imul(view.getInt32(start + 8, true), 0x2c1b3c6d) +
    Math.imul(view.getInt32(start + 12, true), 0x27d4eb2f)
  );
}

function secondSlot(first: number, view: DataView, start: number): number {
  return Math.imul(first ^ view.getInt32(start + 16, true), 0x165667b1) >>> (32 - BEGINNING_BITS);
}

/** `bytes[start, end)` is a beginning of `thread` and `cpu`. */
export function keepBeginning(
  predictions: EventPredictions,
  bytes: Uint8Array,
  view: DataView,
  start: number,
  end: number,
): void {
  const length = end - start;
  if (length < MIN_BYTES || length > SLOT_BYTES) return;
  const first = firstHash(view, start);
  const beginning = bytes.subarray(start, end);
  if (beginning.includes(0)) return;
  for (const slot of [first >>> (32 - BEGINNING_BITS), secondSlot(first, view, start)]) {
    predictions.beginnings.set(beginning, slot * SLOT_BYTES);
    predictions.lengths[slot] = length;
    predictions.threads[slot] = predictions.thread;
    predictions.cpus[slot] = predictions.cpu;
  }
}

/** Whether the line goes on at `pos` as the last one did, to its end. */
export function isLastEnding(predictions: EventPredictions, view: DataView, pos: number, end: number): boolean {
  const length = predictions.endingLength;
  return length > 0 && pos + length <= end && equalEights(view, pos, predictions.endingView, 0, length);
}

/** `bytes[start, end)` is what `period` and `event` were read from, the end of the line included. */
export function keepEnding(predictions: EventPredictions, bytes: Uint8Array, start: number, end: number): void {
  const length = end - start;
  predictions.endingLength = 0;
  if (length < MIN_BYTES || length > SLOT_BYTES) return;
  predictions.ending.set(bytes.subarray(start, end));
  predictions.endingLength = length;
}
