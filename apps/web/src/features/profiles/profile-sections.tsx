'use client';

import type { ProfileSummary } from '@subsecond/contracts';
import { type ReactNode, useId, useMemo, useState } from 'react';
import { ApiError } from '../../api-client/api-error.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ExampleCards } from './example-cards.tsx';
import { FailedProfiles } from './failed-profiles.tsx';
import { MoreProfiles } from './more-profiles.tsx';
import { ProfileRow } from './profile-row.tsx';
import { useUploads } from './profiles-provider.tsx';
import { RecordHelp } from './record-help.tsx';
import { RenameDialog } from './rename-dialog.tsx';
import { useNow } from './use-now.ts';
import { useProfileActions } from './use-profile-actions.ts';
import { useProfileList } from './use-profile-list.ts';

/** What was uploaded, the examples, and how to record: in the order in which a visitor needs them. */
export function ProfileSections({ search, onClearSearch }: { search: string; onClearSearch: () => void }) {
  const list = useProfileList(search);
  const inPanel = useIdsInUploadPanel();
  const shown = list.profiles.filter((profile) => !inPanel.has(profile.id));
  const own = shown.filter((profile) => profile.story === null);
  const examples = shown.filter((profile) => profile.story !== null);

  if (list.isPending) return <ListSkeleton />;
  if (list.isError && list.data === undefined)
    return <ListProblem error={list.error} onRetry={() => void list.refetch()} />;
  if (search !== '' && shown.length === 0) {
    return (
      <EmptyState title="Nothing found" actions={<Button onClick={onClearSearch}>Clear the search</Button>}>
        No profile has “{search}” in its name or host. A label is found by key:value, like runtime:node.
      </EmptyState>
    );
  }

  const nothingOfTheirOwn = own.length === 0 && search === '';
  return (
    <>
      {list.isError && <ListProblem error={list.error} onRetry={() => void list.refetch()} />}
      <OwnProfiles profiles={own} />
      <MoreProfiles
        hasMore={list.hasNextPage}
        loading={list.isFetchingNextPage}
        onLoad={() => void list.fetchNextPage()}
      />
      {examples.length > 0 && (
        <Section
          title="Examples"
          intro="Real recordings, each with something to find. In the pictures a column is a second, read from the bottom up, and a cell is 20 ms of it: the stronger its colour, the more CPUs were busy. Open one, drag over what stands out, and see which code ran in just those milliseconds."
        >
          <ExampleCards examples={examples} />
        </Section>
      )}
      {nothingOfTheirOwn && (
        <Section title={examples.length > 0 ? 'Record your own' : 'No profiles yet: record the first'} boxed>
          <RecordHelp />
        </Section>
      )}
      {!nothingOfTheirOwn && search === '' && (
        <details className="rounded-lg border border-line bg-panel">
          <summary className="rounded-lg px-3 py-2 font-semibold">How to record a profile</summary>
          <div className="px-3 pt-1 pb-3">
            <RecordHelp />
          </div>
        </details>
      )}
    </>
  );
}

/** Those are shown with more detail above the list. */
function useIdsInUploadPanel(): ReadonlySet<string> {
  const uploads = useUploads();
  return useMemo(
    () => new Set(uploads.flatMap(({ phase }) => ('profileId' in phase ? [phase.profileId] : []))),
    [uploads],
  );
}

function OwnProfiles({ profiles }: { profiles: readonly ProfileSummary[] }) {
  const nowMs = useNow();
  const actions = useProfileActions();
  const [renaming, setRenaming] = useState<ProfileSummary>();
  const failed = profiles.filter((profile) => profile.status === 'failed');
  const read = profiles.filter((profile) => profile.status !== 'failed');
  return (
    <>
      {read.length > 0 && (
        <ul aria-label="Profiles, newest first" className="rounded-lg border border-line bg-panel">
          {read.map((profile) => (
            <ProfileRow key={profile.id} profile={profile} nowMs={nowMs} actions={actions} onRename={setRenaming} />
          ))}
        </ul>
      )}
      {failed.length > 0 && <FailedProfiles profiles={failed} onRename={setRenaming} />}
      <RenameDialog profile={renaming} onRename={actions.rename} onClose={() => setRenaming(undefined)} />
    </>
  );
}

function Section({
  title,
  intro,
  boxed = false,
  children,
}: {
  title: string;
  intro?: string;
  boxed?: boolean;
  children: ReactNode;
}) {
  const heading = useId();
  return (
    <section
      aria-labelledby={heading}
      className={boxed ? 'flex flex-col gap-3 rounded-lg border border-line bg-panel p-4' : 'flex flex-col gap-3 pt-2'}
    >
      <div>
        <h2 id={heading} className="font-semibold text-lg">
          {title}
        </h2>
        {intro !== undefined && <p className="max-w-[75ch] text-dim">{intro}</p>}
      </div>
      {children}
    </section>
  );
}

function ListSkeleton() {
  return (
    <div role="status" className="rounded-lg border border-line bg-panel px-3 py-6 text-center text-dim">
      Loading profiles…
    </div>
  );
}

function ListProblem({ error, onRetry }: { error: Error; onRetry: () => void }) {
  const title = error instanceof ApiError ? error.title : 'The list could not be loaded';
  return (
    <EmptyState title={title} actions={<Button onClick={onRetry}>Try again</Button>}>
      <p role="alert">{error instanceof ApiError ? error.detail : 'Reload the page.'}</p>
    </EmptyState>
  );
}
