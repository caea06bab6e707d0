'use client';

import type { ProfileResource } from '@subsecond/contracts';
import Link from 'next/link';
import { type ReactNode, useState } from 'react';
import { AppHeader } from '../../ui/app-header.tsx';
import { ProfileHeader } from './profile-header.tsx';
import { ReadyWorkbench } from './ready-workbench.tsx';
import { WORKBENCH_SHORTCUTS } from './shortcuts.ts';
import { FailedProfile, OpeningProfile, ParsingProfile, UnreachableProfile } from './unready-profile.tsx';
import { useOpenedProfile } from './use-opened-profile.ts';
import { type LoadedProfile, useProfile } from './use-profile.ts';
import { useUrlState } from './use-url-state.ts';
import { useWarmWorker } from './use-warm-worker.ts';

/** One profile: first what it is and how far it is read, then heat map and flame graph. */
export function Workbench({ id }: { id: string }) {
  const loaded = useProfile(id);
  const { profile } = loaded;
  return (
    <>
      <AppHeader
        shortcuts={WORKBENCH_SHORTCUTS}
        breadcrumb={
          <>
            <Link href="/" className="rounded-sm hover:underline">
              Profiles
            </Link>
            <span aria-hidden="true" className="text-faint">
              /
            </span>
            <span aria-current="page" className="truncate font-medium text-ink">
              {profile?.name ?? '…'}
            </span>
          </>
        }
      />
      <main id="content" className="mx-auto flex max-w-[1800px] flex-col gap-3 p-3 sm:px-5 sm:py-4">
        {profile?.status !== 'ready' && <h1 className="sr-only">{profile?.name ?? 'Profile'}</h1>}
        <WorkbenchContent id={id} loaded={loaded} />
      </main>
    </>
  );
}

function WorkbenchContent({ id, loaded }: { id: string; loaded: LoadedProfile }): ReactNode {
  const { profile, error, retry, progress } = loaded;
  // Another attempt is another component: its worker starts afresh.
  const [attempt, setAttempt] = useState(0);
  const createWorker = useWarmWorker();
  if (profile === undefined)
    return error === null ? (
      <OpeningProfile progress={undefined} />
    ) : (
      <UnreachableProfile error={error} onRetry={retry} />
    );
  switch (profile.status) {
    case 'queued':
    case 'parsing':
      return <ParsingProfile profile={profile} progress={progress} />;
    case 'failed':
      return <FailedProfile profile={profile} />;
    case 'ready':
      return (
        <OpenedWorkbench
          key={attempt}
          id={id}
          profile={profile}
          createWorker={createWorker}
          onRetry={() => setAttempt((count) => count + 1)}
        />
      );
  }
}

function OpenedWorkbench({
  id,
  profile,
  createWorker,
  onRetry,
}: {
  id: string;
  profile: ProfileResource;
  createWorker: () => Worker;
  onRetry: () => void;
}): ReactNode {
  const opening = useOpenedProfile(id, createWorker);
  const url = useUrlState();
  if (opening.kind === 'failed') return <UnreachableProfile error={new Error(opening.detail)} onRetry={onRetry} />;
  if (opening.kind === 'open' && url.state !== undefined) {
    return (
      <ReadyWorkbench
        profile={profile}
        opened={opening.opened}
        client={opening.client}
        url={{ ...url, state: url.state }}
      />
    );
  }
  return (
    <>
      <ProfileHeader profile={profile} event={undefined} />
      <OpeningProfile progress={opening.kind === 'opening' ? opening.progress : undefined} />
    </>
  );
}
