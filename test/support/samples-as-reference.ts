/** A parsed profile as the reference reader tells it, in order of time, so that the two can be compared. */
import { NONE, type Profile, SampleFlag } from '@subsecond/profile';
import type { ReferenceSample } from './reference-reader.ts';

export function samplesAsReference(profile: Profile): ReferenceSample[] {
  const { samples } = profile;
  return Array.from({ length: samples.length }, (_, row) => sampleAsReference(profile, row));
}

function sampleAsReference(profile: Profile, row: number): ReferenceSample {
  const { samples, threads, events, details } = profile;
  const thread = samples.thread[row] ?? NONE;
  const event = samples.event[row] ?? 0;
  const pid = threads.pid[thread] ?? NONE;
  const cpu = samples.cpu[row] ?? NONE;
  const detail = samples.detail[row] ?? NONE;
  return {
    time:
      ((samples.flags[row] ?? 0) & SampleFlag.timeAbsent) !== 0
        ? undefined
        : timeText(profile, samples.timeNs[row] ?? 0),
    cpu: cpu === NONE ? undefined : cpu,
    pid: pid === NONE ? undefined : pid,
    tid: threads.tid[thread] ?? NONE,
    comm: threads.comm[thread] ?? '',
    event: events[event]?.name ?? '',
    // A sample without a period weighs 1, and so does one whose period is 1.
    period: String(samples.weight[row]),
    stack: stackTexts(profile, samples.stack[row] ?? NONE),
    detail: detail === NONE ? undefined : details[detail],
  };
}

function timeText(profile: Profile, timeNs: number): string {
  const seconds = Math.floor(timeNs / 1e9);
  const digits = profile.timeResolutionNs === 1 ? 9 : 6;
  return `${profile.timeZeroSeconds + seconds}.${String(timeNs - seconds * 1e9)
    .padStart(9, '0')
    .slice(0, digits)}`;
}

function stackTexts(profile: Profile, leaf: number): string[] {
  const { stacks, frames, strings } = profile;
  const texts: string[] = [];
  for (let stack = leaf; stack !== NONE; stack = stacks.prefix[stack] ?? NONE) {
    const frame = stacks.frame[stack] ?? 0;
    const mapping = frames.mapping[frame] ?? NONE;
    texts.push(`${strings[frames.symbol[frame] ?? 0]}\0${mapping === NONE ? '' : strings[mapping]}`);
  }
  return texts;
}
