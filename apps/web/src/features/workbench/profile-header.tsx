import type { ProfileResource } from '@subsecond/contracts';
import { memo } from 'react';
import { Name } from '../../ui/name.tsx';
import type { OpenedEvent } from '../../worker/protocol.ts';
import { FORMAT_WORDS } from './format-words.ts';
import { countWords, lengthWords, rateWords, sampleWords, whenWords } from './words.ts';

/** The other formats do not say on which CPU a sample was. */
const KNOWS_CPUS: ReadonlySet<string> = new Set(['perf-script', 'nflxprofile']);

/** What this recording is: where, when, how long, how it was sampled. */
export const ProfileHeader = memo(function ProfileHeader({
  profile,
  event,
}: {
  profile: ProfileResource;
  event: OpenedEvent | undefined;
}) {
  const facts = [
    profile.host ?? profile.header?.hostname ?? undefined,
    profile.format === null ? undefined : FORMAT_WORDS[profile.format],
    whenWords(profile.startedAt, profile.capturedOn),
    profile.spanSeconds === null ? undefined : lengthWords(Math.round(profile.spanSeconds * 1e9)),
    event?.frequencyHz === undefined ? undefined : rateWords(event.frequencyHz),
    profile.cpuCount === null || !KNOWS_CPUS.has(profile.format ?? 'perf-script')
      ? undefined
      : countWords(profile.cpuCount, 'CPU'),
    event?.name,
    event === undefined ? undefined : sampleWords(event.samples, profile.sampleCount),
  ].filter((fact) => fact !== undefined);
  return (
    <div className="min-w-0">
      <h1 className="font-semibold text-xl tracking-tight [overflow-wrap:anywhere]">
        <Name>{profile.name}</Name>
      </h1>
      <ul aria-label="Recording" className="flex flex-wrap gap-x-4 text-dim tabular-nums">
        {facts.map((fact) => (
          <li key={fact} className="[overflow-wrap:anywhere]">
            {fact}
          </li>
        ))}
      </ul>
      {profile.story !== null && <p className="mt-1 max-w-[120ch]">{profile.story}</p>}
    </div>
  );
});
