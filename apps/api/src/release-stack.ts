/** What was started, to be released in the opposite order. Every start pushes its release here at once. */
export interface ReleaseStack {
  push(name: string, release: () => Promise<void> | void, deadlineMs?: number): void;
  /** Runs every release, also after one has failed or has not ended in time; answers what failed. A second call waits for the first. */
  releaseAll(): Promise<readonly Error[]>;
}

/** Whatever waits longer than this, for a database that is gone, say, must not keep the others from being released. */
const DEADLINE_MS = 15_000;

export function createReleaseStack(): ReleaseStack {
  const releases: {
    readonly name: string;
    readonly release: () => Promise<void> | void;
    readonly deadlineMs: number;
  }[] = [];
  let releasing: Promise<readonly Error[]> | undefined;

  const run = async (): Promise<readonly Error[]> => {
    const failures: Error[] = [];
    for (let next = releases.pop(); next !== undefined; next = releases.pop()) {
      const { name, release, deadlineMs } = next;
      try {
        await inTime(release, deadlineMs);
      } catch (cause) {
        failures.push(
          new Error(`${name} could not be released: ${cause instanceof Error ? cause.message : String(cause)}`, {
            cause,
          }),
        );
      }
    }
    return failures;
  };

  return {
    push: (name, release, deadlineMs = DEADLINE_MS) => void releases.push({ name, release, deadlineMs }),
    releaseAll: () => {
      releasing ??= run();
      return releasing;
    },
  };
}

async function inTime(release: () => Promise<void> | void, deadlineMs: number): Promise<void> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`it did not end within ${deadlineMs} ms`)), deadlineMs);
  try {
    await Promise.race([release(), late]);
  } finally {
    clearTimeout(timer);
  }
}
