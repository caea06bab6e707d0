'use client';

import type { ProfileSummary } from '@subsecond/contracts';
import Link from 'next/link';
import type { KeyboardEvent } from 'react';
import { IconButton } from '../../ui/button.tsx';
import { MoreIcon, PinIcon } from '../../ui/icons.tsx';
import { Menu } from '../../ui/menu.tsx';
import { isPlainKey } from '../../ui/plain-key.ts';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { countWords, instantWords, spanWords } from '../../ui/words.ts';
import { FailureNote } from './failure-note.tsx';
import { focusNeighbour } from './list-keys.ts';
import { ProfileThumbnail } from './profile-thumbnail.tsx';
import { progressWords, uploadWords, whenWords } from './profile-words.ts';
import { shareRead } from './upload-state.ts';
import { useLiveProgress } from './use-live-progress.ts';
import type { ProfileActions } from './use-profile-actions.ts';

interface ProfileRowProps {
  readonly profile: ProfileSummary;
  readonly nowMs: number;
  readonly actions: ProfileActions;
  readonly onRename: (profile: ProfileSummary) => void;
}

/** One profile of the list. The whole row opens it; its buttons lie above that. */
export function ProfileRow({ profile, nowMs, actions, onRename }: ProfileRowProps) {
  // What could not be read is kept for nobody; a pin from before can still be taken off.
  const canPin = profile.pinned || profile.status !== 'failed';

  function remove() {
    if (!profile.pinned) focusNeighbour();
    actions.remove(profile);
  }

  function onKeyDown(e: KeyboardEvent) {
    const act = (key: string, action: () => void) => {
      if (!isPlainKey(e.nativeEvent, key)) return;
      e.preventDefault();
      action();
    };
    act('p', () => {
      if (canPin) actions.togglePin(profile);
    });
    act('r', () => onRename(profile));
    act('Delete', remove);
  }

  return (
    <li
      onKeyDown={onKeyDown}
      className="group relative flex gap-3 border-line border-b px-3 py-2.5 last:border-b-0 hover:bg-chip/50 has-[a:focus-visible]:bg-chip/50 sm:gap-4"
    >
      <ProfileThumbnail thumbnail={profile.thumbnail} className="h-[50px] w-24 shrink-0 rounded-sm sm:w-60" />
      <div className="flex min-w-0 flex-1 flex-col justify-center gap-x-6 gap-y-0.5 lg:flex-row lg:items-center">
        <div className="flex min-w-0 flex-1 flex-col gap-0.5">
          <Link
            href={`/p/${profile.id}`}
            data-profile-link=""
            className="line-clamp-2 break-words font-semibold no-underline outline-none [overflow-wrap:anywhere] before:absolute before:inset-0 before:rounded-md focus-visible:before:outline-2 focus-visible:before:outline-sel focus-visible:before:-outline-offset-2"
          >
            <bdi>{profile.name}</bdi>
          </Link>
          <HostAndLabels profile={profile} />
        </div>
        <RowFigures profile={profile} nowMs={nowMs} />
      </div>
      <div className="relative -mr-1 flex shrink-0 items-start gap-0.5 sm:items-center">
        {canPin && (
          <IconButton
            label={profile.pinned ? `Unpin ${profile.name}` : `Pin ${profile.name}`}
            aria-pressed={profile.pinned}
            onClick={() => actions.togglePin(profile)}
            className={profile.pinned ? 'text-accent' : 'max-sm:hidden'}
          >
            <PinIcon filled={profile.pinned} />
          </IconButton>
        )}
        <Menu
          trigger={
            <IconButton label={`More for ${profile.name}`}>
              <MoreIcon />
            </IconButton>
          }
          items={[
            { label: 'Rename…', keyName: 'r', onSelect: () => onRename(profile) },
            ...(canPin
              ? [{ label: profile.pinned ? 'Unpin' : 'Pin', keyName: 'p', onSelect: () => actions.togglePin(profile) }]
              : []),
            {
              label: profile.pinned ? 'Delete (unpin first)' : 'Delete',
              keyName: 'Del',
              tone: 'danger',
              disabled: profile.pinned,
              onSelect: remove,
            },
          ]}
        />
      </div>
    </li>
  );
}

function HostAndLabels({ profile }: { profile: ProfileSummary }) {
  const labels = Object.entries(profile.labels);
  const uploaded = profile.story === null ? uploadWords(profile) : undefined;
  if (profile.host === null && labels.length === 0 && uploaded === undefined) return null;
  return (
    <div className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-1 text-dim">
      {profile.host !== null && <bdi className="min-w-0 [overflow-wrap:anywhere]">{profile.host}</bdi>}
      {uploaded !== undefined && <bdi className="min-w-0 text-sm [overflow-wrap:anywhere]">{uploaded}</bdi>}
      {labels.length > 0 && (
        <ul aria-label="Labels" className="flex min-w-0 flex-wrap gap-1">
          {labels.map(([name, value]) => (
            <li
              key={name}
              title={`${name}: ${value}`}
              className="max-w-52 truncate rounded-sm bg-chip px-1.5 text-dim text-sm"
            >
              <bdi>{name}</bdi>: <bdi>{value}</bdi>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function RowFigures({ profile, nowMs }: { profile: ProfileSummary; nowMs: number }) {
  if (profile.status === 'failed') return <FailureNote failure={profile.error} className="lg:w-[34rem]" />;
  if (profile.status !== 'ready') return <ReadingNote profile={profile} />;
  return (
    <div className="flex flex-wrap gap-x-4 text-dim tabular-nums lg:grid lg:w-[34rem] lg:grid-cols-[1fr_5.5rem_8.5rem] lg:text-right">
      <time dateTime={profile.startedAt ?? undefined} title={`Uploaded ${instantWords(profile.uploadedAt)}`}>
        {whenWords(profile, nowMs)}
      </time>
      <span>{profile.spanSeconds === null ? 'no times' : spanWords(profile.spanSeconds)}</span>
      <span>{profile.sampleCount === null ? '' : countWords(profile.sampleCount, 'sample')}</span>
    </div>
  );
}

function ReadingNote({ profile }: { profile: ProfileSummary }) {
  const progress = useLiveProgress(profile);
  return (
    <div className="flex min-w-0 flex-col gap-1.5 lg:w-[34rem]">
      <span className="text-dim tabular-nums">{progressWords(progress, profile.status)}</span>
      <ProgressBar label={`Reading ${profile.name}`} share={progress === undefined ? undefined : shareRead(progress)} />
    </div>
  );
}
