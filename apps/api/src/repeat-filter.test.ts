import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createRepeatFilter } from './repeat-filter.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function recordTold() {
  const told: string[] = [];
  const repeats = createRepeatFilter({ everyMs: 60_000, maxKinds: 3 });
  const say = (key: string): void =>
    repeats(
      { key, text: key },
      () => void told.push(key),
      (times, seconds) => void told.push(`${key}: ${times} more in ${seconds} s`),
    );
  return { told, say };
}

describe('createRepeatFilter', () => {
  it('tells the first of a kind at once and counts the others, minute by minute', () => {
    const { told, say } = recordTold();
    for (let i = 0; i < 600; i++) say('database lost');
    say('queue lost');
    expect(told).toEqual(['database lost', 'queue lost']);
    vi.advanceTimersByTime(60_000);
    expect(told.slice(2)).toEqual(['database lost: 599 more in 60 s']);
    say('database lost');
    vi.advanceTimersByTime(60_000);
    expect(told.slice(3)).toEqual(['database lost: 1 more in 60 s']);
  });

  it('takes a kind for new once it was quiet', () => {
    const { told, say } = recordTold();
    say('database lost');
    vi.advanceTimersByTime(60_000);
    say('database lost');
    expect(told).toEqual(['database lost', 'database lost']);
  });

  it('remembers no more kinds than it may', () => {
    const { told, say } = recordTold();
    for (let i = 0; i < 100; i++) say(`request ${i}`);
    expect(told.length).toBeLessThanOrEqual(4);
  });
});
