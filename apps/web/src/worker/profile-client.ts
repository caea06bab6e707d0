import type {
  FrameDetailsAnswer,
  FrameDetailsRequest,
  FunctionTotalsAnswer,
  FunctionTotalsRequest,
  HeatMapAnswer,
  HeatMapRequest,
  OpenedProfile,
  OpenProgress,
  ProfileFailureCode,
  SearchAnswer,
  SearchRequest,
  SelectAnswer,
  SelectRequest,
  SubtreeAnswer,
  SubtreeRequest,
  WireFailure,
} from './protocol.ts';

/** What every promise of the client is rejected with. */
export class ProfileClientError extends Error {
  readonly code: ProfileFailureCode;
  readonly detail: string;
  readonly status: number | undefined;

  constructor(failure: WireFailure) {
    super(`${failure.code}: ${failure.detail}`);
    this.name = 'ProfileClientError';
    this.code = failure.code;
    this.detail = failure.detail;
    this.status = failure.status;
  }
}

export interface ProfileClientOptions {
  /** `startProfileWorker` of start-profile-worker.ts on the page; a fake in tests. */
  readonly createWorker: () => Worker;
  /** Origin of the API, without a slash at the end. The page's own when absent (a worker may run from a blob: URL, which has none). */
  readonly base?: string;
}

/**
 * Promises over the worker. `heatMap`, `select`, `functionTotals` and `search` are latest-wins, each for itself: while one is
 * being computed only the newest of those that wait is kept, and a promise that was overtaken resolves to undefined.
 */
export interface ProfileClient {
  open(profileId: string, onProgress?: (progress: OpenProgress) => void): Promise<OpenedProfile>;
  heatMap(query: HeatMapRequest): Promise<HeatMapAnswer | undefined>;
  select(query: SelectRequest): Promise<SelectAnswer | undefined>;
  functionTotals(query: FunctionTotalsRequest): Promise<FunctionTotalsAnswer | undefined>;
  search(query: SearchRequest): Promise<SearchAnswer | undefined>;
  subtree(query: SubtreeRequest): Promise<SubtreeAnswer>;
  frameDetails(query: FrameDetailsRequest): Promise<FrameDetailsAnswer>;
  /** Ends the worker; whatever waits is rejected with `released`. Safe to call twice. */
  release(): void;
}

export function createProfileClient(options: ProfileClientOptions): ProfileClient {
  void options;
  throw new Error('createProfileClient: not written yet');
}
