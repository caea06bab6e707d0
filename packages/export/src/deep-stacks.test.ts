import type { Profile } from '@subsecond/profile';
import { profileFromText } from '@subsecond/profile/testing';
import { describe, expect, it } from 'vitest';
import { encodeArrowSamples } from './arrow/arrow-samples.ts';
import type { ExportSelection } from './export-selection.ts';
import { ExportTooLargeError } from './export-too-large.ts';
import { encodePprof } from './pprof.ts';
import { writeSpeedscope } from './speedscope.ts';

const DEPTH = 65_536;

/** Samples of one function that calls itself as deep as a stack may be. */
function deep(length: number, spread = 0): ExportSelection {
  const one = profileFromText('time 0.1\n     f');
  const profile: Profile = {
    ...one,
    stacks: {
      length: DEPTH,
      prefix: Int32Array.from({ length: DEPTH }, (_, stack) => stack - 1),
      frame: new Int32Array(DEPTH),
    },
    samples: {
      length,
      timeNs: Float64Array.from({ length }, (_, k) => k),
      cpu: new Int32Array(length),
      thread: new Int32Array(length),
      stack: Int32Array.from({ length }, (_, k) => DEPTH - 1 - k * spread),
      event: new Uint16Array(length),
      weight: new Float64Array(length).fill(1),
      flags: new Uint8Array(length),
      detail: new Int32Array(length).fill(-1),
    },
  };
  return { profile, event: 0, mask: new Uint8Array(length).fill(1), ranges: undefined };
}

describe('stacks as deep as they may be', () => {
  it('are written whole by every format', () => {
    const selection = deep(3);
    const speedscope = [...writeSpeedscope(selection, { name: 'p', measure: 'samples' })].join('');
    expect(JSON.parse(speedscope).profiles[0].samples.map((stack: unknown[]) => stack.length)).toEqual([
      DEPTH,
      DEPTH,
      DEPTH,
    ]);
    expect(encodePprof(selection, { name: 'p', measure: 'samples' }).length).toBeGreaterThan(DEPTH);
    expect(encodeArrowSamples(selection, { name: 'p', idle: new Uint8Array(3) }).length).toBeGreaterThan(3 * DEPTH * 9);
  });

  it('are refused before they take the memory of the machine', () => {
    const many = deep(1000, 1);
    expect(() => encodeArrowSamples(many, { name: 'p', idle: new Uint8Array(1000) })).toThrow(ExportTooLargeError);
    expect(() => encodePprof(many, { name: 'p', measure: 'samples' })).toThrow(ExportTooLargeError);
    // The same stack a thousand times is written once in a pprof.
    expect(encodePprof(deep(1000), { name: 'p', measure: 'samples' }).length).toBeLessThan(10 * DEPTH);
  });

  it('leave speedscope in pieces that can be stopped at any time', () => {
    let longest = 0;
    let pieces = 0;
    for (const piece of writeSpeedscope(deep(1000, 1), { name: 'p', measure: 'samples' })) {
      longest = Math.max(longest, piece.length);
      if (++pieces === 50) break;
    }
    expect(longest).toBeLessThan(1_000_000);
  });
});
