/**
 * speedscope's own file format (file-format-spec.ts of the speedscope project): frames shared by several profiles, each either
 * `sampled` (stacks with weights) or `evented` (frames opened and closed). Every profile becomes a thread of its name; profiles of
 * different units become different events.
 */
import type { WeightUnit } from '@subsecond/profile';
import { fieldOf, type JsonDocument, listOf, numberOf, textOf } from '../json/read-json.ts';
import { ParseError, type ParseResult } from '../parse-result.ts';
import { classifyFrame } from '../perf-script/classify-frame.ts';
import { chooseSliceNs } from '../tables/add-interval.ts';
import { addEvent, addFrame, createProfileBuilder, finishBuilding, noteWarning } from '../tables/profile-builder.ts';
import type { ReadingContext } from '../tables/reading-context.ts';
import { readEventedProfile } from './read-evented-profile.ts';
import { readSampledProfile } from './read-sampled-profile.ts';
import type { SpeedscopeReading } from './speedscope-reading.ts';
import { readThreadName } from './thread-name.ts';

/** Nanoseconds in one of the unit; undefined for what is no time. */
const NS_OF_UNIT: ReadonlyMap<string, number> = new Map([
  ['nanoseconds', 1],
  ['microseconds', 1e3],
  ['milliseconds', 1e6],
  ['seconds', 1e9],
]);

export function isSpeedscope(value: unknown): boolean {
  return listOf(value, 'profiles') !== undefined && listOf(fieldOf(value, 'shared'), 'frames') !== undefined;
}

export function readSpeedscope(document: JsonDocument, bytes: number, { limits }: ReadingContext): ParseResult {
  const builder = createProfileBuilder(limits);
  noteWarning(builder.notes, 'encoding-repaired', document.repaired);
  const frames = (listOf(fieldOf(document.value, 'shared'), 'frames') ?? []).map((entry) => {
    const { symbol, mapping, kind } = classifyFrame(textOf(entry, 'name') ?? '', textOf(entry, 'file'));
    return addFrame(builder, symbol, mapping, kind);
  });
  const profiles = listOf(document.value, 'profiles') ?? [];
  const baseSeconds = earliestSecond(profiles);
  const busyNs = profiles.reduce<number>((sum, profile) => sum + eventedNs(profile), 0);
  const sliceNs = chooseSliceNs(busyNs);
  for (let index = 0; index < profiles.length; index++) {
    const profile = profiles[index];
    const unit = textOf(profile, 'unit') ?? 'none';
    const nsPerUnit = NS_OF_UNIT.get(unit);
    const { name, weightUnit } = eventOf(unit, nsPerUnit);
    const reading: SpeedscopeReading = {
      builder,
      frames,
      event: addEvent(builder, name, weightUnit),
      thread: readThreadName(builder, textOf(profile, 'name') ?? `profile ${index + 1}`),
      nsPerUnit,
      baseNs: baseSeconds * 1e9,
      sliceNs,
      where: `profiles[${index}]`,
    };
    const type = textOf(profile, 'type');
    if (type === 'sampled') readSampledProfile(reading, profile);
    else if (type === 'evented') readEventedProfile(reading, profile);
    else throw unknownType(index, type);
  }
  return finishBuilding(builder, { format: 'speedscope', baseSeconds, bytes, lines: 0 });
}

function eventOf(unit: string, nsPerUnit: number | undefined): { name: string; weightUnit: WeightUnit } {
  if (nsPerUnit !== undefined) return { name: 'time', weightUnit: 'ns' };
  if (unit === 'bytes') return { name: 'bytes', weightUnit: 'bytes' };
  return { name: 'samples', weightUnit: 'samples' };
}

/** Of all profiles in units of time: their times are on one axis. */
function earliestSecond(profiles: readonly unknown[]): number {
  let earliest = Number.POSITIVE_INFINITY;
  for (const profile of profiles) {
    const scale = NS_OF_UNIT.get(textOf(profile, 'unit') ?? '');
    if (scale !== undefined) earliest = Math.min(earliest, ((numberOf(profile, 'startValue') ?? 0) * scale) / 1e9);
  }
  return Number.isFinite(earliest) ? Math.floor(earliest) : 0;
}

/** From an evented profile's earliest to its latest time; 0 where it is not made of times. */
function eventedNs(profile: unknown): number {
  const scale = NS_OF_UNIT.get(textOf(profile, 'unit') ?? '') ?? 0;
  let latest = numberOf(profile, 'endValue') ?? 0;
  let earliest = numberOf(profile, 'startValue') ?? 0;
  for (const event of listOf(profile, 'events') ?? []) {
    const at = numberOf(event, 'at') ?? earliest;
    latest = Math.max(latest, at);
    earliest = Math.min(earliest, at);
  }
  return (latest - earliest) * scale;
}

function unknownType(index: number, type: string | undefined): ParseError {
  return new ParseError(
    'input-damaged',
    `profiles[${index}] of the speedscope file is of type ${JSON.stringify(type?.slice(0, 40))}; known are sampled and evented.`,
    'Export it again with a newer speedscope.',
    { seemsToBe: 'speedscope' },
  );
}
