import type { ReleaseStack } from './release-stack.ts';

/** A start under way at the signal is waited for, so that what it is just starting is released as well. */
const START_GRACE_MS = 15_000;

/**
 * Runs a main. The first SIGINT or SIGTERM releases everything and ends with 0 (or 1 where a release failed); a second one
 * ends the process at once. A start that fails releases what had been started by then.
 */
export async function runUntilSignal(
  releases: ReleaseStack,
  start: (stopping: AbortSignal) => Promise<void>,
  describe: (error: unknown) => string,
): Promise<void> {
  const controller = new AbortController();
  const started = Promise.withResolvers<void>();
  const stop = async (code: number): Promise<void> => {
    const failures = await releases.releaseAll();
    for (const failure of failures) console.error(failure.message);
    process.exit(failures.length > 0 ? 1 : code);
  };
  const onSignal = () => {
    if (controller.signal.aborted) process.exit(130);
    controller.abort();
    setTimeout(started.resolve, START_GRACE_MS).unref();
    void started.promise.then(() => stop(0));
  };
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
  try {
    await start(controller.signal);
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
