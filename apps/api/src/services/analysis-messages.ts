import type { ErrorCode } from '@subsecond/contracts';
import type { ProfileEvent } from '@subsecond/profile';
import type { ThreadRow } from './ports.ts';

/**
 * What the API's thread and an analysis thread tell each other: a job goes over, the thread asks for the stored bytes it has
 * not cached, an answer comes back as finished bytes. Everything here is plain data.
 */

/** What of a profile is small; the rest is loaded. */
export interface ProfileSource {
  readonly profileId: string;
  /** Of the stored tables: part of every cache key. */
  readonly version: string;
  readonly name: string;
  readonly timeZeroSeconds: number;
  readonly timeResolutionNs: number;
  readonly events: readonly ProfileEvent[];
}

export interface FilterRequest {
  readonly cpus: readonly number[] | undefined;
  readonly pids: readonly number[] | undefined;
  readonly tids: readonly number[] | undefined;
  readonly comms: readonly string[] | undefined;
  /** As `parseSearchText` takes it. */
  readonly search: string | undefined;
  readonly idle: 'include' | 'exclude';
}

export interface HeatMapRequest {
  readonly kind: 'heat-map';
  readonly event: number;
  readonly filter: FilterRequest;
  readonly rows: number;
  readonly periodNs: number;
  readonly measure: 'samples' | 'cpus' | 'period';
}

export interface FlameGraphRequest {
  readonly kind: 'flame-graph';
  readonly event: number;
  readonly filter: FilterRequest;
  readonly ranges: RequestRanges;
  readonly measure: 'samples' | 'period';
  readonly format: 'json' | 'folded' | 'svg' | 'speedscope' | 'pprof' | 'pprof-samples';
  /** A set of name switches, as `@subsecond/names` prints it. */
  readonly names: string;
}

export interface SampleTableRequest {
  readonly kind: 'sample-table';
  readonly event: number;
  readonly filter: FilterRequest;
  readonly ranges: RequestRanges;
  readonly format: 'arrow';
}

/** Half-open; undefined takes every sample, those without a time too. Never empty. */
export type RequestRanges = readonly { readonly startNs: number; readonly endNs: number }[] | undefined;

export type AnalysisRequest = HeatMapRequest | FlameGraphRequest | SampleTableRequest;

/** Seconds are whole, half-open; undefined means all, the samples without time included. An undefined event means all events. */
export interface SampleSelection {
  readonly event: number | undefined;
  readonly seconds: { readonly from: number; readonly to: number } | undefined;
}

export interface StoredTables {
  readonly threads: readonly ThreadRow[];
  /** One deflated stream, cut. */
  readonly stackParts: readonly Uint8Array[];
}

export interface StoredChunk {
  readonly event: number;
  readonly second: number;
  /** Deflated. */
  readonly bytes: Uint8Array;
}

/** Where an analysis gets what it does not have; whoever gives one has checked access. */
export interface StoredData {
  tables(): Promise<StoredTables>;
  chunks(selection: SampleSelection): Promise<readonly StoredChunk[]>;
}

export interface AnalysisJob {
  readonly source: ProfileSource;
  readonly request: AnalysisRequest;
}

export type ToThread =
  | { readonly kind: 'job'; readonly id: number; readonly job: AnalysisJob }
  | { readonly kind: 'tables'; readonly id: number; readonly tables: StoredTables }
  | { readonly kind: 'chunks'; readonly id: number; readonly chunks: readonly StoredChunk[] }
  | { readonly kind: 'load-failed'; readonly id: number; readonly message: string };

export type FromThread =
  | { readonly kind: 'load-tables'; readonly id: number }
  | { readonly kind: 'load-chunks'; readonly id: number; readonly selection: SampleSelection }
  | { readonly kind: 'answer'; readonly id: number; readonly body: Uint8Array }
  | { readonly kind: 'refused'; readonly id: number; readonly code: ErrorCode; readonly detail: string }
  | { readonly kind: 'failed'; readonly id: number; readonly message: string };
