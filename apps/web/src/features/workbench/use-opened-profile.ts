'use client';

import { useEffect, useState } from 'react';
import { createProfileClient, type ProfileClient, ProfileClientError } from '../../worker/profile-client.ts';
import type { OpenedProfile, OpenProgress } from '../../worker/protocol.ts';

export type Opening =
  | { readonly kind: 'opening'; readonly progress: OpenProgress | undefined }
  | { readonly kind: 'open'; readonly client: ProfileClient; readonly opened: OpenedProfile }
  | { readonly kind: 'failed'; readonly detail: string };

/** Has a worker load the profile. */
export function useOpenedProfile(id: string, createWorker: () => Worker): Opening {
  const [opening, setOpening] = useState<Opening>({ kind: 'opening', progress: undefined });
  useEffect(() => {
    let isCurrent = true;
    const client = createProfileClient({ createWorker });
    setOpening({ kind: 'opening', progress: undefined });
    client
      .open(id, (progress) => {
        if (isCurrent) setOpening({ kind: 'opening', progress });
      })
      .then(
        (opened) => {
          if (isCurrent) setOpening({ kind: 'open', client, opened });
        },
        (error: unknown) => {
          if (isCurrent) setOpening({ kind: 'failed', detail: failureDetail(error) });
        },
      );
    return () => {
      isCurrent = false;
      client.release();
    };
  }, [id, createWorker]);
  return opening;
}

export function failureDetail(error: unknown): string {
  if (error instanceof ProfileClientError) return error.detail;
  return error instanceof Error ? error.message : String(error);
}
