import type { ProfileProgress } from '@subsecond/contracts';
import { findProfile } from './access.ts';
import type { Principal, ProfileRecord, ProgressFeed, TeamTransactions } from './ports.ts';

/**
 * Follows one profile until it is ready or failed. Two sources: the feed says how far the parser is, as it happens; the row
 * says what is true, read every `pollMs`, because a feed may lose messages and a worker may die.
 */
export async function* followProgress(
  deps: { readonly teams: TeamTransactions; readonly progress: ProgressFeed; readonly pollMs: number },
  principal: Pick<Principal, 'teamId'>,
  profile: ProfileRecord,
  signal: AbortSignal,
): AsyncGenerator<ProfileProgress> {
  let heard: Pick<ProfileProgress, 'bytesRead' | 'bytesTotal' | 'samples' | 'phase'> | undefined;
  let wake: () => void = () => undefined;
  const release = deps.progress.subscribe(profile.id, (progress) => {
    heard = progress;
    wake();
  });
  try {
    let row = profile;
    let lastSent = '';
    while (!signal.aborted) {
      const before = heard;
      const current = progressOf(row, before);
      const text = JSON.stringify(current);
      if (text !== lastSent) {
        lastSent = text;
        yield current;
      }
      if (row.status === 'ready' || row.status === 'failed') return;
      if (heard === before) {
        await waitForChange(deps.pollMs, signal, (resume) => {
          wake = resume;
        });
      }
      // A message is shown as it comes; the row is asked when none came, or when the parser says it is done.
      if (heard === before || heard?.phase === 'done')
        row = await deps.teams.inTeam(principal.teamId, (repositories) => findProfile(repositories, profile.id));
    }
  } finally {
    release();
  }
}

function progressOf(
  row: ProfileRecord,
  heard: Pick<ProfileProgress, 'bytesRead' | 'bytesTotal' | 'samples' | 'phase'> | undefined,
): ProfileProgress {
  const error = row.error ?? null;
  if (row.status === 'ready' || row.status === 'failed') {
    return {
      status: row.status,
      bytesRead: row.uploadBytes,
      bytesTotal: row.uploadBytes,
      samples: row.parsed?.sampleCount ?? heard?.samples ?? 0,
      phase: 'done',
      error,
    };
  }
  if (heard === undefined)
    return {
      status: row.status,
      bytesRead: 0,
      bytesTotal: row.uploadBytes,
      samples: 0,
      phase: row.status === 'queued' ? 'waiting' : 'reading',
      error,
    };
  // The row still says "queued" or "parsing": "done" is for the row to say.
  return {
    status: heard.phase === 'waiting' ? row.status : 'parsing',
    ...heard,
    phase: heard.phase === 'done' ? 'storing' : heard.phase,
    error,
  };
}

function waitForChange(ms: number, signal: AbortSignal, onWaker: (resume: () => void) => void): Promise<void> {
  return new Promise((resolve) => {
    const resume = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', resume);
      resolve();
    };
    const timer = setTimeout(resume, ms);
    signal.addEventListener('abort', resume, { once: true });
    onWaker(resume);
  });
}
