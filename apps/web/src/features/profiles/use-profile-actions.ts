'use client';

import type { ProfilePatch, ProfileSummary } from '@subsecond/contracts';
import { useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useApiClient } from '../../api-client/api-client-context.tsx';
import { ApiError } from '../../api-client/api-error.ts';
import { useToast } from '../../ui/toast.tsx';
import { countWords } from '../../ui/words.ts';
import { PROFILE_LISTS_KEY, patchProfileLists, refreshProfileLists } from './profile-list-cache.ts';
import { useProfilesState } from './profiles-provider.tsx';

const UNDO_LASTS_MS = 8000;

export interface ProfileActions {
  readonly togglePin: (profile: ProfileSummary) => void;
  readonly rename: (profile: ProfileSummary, name: string) => void;
  readonly remove: (profile: ProfileSummary) => void;
  /** All of them with one message and one way back; pinned ones stay. */
  readonly removeAll: (profiles: readonly ProfileSummary[]) => void;
}

export function useProfileActions(): ProfileActions {
  const client = useApiClient();
  const queryClient = useQueryClient();
  const { deletions } = useProfilesState();
  const showToast = useToast();

  return useMemo(() => {
    const complain = (what: string, error: unknown) =>
      showToast({
        tone: 'danger',
        text: `${what} ${error instanceof ApiError ? `${error.title}. ${error.detail}` : ''}`.trim(),
      });

    /** Shown at once, taken back when the server refuses. */
    async function change(profile: ProfileSummary, patch: Pick<ProfilePatch, 'name' | 'pinned'>, what: string) {
      const before = { name: profile.name, pinned: profile.pinned };
      patchProfileLists(queryClient, profile.id, {
        name: patch.name ?? before.name,
        pinned: patch.pinned ?? before.pinned,
      });
      try {
        await client.patchProfile(profile.id, patch);
      } catch (error) {
        patchProfileLists(queryClient, profile.id, before);
        complain(what, error);
      }
      refreshProfileLists(queryClient);
    }

    async function carryOutDeletion(profile: ProfileSummary) {
      try {
        await client.deleteProfile(profile.id);
      } catch (error) {
        if (!(error instanceof ApiError && error.status === 404))
          complain(`${profile.name} could not be deleted.`, error);
      }
      await queryClient.invalidateQueries({ queryKey: PROFILE_LISTS_KEY });
      deletions.forget(profile.id);
    }

    return {
      togglePin: (profile) =>
        void change(
          profile,
          { pinned: !profile.pinned },
          `${profile.name} could not be ${profile.pinned ? 'unpinned' : 'pinned'}.`,
        ),
      rename: (profile, name) => {
        if (name !== profile.name) void change(profile, { name }, `${profile.name} could not be renamed.`);
      },
      remove: (profile) => {
        if (profile.pinned) {
          showToast({ text: `${profile.name} is pinned. Unpin it first, then delete it.` });
          return;
        }
        const hideToast = showToast({
          text: `Deleted ${profile.name}.`,
          action: { label: 'Undo', onSelect: () => deletions.undo(profile.id) },
          lasts: UNDO_LASTS_MS,
          onGone: () => deletions.finish(profile.id),
        });
        deletions.begin(profile.id, () => void carryOutDeletion(profile), hideToast);
      },
      removeAll: (profiles) => {
        const removed = profiles.filter((profile) => !profile.pinned);
        if (removed.length === 0) return;
        const forEach = (act: (id: string) => void) => () => {
          for (const { id } of removed) act(id);
        };
        const hideToast = showToast({
          text: `Deleted ${countWords(removed.length, 'upload')}.`,
          action: { label: 'Undo', onSelect: forEach(deletions.undo) },
          lasts: UNDO_LASTS_MS,
          onGone: forEach(deletions.finish),
        });
        for (const profile of removed) deletions.begin(profile.id, () => void carryOutDeletion(profile), hideToast);
      },
    };
  }, [client, queryClient, deletions, showToast]);
}
