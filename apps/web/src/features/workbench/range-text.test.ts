import { describe, expect, it } from 'vitest';
import { endProblem, parseEnd, parseStart, startProblem } from './range-text.ts';

const range = { startNs: 2e9, endNs: 5e9 };
const span = 30e9;

describe('a typed range', () => {
  it('is taken as it is', () => {
    expect(parseStart('2.953367', range, span)).toBe(2_953_367_000);
    expect(parseEnd('7,5', range, span)).toBe(7.5e9);
  });

  it('ends where the recording ends', () => {
    expect(parseEnd('99', range, span)).toBe(span);
  });

  it('is refused where it would be empty, and moves no other end', () => {
    expect(parseStart('5', range, span)).toBeUndefined();
    expect(parseStart('40', { startNs: 2e9, endNs: 50e9 }, span)).toBeUndefined();
    expect(parseEnd('2', range, span)).toBeUndefined();
    expect(parseEnd('two', range, span)).toBeUndefined();
  });

  it('says what is wrong', () => {
    expect(startProblem(undefined, range, span)).toContain('like 63.1');
    expect(startProblem(6e9, range, span)).toContain('ends at 5.000 s');
    expect(startProblem(40e9, range, span)).toContain('recording ends at 30.000 s');
    expect(endProblem(1e9, range)).toContain('starts at 2.000 s');
  });
});
