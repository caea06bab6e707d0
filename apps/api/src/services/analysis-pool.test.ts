import { AppError } from '@subsecond/contracts';
import { afterEach, describe, expect, it } from 'vitest';
import type { AnalysisJob, StoredData } from './analysis-messages.ts';
import { type AnalysisPool, createAnalysisPool } from './analysis-pool.ts';

let pool: AnalysisPool;
afterEach(() => pool.release());

const OPTIONS = { threads: 1, deadlineMs: 20_000, cacheBytes: 1 << 20, maxHeapMb: 256, maxWaiting: 2 };
const never: StoredData = { tables: () => new Promise(() => undefined), chunks: () => new Promise(() => undefined) };
const failing: StoredData = {
  tables: () => Promise.reject(new Error('connection lost')),
  chunks: () => Promise.reject(new Error('connection lost')),
};

function job(search?: string): AnalysisJob {
  return {
    source: { profileId: 'p', version: '1', name: 'p', timeZeroSeconds: 0, timeResolutionNs: 1000, events: [] },
    request: {
      kind: 'flame-graph',
      event: 0,
      filter: { cpus: undefined, pids: undefined, tids: undefined, comms: undefined, search, idle: 'include' },
      ranges: undefined,
      measure: 'samples',
      format: 'json',
      names: 'raw',
    },
  };
}

describe('createAnalysisPool', () => {
  it('hands on why the stored data could not be read, and goes on with the next job', async () => {
    pool = createAnalysisPool(OPTIONS);
    await expect(pool.run(job(), failing)).rejects.toThrow('connection lost');
    await expect(pool.run(job(), failing)).rejects.toThrow('connection lost');
  });

  it('gives up a job at its deadline, says whether it was the search, and starts a new thread', async () => {
    pool = createAnalysisPool({ ...OPTIONS, deadlineMs: 50 });
    await expect(pool.run(job(), never)).rejects.toMatchObject({ code: 'unavailable' });
    await expect(pool.run(job('x'), never)).rejects.toMatchObject({ code: 'search-too-slow' });
  });

  it('refuses more jobs than may wait', async () => {
    pool = createAnalysisPool({ ...OPTIONS, deadlineMs: 200 });
    const running = [1, 2, 3].map(() => pool.run(job(), never).catch((error: unknown) => error));
    await expect(pool.run(job(), never)).rejects.toMatchObject({ code: 'unavailable', retryAfterSeconds: 5 });
    expect((await Promise.all(running)).every((error) => error instanceof AppError)).toBe(true);
  });

  it('answers every job that a release cuts short', async () => {
    pool = createAnalysisPool(OPTIONS);
    const running = [1, 2].map(() => pool.run(job(), never).catch((error: unknown) => error));
    await pool.release();
    for (const error of await Promise.all(running)) expect(error).toMatchObject({ code: 'unavailable' });
    await expect(pool.run(job(), never)).rejects.toMatchObject({ code: 'unavailable' });
  });
});
