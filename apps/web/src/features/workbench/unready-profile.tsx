import type { ProfileProgress, ProfileResource } from '@subsecond/contracts';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { ApiError } from '../../api-client/api-error.ts';
import { Button, buttonClass } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import type { OpenProgress } from '../../worker/protocol.ts';
import { FailedProfileActions } from './failed-profile-actions.tsx';
import { bytesWords, countWords, printWhole } from './words.ts';

/** What stands on the page while there is no profile to show: it is being read, could not be read, or is not there. */

export function ParsingProfile({
  profile,
  progress,
}: {
  profile: ProfileResource;
  progress: ProfileProgress | undefined;
}) {
  const total = progress?.bytesTotal ?? profile.uploadBytes;
  const share =
    progress === undefined || progress.phase === 'waiting' || total === 0
      ? undefined
      : progress.phase === 'storing'
        ? 1
        : progress.bytesRead / total;
  return (
    <EmptyState title={profile.name}>
      <div className="flex w-80 max-w-full flex-col gap-2" aria-live="polite">
        <p>{phaseWords(progress?.phase, profile.status)}</p>
        <ProgressBar label="Reading the profile" share={share} />
        {progress !== undefined && progress.phase !== 'waiting' && (
          <p className="tabular-nums">
            {bytesWords(progress.bytesRead)} of {bytesWords(total)} · {countWords(progress.samples, 'sample')}
          </p>
        )}
        <p className="text-faint">It opens by itself when it is done.</p>
      </div>
    </EmptyState>
  );
}

function phaseWords(phase: ProfileProgress['phase'] | undefined, status: ProfileResource['status']): string {
  switch (phase) {
    case 'reading':
      return 'Reading the file …';
    case 'storing':
      return 'Storing the samples …';
    case 'done':
      return 'Done. Opening …';
    case 'waiting':
      return 'Waiting for a free worker …';
    case undefined:
      return status === 'queued' ? 'Waiting for a free worker …' : 'Reading the file …';
  }
}

export function OpeningProfile({ progress }: { progress: OpenProgress | undefined }) {
  const share =
    progress?.bytesTotal === undefined || progress.bytesTotal === 0
      ? undefined
      : progress.bytesRead / progress.bytesTotal;
  return (
    <div className="flex h-[clamp(220px,36vh,420px)] flex-col items-center justify-center gap-2 rounded-lg border border-line bg-panel text-dim">
      <p>{progress?.phase === 'building' ? 'Building the tables …' : 'Fetching the samples …'}</p>
      <ProgressBar label="Opening the profile" share={share} className="w-60" />
      <p className="tabular-nums">{progress === undefined ? '\u00a0' : bytesWords(progress.bytesRead)}</p>
    </div>
  );
}

/** The names that `InputKind` of the parser has, in words. */
const SEEMS: Readonly<Record<string, string>> = {
  'perf-data': 'perf’s binary file (perf.data), not the text that perf script prints',
  'perf-report': 'the output of perf report, not of perf script',
  'perf-raw-dump': 'a raw dump (perf script -D), not the text of perf script',
  dtrace: 'the output of DTrace',
  folded: 'folded stacks',
  'folded-differential': 'a comparison of two folded profiles',
  json: 'JSON that is no profile',
  cpuprofile: 'a V8 CPU profile',
  heapprofile: 'a V8 heap profile',
  'chrome-trace': 'a Chrome trace',
  speedscope: 'a speedscope file',
  jfr: 'a Java flight recording',
  nflxprofile: 'a profile of Netflix’s nflxprofile format',
  pprof: 'a pprof profile',
  html: 'a web page, perhaps the error page of a download',
  gzip: 'gzip inside of gzip',
  zstd: 'zstd inside of another compression',
  binary: 'a binary file',
  text: 'some other text',
};

export function FailedProfile({ profile }: { profile: ProfileResource }) {
  const { error } = profile;
  const seems =
    // An empty file has said so already.
    error?.seemsToBe === undefined || error.seemsToBe === null || error.seemsToBe === 'empty'
      ? undefined
      : Object.hasOwn(SEEMS, error.seemsToBe)
        ? SEEMS[error.seemsToBe]
        : error.seemsToBe;
  return (
    <EmptyState
      title={`${profile.name} could not be read`}
      actions={
        <>
          <FailedProfileActions profile={profile} />
          <ToList />
        </>
      }
    >
      <div className="flex flex-col gap-2" role="alert">
        <p className="text-danger">{error?.message ?? 'The server did not say why.'}</p>
        {error !== null && error.line !== null && !error.message.toLowerCase().includes(`line ${error.line}`) && (
          <p className="tabular-nums">
            At line {printWhole(error.line)}
            {error.byteOffset !== null && `, byte ${printWhole(error.byteOffset)}`}.
          </p>
        )}
        {seems !== undefined && !(error?.message.includes('seems to be') ?? false) && <p>It seems to be {seems}.</p>}
        {error !== null && error.cure !== '' && (
          <p className="text-ink">
            <strong className="font-semibold">What to do: </strong>
            {error.cure}
          </p>
        )}
        {profile.fileName !== null && (
          <p className="text-faint">
            {profile.fileName}, {bytesWords(profile.uploadBytes)}
          </p>
        )}
      </div>
    </EmptyState>
  );
}

export function UnreachableProfile({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const isGone = error instanceof ApiError && error.status === 404;
  const detail: ReactNode =
    error instanceof ApiError ? error.detail : error instanceof Error ? error.message : String(error);
  return (
    <EmptyState
      title={
        isGone ? 'There is no such profile' : error instanceof ApiError ? error.title : 'The profile can not be opened'
      }
      actions={
        <>
          {!isGone && <Button onClick={onRetry}>Try again</Button>}
          <ToList />
        </>
      }
    >
      <p role="alert">{isGone ? 'It may have been deleted, or the link is not complete.' : detail}</p>
    </EmptyState>
  );
}

function ToList() {
  return (
    <Link href="/" className={buttonClass('plain')}>
      All profiles
    </Link>
  );
}
