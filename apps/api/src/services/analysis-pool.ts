import { Worker } from 'node:worker_threads';
import { AppError } from '@subsecond/contracts';
import type { AnalysisJob, FromThread, StoredData, ToThread } from './analysis-messages.ts';

/**
 * Threads that decode, aggregate and write answers, so that the API's own thread only moves bytes. A profile goes to the same
 * thread while it can, since that one has its tables cached. A job past its deadline costs the thread: nothing else stops a
 * computation that does not want to.
 */
export interface AnalysisPool {
  run(job: AnalysisJob, data: StoredData): Promise<Uint8Array>;
  /** Starts the threads before they are needed: loading their code takes longer than most answers. */
  startThreads(): void;
  release(): Promise<void>;
}

export interface AnalysisPoolOptions {
  readonly threads: number;
  readonly deadlineMs: number;
  /** Of decoded tables, a thread. */
  readonly cacheBytes: number;
  readonly maxHeapMb: number;
  /** Jobs waiting for one thread. */
  readonly maxWaiting: number;
}

export const DEFAULT_ANALYSIS_POOL: AnalysisPoolOptions = {
  threads: 2,
  deadlineMs: 30_000,
  cacheBytes: 256 * 2 ** 20,
  maxHeapMb: 2048,
  maxWaiting: 64,
};

interface Pending {
  readonly id: number;
  readonly job: AnalysisJob;
  readonly data: StoredData;
  readonly resolve: (body: Uint8Array) => void;
  readonly reject: (error: unknown) => void;
}

interface Slot {
  worker: Worker | undefined;
  current: Pending | undefined;
  deadline: NodeJS.Timeout | undefined;
  readonly waiting: Pending[];
}

export function createAnalysisPool(options: AnalysisPoolOptions = DEFAULT_ANALYSIS_POOL): AnalysisPool {
  const slots: Slot[] = Array.from({ length: options.threads }, () => ({
    worker: undefined,
    current: undefined,
    deadline: undefined,
    waiting: [],
  }));
  let nextId = 0;
  let isReleased = false;

  const settle = (slot: Slot, finish: (pending: Pending) => void) => {
    const { current } = slot;
    clearTimeout(slot.deadline);
    slot.current = undefined;
    if (current !== undefined) finish(current);
    startNext(slot);
  };

  const abandonWorker = (slot: Slot): Promise<number> | undefined => {
    const { worker } = slot;
    slot.worker = undefined;
    worker?.removeAllListeners();
    // A thread that is being ended may still fail; nobody waits for it.
    worker?.on('error', () => undefined);
    return worker?.terminate();
  };

  const startWorker = (slot: Slot): Worker => {
    const worker = new Worker(new URL('./analysis-thread.ts', import.meta.url), {
      workerData: options.cacheBytes,
      resourceLimits: { maxOldGenerationSizeMb: options.maxHeapMb },
    });
    worker.on('message', (message: FromThread) => handle(slot, message));
    worker.on('error', (error) => {
      abandonWorker(slot);
      settle(slot, ({ reject }) => reject(isOutOfMemory(error) ? tooMuch('memory') : error));
    });
    return worker;
  };

  const handle = (slot: Slot, message: FromThread) => {
    const { current } = slot;
    if (current === undefined || current.id !== message.id) return;
    switch (message.kind) {
      case 'load-tables':
        reply(
          slot,
          current,
          current.data.tables().then((tables) => ({ kind: 'tables', id: current.id, tables })),
        );
        break;
      case 'load-chunks':
        reply(
          slot,
          current,
          current.data.chunks(message.selection).then((chunks) => ({ kind: 'chunks', id: current.id, chunks })),
        );
        break;
      case 'answer':
        settle(slot, ({ resolve }) => resolve(message.body));
        break;
      case 'refused':
        settle(slot, ({ reject }) => reject(new AppError(message.code, message.detail)));
        break;
      case 'failed':
        settle(slot, ({ reject }) => reject(new Error(`analysis failed: ${message.message}`)));
        break;
    }
  };

  const reply = (slot: Slot, pending: Pending, loading: Promise<ToThread>) => {
    const { worker } = slot;
    loading.then(
      (message) => {
        if (slot.current === pending) worker?.postMessage(message);
      },
      (error: unknown) => {
        if (slot.current !== pending) return;
        // The thread still waits for its data: it is told, and its own failure is then passed over for the real one.
        worker?.postMessage({
          kind: 'load-failed',
          id: pending.id,
          message: 'the stored data could not be read',
        } satisfies ToThread);
        settle(slot, ({ reject }) => reject(error));
      },
    );
  };

  const startNext = (slot: Slot) => {
    if (slot.current !== undefined || isReleased) return;
    const next = slot.waiting.shift();
    if (next === undefined) return;
    slot.current = next;
    slot.worker ??= startWorker(slot);
    slot.deadline = setTimeout(() => {
      abandonWorker(slot);
      settle(slot, ({ job, reject }) =>
        reject(job.request.filter.search === undefined ? tooMuch('time') : searchTooSlow(job.request.filter.search)),
      );
    }, options.deadlineMs);
    slot.worker.postMessage({ kind: 'job', id: next.id, job: next.job } satisfies ToThread);
  };

  return {
    run(job, data) {
      if (isReleased)
        return Promise.reject(
          new AppError('unavailable', 'The server is shutting down. Try again in a few seconds.', 5),
        );
      const slot = chooseSlot(slots, job.source.profileId);
      if (slot === undefined || slot.waiting.length >= options.maxWaiting)
        return Promise.reject(
          new AppError('unavailable', 'Too many analyses are waiting. Try again in a few seconds.', 5),
        );
      return new Promise((resolve, reject) => {
        slot.waiting.push({ id: nextId++, job, data, resolve, reject });
        startNext(slot);
      });
    },
    startThreads() {
      if (!isReleased) for (const slot of slots) slot.worker ??= startWorker(slot);
    },
    async release() {
      isReleased = true;
      for (const slot of slots) {
        const stopping = new AppError('unavailable', 'The server is shutting down. Try again in a few seconds.', 5);
        clearTimeout(slot.deadline);
        slot.current?.reject(stopping);
        for (const { reject } of slot.waiting.splice(0)) reject(stopping);
        await abandonWorker(slot);
      }
    },
  };
}

/** The profile's own thread, unless that one is busy and another is not. */
function chooseSlot(slots: readonly Slot[], profileId: string): Slot | undefined {
  let hash = 0;
  for (let i = 0; i < profileId.length; i++) hash = (hash * 31 + profileId.charCodeAt(i)) >>> 0;
  const own = slots[hash % slots.length];
  if (own === undefined || own.current === undefined) return own;
  return slots.find((slot) => slot.current === undefined) ?? own;
}

function isOutOfMemory(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
}

function tooMuch(what: 'time' | 'memory'): AppError {
  return new AppError(
    'unavailable',
    `The analysis took more ${what} than this server gives it. Ask for a shorter range, a longer period, or fewer rows.`,
  );
}

function searchTooSlow(search: string): AppError {
  return new AppError(
    'search-too-slow',
    `The search ${JSON.stringify(search)} did not end in time. Give a simpler pattern, above all with smaller repetitions such as {1000}, or a shorter range.`,
  );
}
