'use client';

import type { ProfileSummary } from '@subsecond/contracts';
import { useId } from 'react';
import { Button } from '../../ui/button.tsx';
import { countWords } from '../../ui/words.ts';
import { ProfileRow } from './profile-row.tsx';
import { useNow } from './use-now.ts';
import { useProfileActions } from './use-profile-actions.ts';

/** Uploads that could not be read, apart from the profiles, with one way to be rid of them all. */
export function FailedProfiles({
  profiles,
  onRename,
}: {
  profiles: readonly ProfileSummary[];
  onRename: (profile: ProfileSummary) => void;
}) {
  const heading = useId();
  const nowMs = useNow();
  const actions = useProfileActions();
  return (
    <section aria-labelledby={heading} className="rounded-lg border border-line bg-panel">
      <div className="flex flex-wrap items-center justify-between gap-2 border-line border-b px-3 py-1.5">
        <h2 id={heading} className="font-semibold">
          {countWords(profiles.length, 'upload')} could not be read
        </h2>
        <Button
          onClick={() => {
            document.getElementById('content')?.focus();
            actions.removeAll(profiles);
          }}
        >
          {profiles.length === 1 ? 'Remove it' : `Remove all ${profiles.length}`}
        </Button>
      </div>
      <ul>
        {profiles.map((profile) => (
          <ProfileRow key={profile.id} profile={profile} nowMs={nowMs} actions={actions} onRename={onRename} />
        ))}
      </ul>
    </section>
  );
}
