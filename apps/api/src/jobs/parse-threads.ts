import { Worker } from 'node:worker_threads';
import { ParseFailure, type UploadParser } from '../services/parse-profile.service.ts';
import { type ParseBounds, parseInThread, ThreadSpent } from './parse-in-thread.ts';
import type { ParseThreadLimits } from './parse-thread-messages.ts';

/**
 * Uploads are parsed in threads, so that the event loop goes on renewing the locks of running jobs. A thread is used for one
 * upload after the other, because warm code reads several times as fast; after a bug, a full heap or a deadline it is replaced.
 */
export interface ParseThreadsOptions extends ParseBounds {
  /** Uploads parsed at once; a further one waits. */
  readonly threads: number;
  readonly limits: ParseThreadLimits;
}

export function createParseThreads(options: ParseThreadsOptions): UploadParser & { release(): Promise<void> } {
  const idle: Worker[] = [];
  const all = new Set<Worker>();
  const waiting: (() => void)[] = [];
  let running = 0;
  let uploads = 0;
  let released = false;

  const start = (): Worker => {
    const thread = new Worker(new URL('./parse-thread.ts', import.meta.url), {
      workerData: plainLimits(options.limits),
      resourceLimits: { maxOldGenerationSizeMb: options.maxMemoryMb },
      name: 'parse',
    });
    thread.unref();
    thread.on('error', () => undefined); // a running upload listens as well; an idle thread is replaced when it is needed
    thread.on('exit', () => {
      all.delete(thread);
      const index = idle.indexOf(thread);
      if (index >= 0) idle.splice(index, 1);
    });
    all.add(thread);
    return thread;
  };

  const take = async (): Promise<Worker> => {
    while (running >= options.threads) await new Promise<void>((resolve) => waiting.push(resolve));
    if (released) throw new Error('the parse threads have been released');
    running++;
    return idle.pop() ?? start();
  };

  const giveBack = (thread: Worker, reusable: boolean): void => {
    running--;
    if (reusable && !released && all.has(thread)) idle.push(thread);
    else void thread.terminate();
    waiting.shift()?.();
  };

  for (let i = 0; i < options.threads; i++) idle.push(start());

  return {
    parse: async (upload, onProgress) => {
      const thread = await take();
      let reusable = false;
      try {
        const tables = await parseInThread(thread, uploads++, upload, onProgress, options);
        reusable = true;
        return tables;
      } catch (error) {
        reusable = error instanceof ParseFailure && !(error instanceof ThreadSpent);
        throw error;
      } finally {
        giveBack(thread, reusable);
      }
    },
    release: async () => {
      released = true;
      await Promise.all([...all].map((thread) => thread.terminate()));
      for (const wake of waiting.splice(0)) wake();
    },
  };
}

/** Whoever passes more than the limits (a whole configuration) does not send its secrets into the threads. */
const plainLimits = ({
  maxInflatedBytes,
  maxInflationRatio,
  maxLineBytes,
  maxStackDepth,
  maxStrings,
  maxStacks,
  maxSamples,
  maxDocumentBytes,
}: ParseThreadLimits): ParseThreadLimits => ({
  maxInflatedBytes,
  maxInflationRatio,
  maxLineBytes,
  maxStackDepth,
  maxStrings,
  maxStacks,
  maxSamples,
  maxDocumentBytes,
});
