import type { ProfileProgress, ProfileSummary } from '@subsecond/contracts';
import { ApiError } from '../../api-client/api-error.ts';
import type { ProgressListeners } from '../../api-client/watch-progress.ts';

/**
 * Follows many profiles that are being read. A browser opens six connections to one HTTP/1.1 server, and a stream of
 * events keeps one: so only a few profiles are streamed, first come first served, and the rest are asked for in turn,
 * one request at a time.
 */
export interface ProgressBoard {
  /** Tells about one profile until `end` or `gone`, or until the answer is called. */
  follow(id: string, listener: (news: ProgressNews) => void): () => void;
}

export type ProgressNews =
  | { readonly kind: 'progress'; readonly progress: ProfileProgress }
  /** Ready or failed; the last word. */
  | { readonly kind: 'end'; readonly progress: ProfileProgress }
  /** Deleted meanwhile; the last word. */
  | { readonly kind: 'gone' };

export interface ProgressBoardDeps {
  readonly watchProgress: (id: string, listeners: ProgressListeners) => () => void;
  readonly getProfile: (
    id: string,
  ) => Promise<Pick<ProfileSummary, 'status' | 'uploadBytes' | 'sampleCount' | 'error'>>;
  readonly maxStreams: number;
  /** Calls back after the pause between two questions; the answer takes it back. */
  readonly pause: (callback: () => void) => () => void;
}

interface Followed {
  readonly listeners: Set<(news: ProgressNews) => void>;
  latest: ProgressNews | undefined;
  stopStream: (() => void) | undefined;
  /** The stream was refused: only questions help. */
  streamLost: boolean;
}

export function createProgressBoard(deps: ProgressBoardDeps): ProgressBoard {
  const followed = new Map<string, Followed>();
  let stopPause: (() => void) | undefined;
  let asking = false;

  function tell(id: string, news: ProgressNews): void {
    const entry = followed.get(id);
    if (entry === undefined) return;
    entry.latest = news;
    if (news.kind !== 'progress') drop(id, entry);
    for (const listener of [...entry.listeners]) listener(news);
  }

  function drop(id: string, entry: Followed): void {
    entry.stopStream?.();
    entry.stopStream = undefined;
    followed.delete(id);
    arrange();
  }

  /** Opens streams while there is room, and keeps asking while somebody is without one. */
  function arrange(): void {
    let streams = [...followed.values()].filter((entry) => entry.stopStream !== undefined).length;
    for (const [id, entry] of followed) {
      if (streams >= deps.maxStreams) break;
      if (entry.stopStream !== undefined || entry.streamLost) continue;
      openStream(id, entry);
      streams += 1;
    }
    const somebodyWaits = [...followed.values()].some((entry) => entry.stopStream === undefined);
    if (somebodyWaits && stopPause === undefined && !asking) stopPause = deps.pause(askNext);
    if (!somebodyWaits && stopPause !== undefined) {
      stopPause();
      stopPause = undefined;
    }
  }

  function openStream(id: string, entry: Followed): void {
    entry.stopStream = deps.watchProgress(id, {
      onProgress: (progress) => tell(id, { kind: 'progress', progress }),
      onEnd: (progress) => tell(id, { kind: 'end', progress }),
      onLost: () => {
        entry.stopStream = undefined;
        entry.streamLost = true;
        arrange();
      },
    });
  }

  async function askNext(): Promise<void> {
    stopPause = undefined;
    asking = true;
    for (const [id, entry] of [...followed]) {
      if (entry.stopStream === undefined && followed.get(id) === entry) await ask(id);
    }
    asking = false;
    arrange();
  }

  async function ask(id: string): Promise<void> {
    try {
      const profile = await deps.getProfile(id);
      const done = profile.status === 'ready' || profile.status === 'failed';
      const { uploadBytes, status, error } = profile;
      const progress: ProfileProgress = {
        status,
        error,
        bytesRead: done ? uploadBytes : 0,
        bytesTotal: uploadBytes,
        samples: profile.sampleCount ?? 0,
        phase: done ? 'done' : 'waiting',
      };
      tell(id, { kind: done ? 'end' : 'progress', progress });
    } catch (error) {
      // Anything else passes, or is said by the list itself.
      if (error instanceof ApiError && error.status === 404) tell(id, { kind: 'gone' });
    }
  }

  return {
    follow(id, listener) {
      let entry = followed.get(id);
      if (entry === undefined) {
        entry = { listeners: new Set(), latest: undefined, stopStream: undefined, streamLost: false };
        followed.set(id, entry);
        entry.listeners.add(listener);
        arrange();
      } else {
        entry.listeners.add(listener);
        if (entry.latest !== undefined) listener(entry.latest);
      }
      const mine = entry;
      return () => {
        mine.listeners.delete(listener);
        if (mine.listeners.size === 0 && followed.get(id) === mine) drop(id, mine);
      };
    },
  };
}
