import type { FlameGraphNode, HeatMap, TimeRange, WeightUnit } from '@subsecond/profile';
import type { PackedFlameGraph } from './packed-flame-graph.ts';

/**
 * What the page and the worker say to each other. Every request has a number and gets exactly one `answer` or `failure`
 * with the same number; `open` also sends `progress` before. Times are integer nanoseconds from time zero, ranges half-open.
 */

/** The same shapes as in packages/profile, under the names of this room. */
export type WireRange = TimeRange;
export type WireFlameNode = FlameGraphNode;

/** SampleFilter of packages/profile as plain data. Lists are "any of these"; undefined = no restriction. */
export interface WireFilter {
  /** Index in `OpenedProfile.events`. */
  readonly event: number;
  readonly idle: 'include' | 'exclude';
  readonly cpus?: readonly number[] | undefined;
  readonly pids?: readonly number[] | undefined;
  readonly tids?: readonly number[] | undefined;
  readonly comms?: readonly string[] | undefined;
  /** Only samples with a frame that matches (same syntax as `search`: text, or /regular expression/). */
  readonly frame?: string | undefined;
}

export type TreeMeasure = 'samples' | 'period';

/** Which samples an answer is about: everything below takes one. `ranges` undefined = all samples, untimed ones too. */
export interface WireSelection {
  readonly filter: WireFilter;
  readonly ranges: readonly TimeRange[] | undefined;
  readonly measure: TreeMeasure;
  /** Which names are shown, as in a link (`parseNameSwitches`); undefined = as recorded. */
  readonly names?: string | undefined;
}

export interface HeatMapRequest {
  readonly filter: WireFilter;
  /** 10 … 1000. */
  readonly rows: number;
  /** Length of a column. */
  readonly periodNs: number;
  readonly measure: 'samples' | 'cpus' | 'period';
}

export interface HeatMapAnswer {
  /** Its `measure` is `samples` where `cpus` was asked of an event that can't tell (no lattice, and a weight that is no time). */
  readonly map: HeatMap & {
    /** The 99.5th percentile of the values above zero, where a colour scale of counts ends; undefined for `cpus`, which needs none. */
    readonly high: number | undefined;
  };
  /** Samples of the whole profile that the idle switch alone removed. */
  readonly idleHidden: number;
}

/** Case-insensitive text, or a regular expression between slashes: `/^tcp_.*rcv/` (case-sensitive; `/…/i` is not). On names alone: symbols (as shown and as printed) and comms. */
export type SearchText = string;

/**
 * CSS pixels that the flame graph has: what would be narrower than half of one is left out of it, and fetched as a subtree when a
 * zoom makes room for it. Undefined = 1/8000 of the whole, as in the API; never finer than that.
 */
export type PictureWidth = number;

export interface SelectRequest extends WireSelection {
  /** How many rows of the function table come along; 0 while nobody looks at it. */
  readonly functions: number;
  readonly search?: SearchText | undefined;
  readonly pictureWidth?: PictureWidth | undefined;
}

export interface WireFunction {
  /** Index in the profile's frame table: the handle for `frameDetails`. */
  readonly frame: number;
  readonly name: string;
  readonly mapping: string | undefined;
  readonly kind: number;
  readonly self: number;
  readonly total: number;
}

export type SearchAnswer =
  | {
      readonly kind: 'matched';
      readonly query: SearchText;
      /** Distinct frames and comms whose name matches. */
      readonly names: number;
      /** Sum over the samples with at least one match on their stack: each sample once. */
      readonly total: number;
      /** Of the selection, 0 … 1. */
      readonly share: number;
    }
  /** The pattern can't be used; `message` says why, for the person who typed it. */
  | { readonly kind: 'invalid'; readonly query: SearchText; readonly message: string };

export interface SelectAnswer {
  readonly ranges: readonly TimeRange[] | undefined;
  readonly measure: TreeMeasure;
  readonly unit: WeightUnit;
  /** Samples taken, and their sum in `unit`. */
  readonly samples: number;
  readonly total: number;
  /** Samples in the ranges that the idle switch alone removed. */
  readonly idleHidden: number;
  /** `samples` of all samples that pass the filter in the whole profile, 0 … 1. */
  readonly share: number;
  readonly root: FlameGraphNode;
  readonly prunedNodes: number;
  readonly prunedSelf: number;
  /** By self, descending; `functionCount` is how many there are. Empty when `functions` was 0. */
  readonly functions: readonly WireFunction[];
  readonly functionCount: number;
  readonly search: SearchAnswer | undefined;
  /** Inside the worker, from request to answer. */
  readonly milliseconds: number;
}

/** Zoom into what was pruned: names from below the root ("all" itself left out), e.g. `['cc1', 'main', 'parse']`. */
export interface SubtreeRequest extends WireSelection {
  readonly path: readonly string[];
  readonly pictureWidth?: PictureWidth | undefined;
}
export interface SubtreeAnswer {
  /** undefined where the selection has no such path. Pruned by its own total. */
  readonly root: FlameGraphNode | undefined;
  readonly prunedNodes: number;
}

export interface FunctionTotalsRequest extends WireSelection {
  readonly sort: 'self' | 'total' | 'name' | 'mapping';
  readonly descending: boolean;
  readonly search?: SearchText | undefined;
  /** Row numbers, half-open: `[first, first + limit)`. */
  readonly first: number;
  readonly limit: number;
}
export interface FunctionTotalsAnswer {
  readonly rows: readonly WireFunction[];
  /** Rows after the search, before paging. */
  readonly count: number;
  readonly total: number;
  readonly search: SearchAnswer | undefined;
}

export type FrameTarget =
  | { readonly kind: 'path'; readonly path: readonly string[] }
  | { readonly kind: 'frame'; readonly frame: number };
export interface FrameDetailsRequest extends WireSelection {
  readonly target: FrameTarget;
}
/** One direct caller or callee; `total` = samples in which the pair stands next to each other, each sample once. */
export interface WireNeighbour {
  /** NONE (−1) for a comm, which is the caller of a root frame. */
  readonly frame: number;
  readonly name: string;
  readonly mapping: string | undefined;
  readonly kind: number;
  readonly total: number;
}
export interface FrameDetailsAnswer {
  /** undefined where there is no such frame. */
  readonly details:
    | (WireFunction & {
        /** The text that perf printed, whatever `name` shows. */
        readonly original: string;
        /** Which of V8's compilers made this code, in words, where the name says so. */
        readonly tier: string | undefined;
        /** Of this path alone, where a path was asked for. */
        readonly pathSelf: number | undefined;
        readonly pathTotal: number | undefined;
        readonly selectionTotal: number;
        readonly callers: readonly WireNeighbour[];
        readonly callees: readonly WireNeighbour[];
      })
    | undefined;
}

/** Pairs: what is shown, and what perf printed, where the two differ. */
export interface NamesRequest {
  readonly names: string;
}
export interface NamesAnswer {
  readonly shown: readonly string[];
  readonly original: readonly string[];
}

export interface SearchRequest extends WireSelection {
  readonly search: SearchText;
}

export interface OpenedEvent {
  readonly name: string;
  readonly weightUnit: WeightUnit;
  readonly fixedWeight: number | undefined;
  readonly frequencyHz: number | undefined;
  readonly samples: number;
  readonly idleSamples: number;
  /** Whether the sampler looks at every CPU at a fixed rate. The measure `cpus` makes sense then, and where `weightUnit` is ns. */
  readonly isLattice: boolean;
  /** Of the lattice, where it is one: the time between two looks at a CPU. */
  readonly intervalNs: number | undefined;
}

export interface OpenedProfile {
  readonly profileId: string;
  readonly events: readonly OpenedEvent[];
  readonly defaultEvent: number;
  readonly cpuCount: number;
  /** CPU numbers seen in samples, ascending. */
  readonly cpus: readonly number[];
  readonly comms: readonly string[];
  readonly threads: readonly { readonly pid: number | undefined; readonly tid: number; readonly comm: string }[];
  readonly samples: number;
  readonly timedSamples: number;
  /** Of all events, in ns from time zero; undefined where nothing is timed. */
  readonly firstSampleNs: number | undefined;
  readonly lastSampleNs: number | undefined;
  /** Just after the last sample, in the unit that the recording's times are printed in: microseconds, or nanoseconds with `--ns`. */
  readonly spanEndNs: number | undefined;
  readonly timeZeroSeconds: number;
}

export interface OpenProgress {
  readonly phase: 'fetching' | 'inflating' | 'building';
  readonly bytesRead: number;
  /** undefined where the server did not say. */
  readonly bytesTotal: number | undefined;
}

export type ProfileFailureCode =
  /** 401: show the page where the admin token is typed, then open again. */
  | 'admin-token-required'
  | 'profile-not-found'
  | 'profile-not-ready'
  | 'profile-failed'
  /** No answer at all: offline, server stopped, connection cut in mid-way. */
  | 'network'
  /** Any other HTTP failure; `detail` has the server's words. */
  | 'server'
  /** What arrived is not a profile. */
  | 'damaged'
  | 'search-too-slow'
  /** Rows, period or a pattern that can't be used; `detail` says what to change. */
  | 'bad-query'
  | 'not-open'
  | 'released'
  /** A bug in the worker; `detail` is its message. */
  | 'worker-failed';

export interface WireFailure {
  readonly code: ProfileFailureCode;
  /** For people, with the cure where there is one. */
  readonly detail: string;
  readonly status: number | undefined;
}

export type ProfileQuery =
  | { readonly kind: 'open'; readonly profileId: string; readonly base: string }
  | { readonly kind: 'heatMap'; readonly query: HeatMapRequest }
  | { readonly kind: 'select'; readonly query: SelectRequest }
  | { readonly kind: 'subtree'; readonly query: SubtreeRequest }
  | { readonly kind: 'functionTotals'; readonly query: FunctionTotalsRequest }
  | { readonly kind: 'frameDetails'; readonly query: FrameDetailsRequest }
  | { readonly kind: 'search'; readonly query: SearchRequest }
  | { readonly kind: 'names'; readonly query: NamesRequest };

/** What the client's promises resolve to. */
export interface AnswerOfKind {
  readonly open: OpenedProfile;
  readonly heatMap: HeatMapAnswer;
  readonly select: SelectAnswer;
  readonly subtree: SubtreeAnswer;
  readonly functionTotals: FunctionTotalsAnswer;
  readonly frameDetails: FrameDetailsAnswer;
  readonly search: SearchAnswer;
  readonly names: NamesAnswer;
}

/** The same on the wire, where flame graphs are packed. */
export interface WireAnswerOfKind extends Omit<AnswerOfKind, 'select' | 'subtree'> {
  readonly select: Omit<SelectAnswer, 'root'> & { readonly packed: PackedFlameGraph };
  readonly subtree: Omit<SubtreeAnswer, 'root'> & { readonly packed: PackedFlameGraph | undefined };
}

export type ProfileAnswer = {
  readonly [Kind in keyof WireAnswerOfKind]: { readonly kind: Kind; readonly answer: WireAnswerOfKind[Kind] };
}[keyof WireAnswerOfKind];

export interface RequestMessage {
  readonly request: number;
  readonly query: ProfileQuery;
}

export type ResponseMessage =
  | { readonly kind: 'answer'; readonly request: number; readonly answer: ProfileAnswer }
  | { readonly kind: 'progress'; readonly request: number; readonly progress: OpenProgress }
  | { readonly kind: 'failure'; readonly request: number; readonly failure: WireFailure };
