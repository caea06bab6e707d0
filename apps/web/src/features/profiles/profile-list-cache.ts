import type { ProfileList, ProfileSummary } from '@subsecond/contracts';
import type { InfiniteData, QueryClient } from '@tanstack/react-query';

/** Every list of profiles, whatever was searched for, is cached under this key. */
export const PROFILE_LISTS_KEY = ['profile-lists'] as const;

export type ProfilePages = InfiniteData<ProfileList, string | undefined>;

export function refreshProfileLists(queryClient: QueryClient): void {
  void queryClient.invalidateQueries({ queryKey: PROFILE_LISTS_KEY });
}

/** Changes one profile wherever a list shows it. */
export function patchProfileLists(queryClient: QueryClient, id: string, change: Partial<ProfileSummary>): void {
  queryClient.setQueriesData<ProfilePages>(
    { queryKey: PROFILE_LISTS_KEY },
    (pages) => pages && patchPages(pages, id, change),
  );
}

export function patchPages(pages: ProfilePages, id: string, change: Partial<ProfileSummary>): ProfilePages {
  return {
    ...pages,
    pages: pages.pages.map((page) => ({
      ...page,
      profiles: page.profiles.map((profile) => (profile.id === id ? { ...profile, ...change } : profile)),
    })),
  };
}

/**
 * The profiles of all pages, each once: something uploaded while somebody scrolls moves the pages' edges, and the same
 * profile may come twice.
 */
export function profilesOf(pages: readonly ProfileList[] | undefined): readonly ProfileSummary[] {
  const seen = new Map<string, ProfileSummary>();
  for (const page of pages ?? []) {
    for (const profile of page.profiles) if (!seen.has(profile.id)) seen.set(profile.id, profile);
  }
  return [...seen.values()];
}
