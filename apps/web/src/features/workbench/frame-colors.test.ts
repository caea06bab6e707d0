import { FrameKind } from '@subsecond/profile';
import { describe, expect, it } from 'vitest';
import { COMM_KIND, frameColor, kindWords, ROOT_KIND } from './frame-colors.ts';

describe('frame colours', () => {
  it('are the same for the same function, and start from the token of its kind', () => {
    expect(frameColor('uv_run', FrameKind.user)).toBe(frameColor('uv_run', FrameKind.user));
    expect(frameColor('uv_run', FrameKind.user)).toContain('var(--k-user)');
    expect(frameColor('uv_run', FrameKind.kernel)).toContain('var(--k-kernel)');
  });

  it('tell neighbours apart: similar names spread over all steps', () => {
    const colors = new Set(Array.from({ length: 100 }, (_, i) => frameColor(`v8::internal::f${i}`, FrameKind.library)));
    expect(colors.size).toBe(6);
  });

  it('leave the root and unresolved frames in one colour', () => {
    expect(frameColor('all', ROOT_KIND)).toBe('var(--k-root)');
    expect(frameColor('[unknown]', FrameKind.unresolved)).toBe('var(--k-unresolved)');
  });

  it('never put a name into the colour', () => {
    expect(frameColor('red;} body{}', COMM_KIND)).not.toContain('body');
    expect(frameColor('__proto__', 99)).toContain('--k-unresolved');
    expect(kindWords(99)).toBe('unknown kind');
  });
});
