import type { ApiClient } from '../../api-client/api-client.ts';
import { ApiError } from '../../api-client/api-error.ts';
import type { ProgressBoard } from './progress-board.ts';
import { nextPhase, type Upload, type UploadEvent } from './upload-state.ts';

/** Files on their way to becoming profiles. Lives above the pages, so that walking to another page loses nothing. */
export interface UploadQueue {
  add(files: readonly File[]): void;
  /** Stops the sending, or deletes the profile that is being read; the upload leaves the list. */
  cancel(key: number): void;
  /** Sends a refused file again under the same Idempotency-Key. */
  retry(key: number): void;
  /** Takes a finished upload off the list. */
  dismiss(key: number): void;
  /** A new list after every change. */
  readonly uploads: () => readonly Upload[];
  subscribe(onChange: () => void): () => void;
}

export interface UploadQueueDeps {
  readonly client: Pick<ApiClient, 'uploadFile' | 'deleteProfile'>;
  readonly board: ProgressBoard;
  readonly createIdempotencyKey: () => string;
  readonly maxSending: number;
  /** Something in the list of profiles changed: one was accepted, ended or deleted. */
  readonly onProfilesChanged: () => void;
  readonly onReady: (upload: Upload, profileId: string) => void;
}

interface Running {
  readonly file: File;
  abort: AbortController | undefined;
  stopFollowing: (() => void) | undefined;
}

export function createUploadQueue(deps: UploadQueueDeps): UploadQueue {
  let uploads: readonly Upload[] = [];
  let nextKey = 1;
  const running = new Map<number, Running>();
  const listeners = new Set<() => void>();

  function replace(next: readonly Upload[]): void {
    uploads = next;
    for (const listener of [...listeners]) listener();
  }

  function apply(key: number, event: UploadEvent): void {
    replace(
      uploads.map((upload) => (upload.key === key ? { ...upload, phase: nextPhase(upload.phase, event) } : upload)),
    );
  }

  function remove(key: number): void {
    const run = running.get(key);
    running.delete(key);
    run?.abort?.abort();
    run?.stopFollowing?.();
    replace(uploads.filter((upload) => upload.key !== key));
  }

  function startWaiting(): void {
    let sending = uploads.filter((upload) => upload.phase.kind === 'sending').length;
    for (const upload of uploads) {
      if (sending >= deps.maxSending) return;
      const run = running.get(upload.key);
      if (upload.phase.kind !== 'waiting' || run === undefined) continue;
      sending += 1;
      void send(upload, run);
    }
  }

  async function send(upload: Upload, run: Running): Promise<void> {
    const { key, idempotencyKey } = upload;
    const abort = new AbortController();
    run.abort = abort;
    apply(key, { kind: 'started' });
    try {
      const onSent = (sentBytes: number, totalBytes: number) => apply(key, { kind: 'sent', sentBytes, totalBytes });
      const { id } = await deps.client.uploadFile({ file: run.file, idempotencyKey, signal: abort.signal, onSent });
      accepted(upload, run, id);
    } catch (error) {
      if (!abort.signal.aborted) apply(key, refusalOf(error));
    }
    startWaiting();
  }

  function accepted(upload: Upload, run: Running, profileId: string): void {
    // Cancelled in the moment between the server's answer and its arrival.
    if (running.get(upload.key) !== run) {
      discard(profileId);
      return;
    }
    apply(upload.key, { kind: 'accepted', profileId });
    deps.onProfilesChanged();
    run.stopFollowing = deps.board.follow(profileId, (news) => {
      if (news.kind === 'progress') apply(upload.key, { kind: 'progressed', progress: news.progress });
      else
        ended(
          upload,
          profileId,
          news.kind === 'end' ? { kind: 'ended', progress: news.progress } : { kind: 'vanished' },
        );
    });
  }

  function ended(upload: Upload, profileId: string, event: UploadEvent): void {
    apply(upload.key, event);
    deps.onProfilesChanged();
    if (event.kind !== 'ended' || event.progress.status !== 'ready') return;
    remove(upload.key);
    deps.onReady(upload, profileId);
  }

  function discard(profileId: string): void {
    // Gone already, or out of reach: then the list of profiles shows it, and it can be deleted there.
    deps.client.deleteProfile(profileId).then(deps.onProfilesChanged, deps.onProfilesChanged);
  }

  return {
    uploads: () => uploads,
    subscribe(onChange) {
      listeners.add(onChange);
      return () => listeners.delete(onChange);
    },
    add(files) {
      const added = files.map((file): Upload => {
        const key = nextKey++;
        running.set(key, { file, abort: undefined, stopFollowing: undefined });
        return {
          key,
          fileName: file.name,
          fileBytes: file.size,
          alone: files.length === 1,
          idempotencyKey: deps.createIdempotencyKey(),
          phase: { kind: 'waiting' },
        };
      });
      replace([...uploads, ...added]);
      startWaiting();
    },
    cancel(key) {
      const upload = uploads.find((candidate) => candidate.key === key);
      remove(key);
      if (upload?.phase.kind === 'reading') discard(upload.phase.profileId);
      startWaiting();
    },
    retry(key) {
      apply(key, { kind: 'retried' });
      startWaiting();
    },
    dismiss: remove,
  };
}

function refusalOf(error: unknown): UploadEvent {
  if (!(error instanceof ApiError))
    return {
      kind: 'refused',
      title: 'The file could not be sent',
      detail: 'The browser could not read it. Was it moved or changed? Choose it again.',
      canRetry: true,
    };
  const { title, detail, status } = error;
  // The same file will be too large again; anything that the network, the load or a token did may pass.
  const canRetry = status === 0 || status === 401 || status === 429 || status >= 500;
  return { kind: 'refused', title, detail, canRetry };
}
