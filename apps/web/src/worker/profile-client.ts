import { flameGraphNodes } from '@subsecond/profile';
import { createLatestLane } from './latest-lane.ts';
import { isPatternSearch } from './name-search.ts';
import type {
  FrameDetailsAnswer,
  FrameDetailsRequest,
  FunctionTotalsAnswer,
  FunctionTotalsRequest,
  HeatMapAnswer,
  HeatMapRequest,
  NamesAnswer,
  NamesRequest,
  OpenedProfile,
  OpenProgress,
  ProfileAnswer,
  ProfileFailureCode,
  ProfileQuery,
  RequestMessage,
  ResponseMessage,
  SearchAnswer,
  SearchRequest,
  SelectAnswer,
  SelectRequest,
  SubtreeAnswer,
  SubtreeRequest,
  WireAnswerOfKind,
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
  readonly patternDeadlineMs?: number;
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
  names(query: NamesRequest): Promise<NamesAnswer>;
  /** Ends the worker; whatever waits is rejected with `released`. Safe to call twice. */
  release(): void;
}

/** Longer than any honest query on any profile that fits; only a regular expression that backtracks for ever gets here. */
const PATTERN_DEADLINE_MS = 5_000;

interface Waiting {
  readonly query: ProfileQuery;
  readonly resolve: (answer: ProfileAnswer) => void;
  readonly reject: (error: ProfileClientError) => void;
  readonly onProgress: ((progress: OpenProgress) => void) | undefined;
  deadline: ReturnType<typeof setTimeout> | undefined;
}

export function createProfileClient(options: ProfileClientOptions): ProfileClient {
  const base = options.base ?? globalThis.location.origin;
  const deadlineMs = options.patternDeadlineMs ?? PATTERN_DEADLINE_MS;
  const waiting = new Map<number, Waiting>();
  let worker: Worker | undefined = startWorker();
  let nextRequest = 1;
  let openProfileId: string | undefined;
  /** Settles when the worker is free to answer: no deadline runs while it still fetches. */
  let opening: Promise<unknown> = Promise.resolve();

  function startWorker(): Worker {
    const started = options.createWorker();
    started.onmessage = (event: MessageEvent<ResponseMessage>) => receive(event.data);
    started.onerror = (event) =>
      failAll({
        code: 'worker-failed',
        detail: event.message || 'The worker could not be started. Reload the page.',
        status: undefined,
      });
    started.onmessageerror = () =>
      failAll({ code: 'worker-failed', detail: 'An answer of the worker could not be read.', status: undefined });
    return started;
  }

  function receive(message: ResponseMessage): void {
    const request = waiting.get(message.request);
    if (request === undefined) return;
    if (message.kind === 'progress') {
      request.onProgress?.(message.progress);
      return;
    }
    waiting.delete(message.request);
    clearTimeout(request.deadline);
    if (message.kind === 'answer') request.resolve(message.answer);
    else request.reject(new ProfileClientError(message.failure));
  }

  function failAll(failure: WireFailure): void {
    const all = [...waiting.values()];
    waiting.clear();
    for (const request of all) {
      clearTimeout(request.deadline);
      request.reject(new ProfileClientError(failure));
    }
  }

  function post(request: number, query: ProfileQuery): void {
    const message: RequestMessage = { request, query };
    worker?.postMessage(message);
    if (!hasPattern(query)) return;
    void opening.then(() => {
      const asked = waiting.get(request);
      if (asked !== undefined) asked.deadline = setTimeout(() => restart(request), deadlineMs);
    });
  }

  function ask<Kind extends ProfileQuery['kind']>(
    query: QueryOf<Kind>,
    onProgress?: (progress: OpenProgress) => void,
  ): Promise<WireAnswerOfKind[Kind]> {
    return new Promise((resolve, reject) => {
      if (worker === undefined) {
        reject(new ProfileClientError({ code: 'released', detail: 'The profile was closed.', status: undefined }));
        return;
      }
      const request = nextRequest++;
      waiting.set(request, {
        query,
        resolve: (answer) => {
          if (isAnswerTo(answer, query.kind)) resolve(answer.answer);
          else
            reject(
              new ProfileClientError({
                code: 'worker-failed',
                detail: `${query.kind} was answered by ${answer.kind}`,
                status: undefined,
              }),
            );
        },
        reject,
        onProgress,
        deadline: undefined,
      });
      post(request, query);
    });
  }

  function open(profileId: string, onProgress?: (progress: OpenProgress) => void): Promise<OpenedProfile> {
    openProfileId = profileId;
    const opened = ask<'open'>({ kind: 'open', profileId, base }, onProgress);
    opening = opened.catch(() => undefined);
    return opened;
  }

  /**
   * Nothing can interrupt a regular expression but the end of its thread. The profile is opened again, from the browser's
   * cache; what waited without fault is asked again, what brings a regular expression is not.
   */
  function restart(tooSlow: number): void {
    if (worker === undefined || !waiting.has(tooSlow)) return;
    worker.terminate();
    const innocent = [...waiting].filter(([, request]) => !hasPattern(request.query));
    for (const [request] of innocent) waiting.delete(request);
    const guilty: WireFailure = {
      code: 'search-too-slow',
      detail: 'The regular expression took too long. Make it simpler, or search for text without slashes.',
      status: undefined,
    };
    worker = startWorker();
    const wasOpening = innocent.some(([, request]) => request.query.kind === 'open');
    if (openProfileId !== undefined && !wasOpening) open(openProfileId).catch(() => undefined);
    for (const [request, entry] of innocent) {
      waiting.set(request, entry);
      post(request, entry.query);
    }
    for (const [request, entry] of [...waiting]) {
      if (!hasPattern(entry.query)) continue;
      waiting.delete(request);
      clearTimeout(entry.deadline);
      entry.reject(new ProfileClientError(guilty));
    }
  }

  const lanes = {
    heatMap: createLatestLane((query: HeatMapRequest) => ask<'heatMap'>({ kind: 'heatMap', query })),
    select: createLatestLane((query: SelectRequest) => ask<'select'>({ kind: 'select', query }).then(unpackSelect)),
    functionTotals: createLatestLane((query: FunctionTotalsRequest) =>
      ask<'functionTotals'>({ kind: 'functionTotals', query }),
    ),
    search: createLatestLane((query: SearchRequest) => ask<'search'>({ kind: 'search', query })),
  };

  return {
    open,
    heatMap: lanes.heatMap,
    select: lanes.select,
    functionTotals: lanes.functionTotals,
    search: lanes.search,
    subtree: (query) => ask<'subtree'>({ kind: 'subtree', query }).then(unpackSubtree),
    frameDetails: (query) => ask<'frameDetails'>({ kind: 'frameDetails', query }),
    names: (query) => ask<'names'>({ kind: 'names', query }),
    release() {
      worker?.terminate();
      worker = undefined;
      failAll({ code: 'released', detail: 'The profile was closed.', status: undefined });
    },
  };
}

type QueryOf<Kind extends ProfileQuery['kind']> = Extract<ProfileQuery, { kind: Kind }>;

function unpackSelect({ packed, ...rest }: WireAnswerOfKind['select']): SelectAnswer {
  return { ...rest, root: flameGraphNodes(packed) };
}

function unpackSubtree({ packed, ...rest }: WireAnswerOfKind['subtree']): SubtreeAnswer {
  return { ...rest, root: packed === undefined ? undefined : flameGraphNodes(packed) };
}

function isAnswerTo<Kind extends ProfileQuery['kind']>(
  answer: ProfileAnswer,
  kind: Kind,
): answer is ProfileAnswer & { kind: Kind; answer: WireAnswerOfKind[Kind] } {
  return answer.kind === kind;
}

/** Whether the worker will run a person's regular expression for this. */
function hasPattern(query: ProfileQuery): boolean {
  switch (query.kind) {
    case 'open':
    case 'names':
      return false;
    case 'select':
    case 'functionTotals':
    case 'search':
      return isPatternSearch(query.query.search) || isPatternSearch(query.query.filter.frame);
    case 'heatMap':
    case 'subtree':
    case 'frameDetails':
      return isPatternSearch(query.query.filter.frame);
    default:
      return assertUnreachable(query);
  }
}

function assertUnreachable(value: never): never {
  throw new Error(`unreachable: ${JSON.stringify(value)}`);
}
