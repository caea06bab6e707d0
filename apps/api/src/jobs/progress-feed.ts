import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { z } from 'zod';
import type { ParseProgress } from '../services/parse-profile.service.ts';
import type { ProgressFeed } from '../services/ports.ts';

/**
 * Progress travels by Postgres' NOTIFY: it reaches every API process wherever the worker runs and whatever the queue's back end,
 * and stores nothing. It may be lost; the row's status is the truth, and whoever waits for it looks there as well.
 */
export const PROGRESS_CHANNEL = 'subsecond_progress';

const message = z.object({
  profileId: z.string(),
  bytesRead: z.number(),
  bytesTotal: z.number(),
  samples: z.number(),
  phase: z.enum(['waiting', 'reading', 'storing', 'done']),
});

export interface ProgressFeedOptions {
  readonly databaseUrl: string;
  readonly onError: (error: Error) => void;
}

const RECONNECT_MS = 1_000;

type Listener = (progress: ParseProgress) => void;

/** Listens on one connection from the first subscriber on. */
export function createProgressFeed(options: ProgressFeedOptions): ProgressFeed & { release(): Promise<void> } {
  const listeners = new Map<string, Set<Listener>>();
  const stop = new AbortController();
  let listening: Promise<void> | undefined;

  const deliver = (payload: string | undefined): void => {
    const parsed = message.safeParse(safeJson(payload));
    if (!parsed.success) return;
    const { profileId, ...progress } = parsed.data;
    for (const listener of listeners.get(profileId) ?? []) listener(progress);
  };

  const listenOnce = async (): Promise<void> => {
    const client = new pg.Client({
      connectionString: options.databaseUrl,
      application_name: 'subsecond-progress',
      keepAlive: true,
    });
    const lost = new Promise<void>((resolve) => {
      client.on('error', (error) => {
        options.onError(error);
        resolve();
      });
      client.on('end', resolve);
      stop.signal.addEventListener('abort', () => resolve(), { once: true });
    });
    client.on('notification', ({ payload }) => deliver(payload));
    try {
      await client.connect();
      await client.query(`LISTEN ${PROGRESS_CHANNEL}`);
      await lost;
    } catch (error) {
      options.onError(error instanceof Error ? error : new Error(String(error)));
    } finally {
      await client.end().catch(() => undefined); // it may have been lost already
    }
  };

  const listen = async (): Promise<void> => {
    while (!stop.signal.aborted) {
      await listenOnce();
      await sleep(RECONNECT_MS, undefined, { signal: stop.signal }).catch(() => undefined);
    }
  };

  return {
    subscribe: (profileId, listener) => {
      listening ??= listen();
      const ofProfile = listeners.get(profileId) ?? new Set<Listener>();
      listeners.set(profileId, ofProfile.add(listener));
      return () => {
        ofProfile.delete(listener);
        if (ofProfile.size === 0 && listeners.get(profileId) === ofProfile) listeners.delete(profileId);
      };
    },
    release: async () => {
      stop.abort();
      await listening;
    },
  };
}

function safeJson(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
}
