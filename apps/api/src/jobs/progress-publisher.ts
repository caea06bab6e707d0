import type { ParseProgress } from '../services/parse-profile.service.ts';

/** At most ten notices a second for each profile; a change of phase always goes out. */
const QUIET_MS = 100;

/** One notice at a time is under way: a slow database thins progress out and is not pressed further. */
export function createProgressPublisher(
  notify: (payload: string) => Promise<unknown>,
  now: () => number = Date.now,
): (profileId: string, progress: ParseProgress) => void {
  const last = new Map<string, { at: number; phase: ParseProgress['phase'] }>();
  let underWay = 0;
  return (profileId, progress) => {
    const before = last.get(profileId);
    const sameTone = before?.phase === progress.phase;
    if (sameTone && (now() - before.at < QUIET_MS || underWay > 0)) return;
    if (progress.phase === 'done') last.delete(profileId);
    else last.set(profileId, { at: now(), phase: progress.phase });
    underWay++;
    void notify(JSON.stringify({ profileId, ...progress }))
      .catch(() => undefined) // progress may be lost; the row's status is the truth
      .finally(() => underWay--);
  };
}
