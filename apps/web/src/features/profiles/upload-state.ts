import type { ProfileFailure, ProfileProgress } from '@subsecond/contracts';

/**
 * What can become of one file:
 *
 *   waiting ──> sending ──> reading ──> ready
 *      ^           │           ├──────> failed     stored, but it is no profile
 *      └── retry ──┴─ refused  └──────> gone       deleted by somebody while it was read
 */
export type UploadPhase =
  | { readonly kind: 'waiting' }
  /** Bytes of the request body. */
  | { readonly kind: 'sending'; readonly sentBytes: number; readonly totalBytes: number }
  | { readonly kind: 'reading'; readonly profileId: string; readonly progress: ProfileProgress | undefined }
  | { readonly kind: 'ready'; readonly profileId: string }
  | { readonly kind: 'failed'; readonly profileId: string; readonly failure: ProfileFailure | null }
  | { readonly kind: 'gone' }
  | { readonly kind: 'refused'; readonly title: string; readonly detail: string; readonly canRetry: boolean };

export interface Upload {
  readonly key: number;
  readonly fileName: string;
  readonly fileBytes: number;
  /** Nothing else was given to upload together with it. */
  readonly alone: boolean;
  /** The same for every attempt. */
  readonly idempotencyKey: string;
  readonly phase: UploadPhase;
}

export type UploadEvent =
  | { readonly kind: 'started' }
  | { readonly kind: 'sent'; readonly sentBytes: number; readonly totalBytes: number }
  | { readonly kind: 'accepted'; readonly profileId: string }
  | { readonly kind: 'progressed'; readonly progress: ProfileProgress }
  | { readonly kind: 'ended'; readonly progress: ProfileProgress }
  | { readonly kind: 'vanished' }
  | { readonly kind: 'refused'; readonly title: string; readonly detail: string; readonly canRetry: boolean }
  | { readonly kind: 'retried' };

/** The phase after the event; an event that comes too late for its phase changes nothing. */
export function nextPhase(phase: UploadPhase, event: UploadEvent): UploadPhase {
  switch (event.kind) {
    case 'started':
      return phase.kind === 'waiting' ? { kind: 'sending', sentBytes: 0, totalBytes: 0 } : phase;
    case 'sent':
      return phase.kind === 'sending'
        ? { kind: 'sending', sentBytes: event.sentBytes, totalBytes: event.totalBytes }
        : phase;
    case 'accepted':
      return phase.kind === 'sending' ? { kind: 'reading', profileId: event.profileId, progress: undefined } : phase;
    case 'progressed':
      return phase.kind === 'reading' ? { ...phase, progress: event.progress } : phase;
    case 'ended':
      if (phase.kind !== 'reading') return phase;
      if (event.progress.status === 'ready') return { kind: 'ready', profileId: phase.profileId };
      return { kind: 'failed', profileId: phase.profileId, failure: event.progress.error };
    case 'vanished':
      return phase.kind === 'reading' ? { kind: 'gone' } : phase;
    case 'refused':
      return phase.kind === 'sending'
        ? { kind: 'refused', title: event.title, detail: event.detail, canRetry: event.canRetry }
        : phase;
    case 'retried':
      return phase.kind === 'refused' && phase.canRetry ? { kind: 'waiting' } : phase;
  }
}

/** Still needs this page: what is being read needs only the server. */
export function needsPage(phase: UploadPhase): boolean {
  return phase.kind === 'waiting' || phase.kind === 'sending';
}

/** 0…1; undefined where nobody knows. */
export function shareDone(phase: UploadPhase): number | undefined {
  switch (phase.kind) {
    case 'waiting':
      return 0;
    case 'sending':
      return phase.totalBytes > 0 ? phase.sentBytes / phase.totalBytes : 0;
    case 'reading':
      return phase.progress === undefined ? undefined : shareRead(phase.progress);
    default:
      return 1;
  }
}

/** Of a profile that is being read: undefined while it waits, and while the tables are stored. */
export function shareRead(progress: ProfileProgress): number | undefined {
  return progress.phase === 'reading' && progress.bytesTotal > 0 ? progress.bytesRead / progress.bytesTotal : undefined;
}
