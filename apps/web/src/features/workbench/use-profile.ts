'use client';

import type { ProfileProgress, ProfileResource } from '@subsecond/contracts';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useApiClient } from '../../api-client/api-client-context.tsx';

export interface LoadedProfile {
  readonly profile: ProfileResource | undefined;
  readonly error: Error | null;
  readonly retry: () => void;
  /** While it is queued or parsed. */
  readonly progress: ProfileProgress | undefined;
}

/** Asked again this often where the stream of progress can't be had. */
const POLL_MS = 2000;

/** One profile's description. While it is being parsed its progress is followed, and it is fetched again at the end. */
export function useProfile(id: string): LoadedProfile {
  const api = useApiClient();
  const queryClient = useQueryClient();
  const [progress, setProgress] = useState<ProfileProgress>();
  const [streamLost, setStreamLost] = useState(false);
  const query = useQuery({
    queryKey: ['profile', id],
    queryFn: ({ signal }) => api.getProfile(id, signal),
    refetchOnWindowFocus: false,
    refetchInterval: ({ state }) => (streamLost && isUnderway(state.data) ? POLL_MS : false),
  });
  const underway = isUnderway(query.data);

  useEffect(() => {
    if (!underway) return;
    const refetch = () => queryClient.invalidateQueries({ queryKey: ['profile', id] });
    return api.watchProgress(id, {
      onProgress: setProgress,
      onEnd: (last) => {
        setProgress(last);
        void refetch();
      },
      onLost: () => {
        setStreamLost(true);
        void refetch();
      },
    });
  }, [api, id, queryClient, underway]);

  return { profile: query.data, error: query.error, retry: () => void query.refetch(), progress };
}

function isUnderway(profile: ProfileResource | undefined): boolean {
  return profile?.status === 'queued' || profile?.status === 'parsing';
}
