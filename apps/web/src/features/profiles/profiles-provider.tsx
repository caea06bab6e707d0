'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { createContext, type ReactNode, useContext, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { useApiClient } from '../../api-client/api-client-context.tsx';
import { useToast } from '../../ui/toast.tsx';
import { createPendingDeletions, type PendingDeletions } from './pending-deletions.ts';
import { refreshProfileLists } from './profile-list-cache.ts';
import { createProgressBoard, type ProgressBoard } from './progress-board.ts';
import { createUploadQueue, type UploadQueue } from './upload-queue.ts';
import { needsPage, type Upload } from './upload-state.ts';

interface ProfilesState {
  /** For the rows of the list; uploads have a board of their own, so that rows never keep them waiting. */
  readonly board: ProgressBoard;
  readonly queue: UploadQueue;
  readonly deletions: PendingDeletions;
}

const ProfilesContext = createContext<ProfilesState | undefined>(undefined);

/** Three streams leave half of a browser's six connections for everything else. */
const MAX_UPLOAD_STREAMS = 2;
const MAX_ROW_STREAMS = 1;
const MAX_SENDING = 2;
const ASK_EVERY_MS = 2000;
export const LIST_PATH = '/';

/** What goes on while a person walks between the pages: uploads, and deletions that can still be undone. */
export function ProfilesProvider({ children }: { children: ReactNode }) {
  const client = useApiClient();
  const queryClient = useQueryClient();
  const router = useRouter();
  const showToast = useToast();
  // Read when a file is ready, which may be much later than the render that made the queue.
  const whenReady = useRef<(upload: Upload, profileId: string) => void>(() => undefined);
  whenReady.current = (upload, profileId) => {
    const open = () => router.push(`/p/${profileId}`);
    const othersRun = state.queue.uploads().some(({ phase }) => needsPage(phase) || phase.kind === 'reading');
    if (upload.alone && !othersRun && window.location.pathname === LIST_PATH) open();
    else showToast({ text: `${upload.fileName} is ready.`, action: { label: 'Open', onSelect: open } });
  };

  const [state] = useState<ProfilesState>(() => {
    const onProfilesChanged = () => refreshProfileLists(queryClient);
    const createBoard = (maxStreams: number) =>
      createProgressBoard({
        watchProgress: client.watchProgress,
        getProfile: (id) => client.getProfile(id),
        maxStreams,
        pause: (callback) => {
          const timer = setTimeout(callback, ASK_EVERY_MS);
          return () => clearTimeout(timer);
        },
      });
    const queue = createUploadQueue({
      client,
      board: createBoard(MAX_UPLOAD_STREAMS),
      createIdempotencyKey: randomKey,
      maxSending: MAX_SENDING,
      onProfilesChanged,
      onReady: (upload, profileId) => whenReady.current(upload, profileId),
    });
    return { board: createBoard(MAX_ROW_STREAMS), queue, deletions: createPendingDeletions() };
  });

  const uploads = useUploadsOf(state.queue);
  const isSending = uploads.some((upload) => needsPage(upload.phase));
  useEffect(() => {
    if (!isSending) return;
    const warn = (e: BeforeUnloadEvent) => e.preventDefault();
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, [isSending]);

  useEffect(() => {
    window.addEventListener('pagehide', state.deletions.flush);
    return () => window.removeEventListener('pagehide', state.deletions.flush);
  }, [state]);

  return <ProfilesContext value={state}>{children}</ProfilesContext>;
}

/** crypto.randomUUID exists on https and localhost only, and a server in the office is often neither. */
function randomKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

const NO_UPLOADS: readonly Upload[] = [];

function useUploadsOf(queue: UploadQueue): readonly Upload[] {
  return useSyncExternalStore(queue.subscribe, queue.uploads, () => NO_UPLOADS);
}

export function useProfilesState(): ProfilesState {
  const state = useContext(ProfilesContext);
  if (state === undefined) throw new Error('useProfilesState needs a ProfilesProvider above it');
  return state;
}

export function useUploads(): readonly Upload[] {
  return useUploadsOf(useProfilesState().queue);
}
