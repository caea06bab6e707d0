import { NONE } from '@subsecond/profile';
import { listOf, numberOf, textOf } from '../json/read-json.ts';
import { addInterval } from '../tables/add-interval.ts';
import { addSample, addStack, noteWarning } from '../tables/profile-builder.ts';
import { type SpeedscopeReading, toNs } from './speedscope-reading.ts';

/** Frames opened (`O`) and closed (`C`), the last opened first: between two events the innermost open frame runs. */
export function readEventedProfile(reading: SpeedscopeReading, profile: unknown): void {
  const { builder, frames, where } = reading;
  const events = listOf(profile, 'events') ?? [];
  const open: { frame: number; stack: number }[] = [];
  let value = numberOf(profile, 'startValue') ?? 0;
  for (let i = 0; i < events.length; i++) {
    const index = numberOf(events[i], 'frame');
    const frame = index === undefined ? undefined : frames[index];
    const at = numberOf(events[i], 'at');
    const type = textOf(events[i], 'type');
    if (frame === undefined || at === undefined || Math.abs(at) > 1e18 || (type !== 'O' && type !== 'C')) {
      noteWarning(builder.notes, 'entry-not-understood', 1, { text: `${where}.events[${i}]` });
      continue;
    }
    if (at < value) noteWarning(builder.notes, 'time-went-back', 1, { text: `${where}.events[${i}] at ${at}` });
    spend(reading, open.at(-1)?.stack, value, at);
    value = Math.max(value, at);
    if (type === 'O') open.push({ frame, stack: addStack(builder, open.at(-1)?.stack ?? NONE, frame) });
    else if (open.at(-1)?.frame === frame) open.pop();
    else noteWarning(builder.notes, 'end-unmatched', 1, { text: `${where}.events[${i}] closes what is not innermost` });
  }
  spend(reading, open.at(-1)?.stack, value, numberOf(profile, 'endValue') ?? value);
  noteWarning(builder.notes, 'end-unmatched', open.length, { text: `${where}: frames that are never closed` });
}

/** `from` to `to`, half-open, in the profile's unit; nothing where no frame is open. */
function spend(reading: SpeedscopeReading, stack: number | undefined, from: number, to: number): void {
  const { builder, thread, event, nsPerUnit, sliceNs } = reading;
  if (stack === undefined || !(to > from)) return;
  if (nsPerUnit === undefined) addSample(builder, { timeNs: Number.NaN, thread, stack, event, weight: to - from });
  else addInterval(builder, { thread, stack, event, startNs: toNs(reading, from), endNs: toNs(reading, to) }, sliceNs);
}
