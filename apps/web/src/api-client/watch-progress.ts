import type { ProfileProgress } from '@subsecond/contracts';
import { parseJson } from './api-error.ts';

export type ProgressSource = Pick<EventSource, 'close' | 'readyState'> & {
  addEventListener(type: string, listener: (e: Event) => void): void;
};

export interface ProgressListeners {
  readonly onProgress: (progress: ProfileProgress) => void;
  /** The last word: ready or failed. The source is closed. */
  readonly onEnd: (progress: ProfileProgress) => void;
  /** The server refused the stream for good (the profile is gone); lost connections are taken up again by the browser. */
  readonly onLost: () => void;
}

export function progressPath(id: string): string {
  return `/api/v1/profiles/${encodeURIComponent(id)}/progress`;
}

const CLOSED = 2;

/** Listens to the server-sent events of one profile until its end; the answer stops listening. */
export function watchProgress(
  createSource: (path: string) => ProgressSource,
  id: string,
  listeners: ProgressListeners,
): () => void {
  const source = createSource(progressPath(id));
  let stopped = false;
  const stop = () => {
    stopped = true;
    source.close();
  };
  const read = (e: Event): ProfileProgress | undefined => {
    const data = 'data' in e && typeof e.data === 'string' ? parseJson(e.data) : undefined;
    return typeof data === 'object' && data !== null && 'status' in data ? (data as ProfileProgress) : undefined;
  };
  source.addEventListener('progress', (e) => {
    const progress = read(e);
    if (!stopped && progress !== undefined) listeners.onProgress(progress);
  });
  source.addEventListener('end', (e) => {
    const progress = read(e);
    if (stopped || progress === undefined) return;
    stop();
    listeners.onEnd(progress);
  });
  source.addEventListener('error', () => {
    if (stopped || source.readyState !== CLOSED) return;
    stop();
    listeners.onLost();
  });
  return stop;
}
