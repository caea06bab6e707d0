/** Profiles that are hidden already, but deleted only when the time to undo it is over. */
export interface PendingDeletions {
  /** `carryOut` is called once, by `finish` or `flush`, unless `undo` comes first. */
  begin(id: string, carryOut: () => void): void;
  undo(id: string): void;
  /** The time to undo is over. The id stays hidden until `forget`, so that it does not flash up before the server knows. */
  finish(id: string): void;
  forget(id: string): void;
  /** The page goes away: all of it now. */
  readonly flush: () => void;
  readonly hidden: () => ReadonlySet<string>;
  readonly subscribe: (onChange: () => void) => () => void;
}

export function createPendingDeletions(): PendingDeletions {
  const pending = new Map<string, () => void>();
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
    const carryOut = pending.get(id);
    pending.delete(id);
    carryOut?.();
  }

  return {
    begin(id, carryOut) {
      pending.set(id, carryOut);
      setHidden(id, true);
    },
    undo(id) {
      if (pending.delete(id)) setHidden(id, false);
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
