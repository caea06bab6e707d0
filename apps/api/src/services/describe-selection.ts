import { printDecimalSeconds } from '@subsecond/contracts';
import type { Profile } from '@subsecond/profile';
import type { FlameGraphRequest } from './analysis-messages.ts';

/** What a picture is of, for whoever finds it in a folder: `cycles, 63.1–63.9 s, idle excluded, cpu 3`. */
export function describeSelection(
  profile: Pick<Profile, 'events'>,
  { event, ranges, measure, filter }: Pick<FlameGraphRequest, 'event' | 'ranges' | 'measure' | 'filter'>,
): string {
  const parts = [profile.events[event]?.name ?? '', describeRanges(ranges)];
  if (measure === 'period') parts.push('weighted by period');
  if (filter.idle === 'exclude') parts.push('idle excluded');
  const listed = [
    ['cpu', filter.cpus],
    ['pid', filter.pids],
    ['tid', filter.tids],
    ['comm', filter.comms],
  ] as const;
  for (const [name, values] of listed) if (values !== undefined) parts.push(`${name} ${values.join(' or ')}`);
  if (filter.search !== undefined) parts.push(`matching ${filter.search}`);
  return parts.join(', ');
}

function describeRanges(ranges: FlameGraphRequest['ranges']): string {
  const [first] = ranges ?? [];
  if (ranges === undefined || first === undefined) return 'whole profile';
  const words = `${printDecimalSeconds(first.startNs)}–${printDecimalSeconds(first.endNs)} s`;
  return ranges.length === 1 ? words : `${ranges.length} ranges, first ${words}`;
}
