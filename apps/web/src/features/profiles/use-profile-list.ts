'use client';

import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useMemo, useSyncExternalStore } from 'react';
import { useApiClient } from '../../api-client/api-client-context.tsx';
import { parseListSearch } from './list-search.ts';
import { PROFILE_LISTS_KEY, profilesOf } from './profile-list-cache.ts';
import { useProfilesState } from './profiles-provider.tsx';

const PAGE_SIZE = 50;
const NOTHING: ReadonlySet<string> = new Set();

/** The profiles that match, newest first, page by page; without those that are being deleted. */
export function useProfileList(search: string) {
  const client = useApiClient();
  const { deletions } = useProfilesState();
  const hidden = useSyncExternalStore(deletions.subscribe, deletions.hidden, () => NOTHING);
  const query = useInfiniteQuery({
    queryKey: [...PROFILE_LISTS_KEY, search],
    queryFn: ({ pageParam, signal }) =>
      client.listProfiles({ ...parseListSearch(search), cursor: pageParam, limit: PAGE_SIZE }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
  });
  const profiles = useMemo(
    () => profilesOf(query.data?.pages).filter((profile) => !hidden.has(profile.id)),
    [query.data, hidden],
  );
  return { ...query, profiles };
}
