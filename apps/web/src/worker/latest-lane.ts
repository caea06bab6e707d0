/**
 * One question at a time, and of those that wait only the newest: what a hand drags out is asked faster than it is answered.
 *
 *   asked     1  2  3  4        5
 *   computed  1───┐     4───┐   5───
 *   answers       1  ·  ·   4       (2 and 3 resolve to undefined as soon as they are overtaken)
 *
 * An answer that is ready is given even when a newer question waits: a live picture that lags beats one that stands still.
 */
export function createLatestLane<Query, Answer>(
  ask: (query: Query) => Promise<Answer>,
): (query: Query) => Promise<Answer | undefined> {
  let isBusy = false;
  let next:
    | { query: Query; resolve: (answer: Answer | undefined) => void; reject: (error: unknown) => void }
    | undefined;

  async function run(query: Query): Promise<Answer> {
    isBusy = true;
    try {
      return await ask(query);
    } finally {
      isBusy = false;
      const waiting = next;
      next = undefined;
      if (waiting !== undefined) run(waiting.query).then(waiting.resolve, waiting.reject);
    }
  }

  return (query) => {
    if (!isBusy) return run(query);
    next?.resolve(undefined);
    return new Promise((resolve, reject) => {
      next = { query, resolve, reject };
    });
  };
}
