import { setTimeout as sleep } from 'node:timers/promises';
import { EmbeddedPostgresError } from './embedded-error.ts';
import { type Postmaster, stopPostmaster } from './postmaster.ts';

/**
 * Keeps a server running that may end by itself: killed by the system for its memory, stopped by hand, out of disk.
 *
 *   runs ──ends──▶ lost ──start──▶ ready ──▶ runs          a server that ends again before it was steady uses up the same tries
 *                   ▲     │ fails
 *                   └─────┴── wait, next try; after the last: given up
 */
export interface KeepRunningEvents {
  readonly onLost: (reason: string) => void;
  readonly onRestarted: (milliseconds: number) => void;
  readonly onGivenUp: (error: EmbeddedPostgresError) => void;
}

export interface Restart {
  readonly start: () => Postmaster;
  /** Resolves when it lets clients in; recovery after a crash may take a while. */
  readonly untilReady: (server: Postmaster) => Promise<void>;
  /** Named where nothing else helps. */
  readonly logFile: string;
}

export interface KeepRunningTimes {
  /** Before each try; as many tries as entries. The first is at once. */
  readonly waitsMs: readonly number[];
  /** A server that has run for so long has its tries back. */
  readonly steadyMs: number;
}

const TIMES: KeepRunningTimes = { waitsMs: [0, 500, 2_000, 5_000, 10_000], steadyMs: 60_000 };

/** Without events nothing is restarted; the release stops what runs. */
export function keepRunning(
  first: Postmaster,
  { start, untilReady, logFile }: Restart,
  events: KeepRunningEvents | undefined,
  { waitsMs, steadyMs }: KeepRunningTimes = TIMES,
): { release(): Promise<void> } {
  const stop = new AbortController();
  let server = first;

  const restart = async (triesUsed: number): Promise<number | undefined> => {
    let reason = '';
    for (let tried = triesUsed; tried < waitsMs.length; tried++) {
      await sleep(waitsMs[tried], undefined, { signal: stop.signal }).catch(() => undefined);
      if (stop.signal.aborted) return undefined;
      try {
        server = start();
        await untilReady(server);
        return tried + 1;
      } catch (error) {
        if (stop.signal.aborted) return undefined;
        reason = error instanceof Error ? error.message : String(error);
        await stopPostmaster(server.pid);
      }
    }
    const cause = reason === '' ? 'It ended again each time soon after it was started.' : reason;
    throw new EmbeddedPostgresError(
      `The embedded Postgres ended by itself, and ${waitsMs.length} tries to start it again failed. ${cause}\nIts log: ${logFile}. Uploads and profiles are on disk as they were: set right what the log names (often a full disk or too little memory), and start again.`,
    );
  };

  const watch = async ({ onLost, onRestarted }: KeepRunningEvents): Promise<void> => {
    let triesUsed = 0;
    for (;;) {
      const since = Date.now();
      await server.ended;
      if (stop.signal.aborted) return;
      if (Date.now() - since >= steadyMs) triesUsed = 0;
      onLost(server.failed()?.split('\n', 1)[0] ?? 'it ended.');
      const lostAt = Date.now();
      const used = await restart(triesUsed);
      if (used === undefined) return;
      triesUsed = used;
      onRestarted(Date.now() - lostAt);
    }
  };
  const watching =
    events === undefined
      ? Promise.resolve()
      : watch(events).catch((error: unknown) =>
          events.onGivenUp(error instanceof EmbeddedPostgresError ? error : new EmbeddedPostgresError(String(error))),
        );

  return {
    release: async () => {
      stop.abort();
      await stopPostmaster(server.pid);
      await watching;
      await stopPostmaster(server.pid); // one that was started meanwhile
    },
  };
}
