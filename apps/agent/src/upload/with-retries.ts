import { UploadError } from './upload-error.ts';

const FIRST_DELAY_MS = 1000;
const LONGEST_DELAY_MS = 60_000;
/** A server may ask for patience, not for eternity. */
const LONGEST_RETRY_AFTER_MS = 600_000;

export interface RetryOptions {
  readonly attempts: number;
  readonly wait: (ms: number) => Promise<unknown>;
  /** In [0, 1). */
  readonly random: () => number;
  readonly report: (line: string) => void;
}

/**
 * Tries `work` until it succeeds, fails for good, or the attempts are used up. Pauses double from one second to a
 * minute, each shortened by up to a half at random, so that a fleet does not come back in step.
 */
export async function withRetries<T>(
  work: () => Promise<T>,
  { attempts, wait, random, report }: RetryOptions,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof UploadError) || !error.isWorthRetrying || attempt >= attempts) throw error;
      const delayMs = Math.round(
        error.retryAfterMs === undefined
          ? backOff(attempt, random())
          : Math.min(error.retryAfterMs, LONGEST_RETRY_AFTER_MS),
      );
      report(
        `${error.message} Trying again in ${(delayMs / 1000).toFixed(1)} s (${attempt} of ${attempts} attempts used).`,
      );
      await wait(delayMs);
    }
  }
}

function backOff(attempt: number, random: number): number {
  return Math.min(FIRST_DELAY_MS * 2 ** (attempt - 1), LONGEST_DELAY_MS) * (1 - random / 2);
}
