/**
 * The columnar tables of a profile: what the parser builds, the codec stores, and every analysis reads.
 *
 *   samples ──thread──▶ threads (pid, tid, comm)
 *      │ └────event───▶ events  (name, unit, fixed weight)
 *      └─────stack────▶ stacks ──prefix──▶ stacks … ──▶ −1 (root)
 *                          └────frame────▶ frames ──symbol, mapping──▶ strings
 *
 * Invariants, asserted by `assertProfileIntegrity`:
 * - samples stand in one order: by time, then event, then CPU, then as in the text; without a time last, by event, then as in
 *   the text (`sample-order.ts`);
 * - a stack's prefix index is smaller than its own index, so one backward pass sums a tree;
 * - every index is in range, and −1 stands for "none" only where a column says so.
 */

/** Index of a row in one of the tables. Plain numbers: they live in typed arrays by the hundred thousand. */
export type StackIndex = number;
export type FrameIndex = number;
export type ThreadIndex = number;
export type EventIndex = number;
export type StringIndex = number;

/** Nanoseconds since the profile's time zero. */
export type SampleTimeNs = number;

/** The value of an index column that points nowhere. */
export const NONE = -1;

/** Bits of `SampleTable.flags`. */
export const SampleFlag = {
  /** perf stopped at `kernel.perf_event_max_stack` frames: the root end of this stack is missing. */
  stackCut: 1,
  /** The record had no frame line at all. */
  stackAbsent: 2,
  /** The record had no timestamp; `timeNs` is NaN. */
  timeAbsent: 4,
} as const;

export interface SampleTable {
  readonly length: number;
  /** Since time zero; NaN where the record had no timestamp (so that no half-open range contains it). */
  readonly timeNs: Float64Array;
  /** CPU number, NONE where perf printed none. */
  readonly cpu: Int32Array;
  readonly thread: Int32Array;
  /** The leaf's stack, NONE where the record had no frame. */
  readonly stack: Int32Array;
  readonly event: Uint16Array;
  /** The period that perf printed; 1 where it printed none (tracepoints). */
  readonly weight: Float64Array;
  readonly flags: Uint8Array;
  /** Index into `Profile.details` (a tracepoint's text), usually NONE. */
  readonly detail: Int32Array;
}

/** Root-first prefix tree of frames. */
export interface StackTable {
  readonly length: number;
  /** The caller's stack, NONE at a root; always smaller than the own index. */
  readonly prefix: Int32Array;
  readonly frame: Int32Array;
}

/** What a frame is, judged once by the parser from its mapping and symbol. The numbers are stored: append only. */
export const FrameKind = {
  user: 0,
  kernel: 1,
  library: 2,
  jit: 3,
  inlined: 4,
  unresolved: 5,
  // 6 and 7 are `CallNodeKind`: nodes of a flame graph that are no frames.
  /** A function that an interpreter ran, or the interpreter itself where it is generated code. */
  interpreter: 8,
} as const;
export type FrameKindValue = (typeof FrameKind)[keyof typeof FrameKind];

export function isFrameKind(kind: number): kind is FrameKindValue {
  return (kind >= FrameKind.user && kind <= FrameKind.unresolved) || kind === FrameKind.interpreter;
}

/** Bits of `FrameTable.flags`. */
export const FrameFlag = {
  /** The mapping's file had been deleted when perf looked: `(/path (deleted))`. */
  mappingDeleted: 1,
} as const;

/** Distinct (symbol, mapping, kind, flags). Addresses and symbol offsets are not kept. */
export interface FrameTable {
  readonly length: number;
  /** → strings; the text `[unknown]` where perf could not resolve it (kind is then `unresolved`). */
  readonly symbol: Int32Array;
  /** → strings; NONE where perf printed no mapping or the frame is inlined. */
  readonly mapping: Int32Array;
  readonly kind: Uint8Array;
  readonly flags: Uint8Array;
}

/** Keyed by all three: tids are reused, comms change in mid-life. */
export interface ThreadTable {
  readonly length: number;
  /** NONE where perf printed the tid alone, as it does by default. */
  readonly pid: Int32Array;
  /** −1 also stands for an exiting task, which perf prints as `:-1`. */
  readonly tid: Int32Array;
  readonly comm: readonly string[];
}

export type WeightUnit = 'samples' | 'ns' | 'count' | 'bytes';

export interface ProfileEvent {
  readonly name: string;
  /** Of the `weight` column: nanoseconds for clock events, a count for hardware events, samples where no period was printed, bytes of a heap profile. */
  readonly weightUnit: WeightUnit;
  /** The weight all samples of this event share; undefined where it varies (a hardware event in frequency mode). */
  readonly fixedWeight: number | undefined;
  /** From the header, `{ sample_period, sample_freq } = F` with freq = 1; undefined where there is no header. */
  readonly frequencyHz: number | undefined;
}

/** What perf's `#` header said; every field is undefined where the header did not say. Plain JSON. */
export interface RecordingHeader {
  readonly hostname: string | undefined;
  readonly osRelease: string | undefined;
  readonly perfVersion: string | undefined;
  readonly arch: string | undefined;
  readonly cpusOnline: number | undefined;
  readonly cpusAvailable: number | undefined;
  readonly cpuDescription: string | undefined;
  readonly commandLine: string | undefined;
  /** perf's own words, in the host's unnamed zone: `Sat Nov 21 18:39:13 2026`. */
  readonly capturedOn: string | undefined;
  /** Wall-clock time of `referenceClockNs`, ISO 8601, from `reference time` (perf record -k). */
  readonly referenceTime: string | undefined;
  /** The recording clock's reading at `referenceTime`, decimal nanoseconds as text (it passes 2^53). */
  readonly referenceClockNs: string | undefined;
}

/** Of a recording without a header. */
export const EMPTY_HEADER: RecordingHeader = {
  hostname: undefined,
  osRelease: undefined,
  perfVersion: undefined,
  arch: undefined,
  cpusOnline: undefined,
  cpusAvailable: undefined,
  cpuDescription: undefined,
  commandLine: undefined,
  capturedOn: undefined,
  referenceTime: undefined,
  referenceClockNs: undefined,
};

export interface Profile {
  readonly samples: SampleTable;
  readonly stacks: StackTable;
  readonly frames: FrameTable;
  readonly threads: ThreadTable;
  readonly events: readonly ProfileEvent[];
  /** Symbols and mappings. */
  readonly strings: readonly string[];
  /** Tracepoint texts. */
  readonly details: readonly string[];
  /** The whole second at or before the earliest timed sample, in the recording's clock; 0 where nothing is timed. */
  readonly timeZeroSeconds: number;
  /** 1000 where perf printed microseconds, 1 with `--ns`. */
  readonly timeResolutionNs: number;
  readonly header: RecordingHeader;
}
