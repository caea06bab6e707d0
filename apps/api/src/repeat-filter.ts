export interface RepeatedKind {
  readonly key: string;
  /** For the summary. */
  readonly text: string;
}

export interface RepeatFilterOptions {
  readonly everyMs?: number;
  /** More kinds at once than this are not told apart. */
  readonly maxKinds?: number;
}

/**
 * The first of a kind is told at once; those that follow are counted and told as one number, each `everyMs`. A kind that was
 * quiet for so long is new again.
 */
export function createRepeatFilter({
  everyMs = 60_000,
  maxKinds = 200,
}: RepeatFilterOptions = {}): (
  kind: RepeatedKind,
  tell: () => void,
  summarize: (times: number, seconds: number) => void,
) => void {
  const seen = new Map<string, { times: number; summarize: (times: number, seconds: number) => void }>();

  const settle = (key: string): void => {
    const kind = seen.get(key);
    if (kind === undefined) return;
    if (kind.times === 0) {
      seen.delete(key);
      return;
    }
    kind.summarize(kind.times, Math.round(everyMs / 1000));
    kind.times = 0;
    wait(key);
  };
  const wait = (key: string): void => void setTimeout(settle, everyMs, key).unref();

  return ({ key: asked }, tell, summarize) => {
    const key = seen.has(asked) || seen.size < maxKinds ? asked : 'others';
    const kind = seen.get(key);
    if (kind === undefined) {
      seen.set(key, { times: 0, summarize });
      tell();
      wait(key);
      return;
    }
    kind.times++;
    kind.summarize = summarize;
  };
}
