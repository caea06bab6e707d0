/** What reading a text gave, as plain JSON: the second file of a fixture's pair. */
import { ParseError, type ParseResult } from '@subsecond/parser';
import { FrameKind, NONE, SampleFlag } from '@subsecond/profile';
import { samplesAsReference } from './samples-as-reference.ts';

const KIND_NAMES = Object.fromEntries(Object.entries(FrameKind).map(([name, value]) => [value, name]));

export function describeReading(read: () => ParseResult): unknown {
  try {
    return describeResult(read());
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    return {
      refused: {
        code: error.code,
        seemsToBe: error.seemsToBe ?? null,
        line: error.line ?? null,
        message: error.message,
        cure: error.cure,
      },
    };
  }
}

function describeResult(result: ParseResult): unknown {
  const { profile } = result;
  const { frames, strings, samples } = profile;
  return {
    firstTime: result.firstTime ?? null,
    lastTime: result.lastTime ?? null,
    frameLines: result.frameLines,
    lines: result.lines,
    lostSamples: result.lostSamples,
    warnings: result.warnings.map(({ kind, count, firstLine, firstByteOffset }) => ({
      kind,
      count,
      firstLine,
      firstByteOffset,
    })),
    events: profile.events,
    header: Object.fromEntries(Object.entries(profile.header).filter(([, value]) => value !== undefined)),
    frames: Array.from({ length: frames.length }, (_, frame) => {
      const mapping = frames.mapping[frame] ?? NONE;
      const where = mapping === NONE ? '' : ` (${strings[mapping]})`;
      const deleted = (frames.flags[frame] ?? 0) === 0 ? '' : ' deleted';
      return `${KIND_NAMES[frames.kind[frame] ?? 0]}${deleted}: ${strings[frames.symbol[frame] ?? 0]}${where}`;
    }),
    samples: samplesAsReference(profile).map((sample, row) => ({
      time: sample.time ?? null,
      cpu: sample.cpu ?? null,
      pid: sample.pid ?? null,
      tid: sample.tid,
      comm: sample.comm,
      event: sample.event,
      weight: sample.period,
      flags: flagNames(samples.flags[row] ?? 0),
      detail: sample.detail ?? null,
      stack: sample.stack.map((frame) => frame.split('\0')[0]).join(' < '),
    })),
  };
}

function flagNames(flags: number): string {
  return Object.entries(SampleFlag)
    .filter(([, bit]) => (flags & bit) !== 0)
    .map(([name]) => name)
    .join(' ');
}
