import type { ReleaseStack } from './release-stack.ts';

/** A start under way at the signal is waited for, so that what it is just starting is released as well. */
const START_GRACE_MS = 15_000;

/** A closed terminal is a wish to stop like the others. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

export interface RunningMain {
  readonly stopping: AbortSignal;
  /** Says why, releases everything and ends with 1: what the main stands on is gone for good. */
  readonly fail: (error: unknown) => void;
}

/**
 * Runs a main. The first SIGINT, SIGTERM or SIGHUP releases everything and ends with 0 (or 1 where a release failed); a second
 * one ends the process at once. A start that fails releases what had been started by then.
 */
export async function runUntilSignal(
  releases: ReleaseStack,
  start: (running: RunningMain) => Promise<void>,
  describe: (error: unknown) => string,
): Promise<void> {
  const controller = new AbortController();
  const started = Promise.withResolvers<void>();
  const stop = async (code: number): Promise<void> => {
    const failures = await releases.releaseAll();
    for (const failure of failures) console.error(failure.message);
    process.exit(failures.length > 0 ? 1 : code);
  };
  const stopOnceStarted = (code: number): void => {
    controller.abort();
    setTimeout(started.resolve, START_GRACE_MS).unref();
    void started.promise.then(() => stop(code));
  };
  const onSignal = (): void => {
    if (controller.signal.aborted) process.exit(130);
    stopOnceStarted(0);
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);
  // A terminal that was closed takes no more lines; that must not end the release.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  const fail = (error: unknown): void => {
    if (controller.signal.aborted) return;
    console.error(describe(error));
    stopOnceStarted(1);
  };
  try {
    await start({ stopping: controller.signal, fail });
  } catch (error) {
    // A start that a signal cut short fails as a matter of course.
    if (!controller.signal.aborted) {
      controller.abort();
      console.error(describe(error));
      await stop(1);
    }
  } finally {
    started.resolve();
  }
}
