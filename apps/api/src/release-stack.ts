/** What was started, to be released in the opposite order. Every start pushes its release here at once. */
export interface ReleaseStack {
  push(name: string, release: () => Promise<void> | void): void;
  /** Runs every release, also after one has failed; answers what failed. A second call waits for the first. */
  releaseAll(): Promise<readonly Error[]>;
}

export function createReleaseStack(): ReleaseStack {
  const releases: { readonly name: string; readonly release: () => Promise<void> | void }[] = [];
  let releasing: Promise<readonly Error[]> | undefined;

  const run = async (): Promise<readonly Error[]> => {
    const failures: Error[] = [];
    for (let next = releases.pop(); next !== undefined; next = releases.pop()) {
      const { name, release } = next;
      try {
        await release();
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
    push: (name, release) => void releases.push({ name, release }),
    releaseAll: () => {
      releasing ??= run();
      return releasing;
    },
  };
}
