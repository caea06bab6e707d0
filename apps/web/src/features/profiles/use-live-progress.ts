'use client';

import type { ProfileProgress, ProfileSummary } from '@subsecond/contracts';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { refreshProfileLists } from './profile-list-cache.ts';
import { useProfilesState } from './profiles-provider.tsx';

/** How far the reading of a listed profile is; when it ends, the list is asked for the result. */
export function useLiveProgress(profile: Pick<ProfileSummary, 'id' | 'status'>): ProfileProgress | undefined {
  const { board } = useProfilesState();
  const queryClient = useQueryClient();
  const [progress, setProgress] = useState<ProfileProgress>();
  const runs = profile.status === 'queued' || profile.status === 'parsing';

  useEffect(() => {
    if (!runs) return;
    return board.follow(profile.id, (news) => {
      if (news.kind === 'progress') setProgress(news.progress);
      else refreshProfileLists(queryClient);
    });
  }, [board, profile.id, runs, queryClient]);

  return runs ? progress : undefined;
}
