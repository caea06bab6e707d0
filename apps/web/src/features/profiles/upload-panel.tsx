'use client';

import { Button } from '../../ui/button.tsx';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { bytesWords } from '../../ui/words.ts';
import { FailureNote } from './failure-note.tsx';
import { progressWords } from './profile-words.ts';
import { useProfilesState, useUploads } from './profiles-provider.tsx';
import { UploadAnnouncer } from './upload-announcer.tsx';
import { shareDone, type Upload, type UploadPhase } from './upload-state.ts';

/** The files on their way. Finished ones leave by themselves; what went wrong stays until it is dismissed. */
export function UploadPanel() {
  const uploads = useUploads();
  return (
    <>
      <UploadAnnouncer uploads={uploads} />
      {uploads.length > 0 && (
        <section aria-label="Uploads" className="rounded-lg border border-line bg-panel">
          <ul>
            {uploads.map((upload) => (
              <UploadRow key={upload.key} upload={upload} />
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

function UploadRow({ upload }: { upload: Upload }) {
  const { queue } = useProfilesState();
  const { phase, fileName, key } = upload;
  const runs = phase.kind === 'waiting' || phase.kind === 'sending' || phase.kind === 'reading';
  return (
    <li className="flex flex-col gap-2 border-line border-b px-3 py-2.5 last:border-b-0">
      <div className="flex items-start gap-3">
        <div className="flex min-w-0 flex-1 flex-col gap-x-4 gap-y-0.5 pt-1 sm:flex-row sm:justify-between">
          <span className="min-w-0 font-semibold [overflow-wrap:anywhere]">
            <bdi>{fileName}</bdi>
          </span>
          {runs && <span className="shrink-0 text-dim tabular-nums">{phaseWords(phase, upload.fileBytes)}</span>}
        </div>
        {phase.kind === 'refused' && phase.canRetry && <Button onClick={() => queue.retry(key)}>Try again</Button>}
        {runs ? (
          <Button onClick={() => queue.cancel(key)} aria-label={`Cancel the upload of ${fileName}`}>
            Cancel
          </Button>
        ) : (
          <Button onClick={() => queue.dismiss(key)} aria-label={`Dismiss ${fileName}`}>
            Dismiss
          </Button>
        )}
      </div>
      {runs && <ProgressBar label={`Upload of ${fileName}`} share={shareDone(phase)} />}
      {phase.kind === 'failed' && <FailureNote failure={phase.failure} />}
      {phase.kind === 'gone' && <p className="text-dim">The profile was deleted while it was read.</p>}
      {phase.kind === 'refused' && (
        <p className="[overflow-wrap:anywhere]">
          <span className="text-danger">{phase.title}.</span> <span className="text-dim">{phase.detail}</span>
        </p>
      )}
    </li>
  );
}

function phaseWords(phase: UploadPhase, fileBytes: number): string {
  switch (phase.kind) {
    case 'waiting':
      return `Waiting, ${bytesWords(fileBytes)}`;
    case 'sending':
      // The request is a little larger than the file; what is said is about the file.
      return `Sending: ${bytesWords(Math.min(phase.sentBytes, fileBytes))} of ${bytesWords(fileBytes)}`;
    case 'reading':
      return progressWords(phase.progress, 'queued');
    default:
      return '';
  }
}
