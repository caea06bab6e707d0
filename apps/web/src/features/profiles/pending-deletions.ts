/** Profiles that are hidden already, but deleted only when the time to undo it is over. */
export interface PendingDeletions {
  /** One of the two is called, once: `carryOut` by `finish` or `flush`, `onUndone` by `undo`. */
  begin(id: string, carryOut: () => void, onUndone: () => void): void;
  undo(id: string): void;
  /** The last one that can still be undone. */
  undoLatest(): void;
  /** The time to undo is over. The id stays hidden until `forget`, so that it does not flash up before the server knows. */
  finish(id: string): void;
  forget(id: string): void;
  /** The page goes away: all of it now. */
  readonly flush: () => void;
  readonly hidden: () => ReadonlySet<string>;
  readonly subscribe: (onChange: () => void) => () => void;
}

export function createPendingDeletions(): PendingDeletions {
  const pending = new Map<string, { carryOut: () => void; onUndone: () => void }>();
  let hidden: ReadonlySet<string> = new Set();
  const listeners = new Set<() => void>();

  function setHidden(id: string, isHidden: boolean): void {
    const next = new Set(hidden);
    if (isHidden) next.add(id);
    else next.delete(id);
    hidden = next;
    for (const listener of [...listeners]) listener();
  }

  function finish(id: string): void {
    const deletion = pending.get(id);
    pending.delete(id);
    deletion?.carryOut();
  }

  function undo(id: string): void {
    const deletion = pending.get(id);
    if (deletion === undefined) return;
    pending.delete(id);
    setHidden(id, false);
    deletion.onUndone();
  }

  return {
    begin(id, carryOut, onUndone) {
      pending.set(id, { carryOut, onUndone });
      setHidden(id, true);
    },
    undo,
    undoLatest() {
      const latest = [...pending.keys()].at(-1);
      if (latest !== undefined) undo(latest);
    },
    finish,
    forget: (id) => setHidden(id, false),
    flush: () => {
      for (const id of [...pending.keys()]) finish(id);
    },
    hidden: () => hidden,
    subscribe(onChange) {
      listeners.add(onChange);
      return () => listeners.delete(onChange);
    },
  };
}
