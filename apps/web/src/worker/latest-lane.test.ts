import { describe, expect, it } from 'vitest';
import { createLatestLane } from './latest-lane.ts';

function slowAnswers() {
  const asked: number[] = [];
  const finish = new Map<number, { resolve: (answer: string) => void; reject: (error: Error) => void }>();
  const lane = createLatestLane(
    (query: number) =>
      new Promise<string>((resolve, reject) => {
        asked.push(query);
        finish.set(query, { resolve, reject });
      }),
  );
  return {
    asked,
    lane,
    answer: (query: number) => finish.get(query)?.resolve(`answer ${query}`),
    fail: (query: number) => finish.get(query)?.reject(new Error(`no ${query}`)),
  };
}

describe('a latest-wins lane', () => {
  it('computes the first and the newest, and lets the overtaken ones go at once', async () => {
    const { asked, lane, answer } = slowAnswers();
    const promises = [1, 2, 3, 4].map((query) => lane(query));
    expect(asked).toEqual([1]);
    expect(await promises[1]).toBeUndefined();
    expect(await promises[2]).toBeUndefined();
    answer(1);
    expect(await promises[0]).toBe('answer 1');
    await tick();
    expect(asked).toEqual([1, 4]);
    answer(4);
    expect(await promises[3]).toBe('answer 4');
  });

  it('goes on after a failure', async () => {
    const { asked, lane, answer, fail } = slowAnswers();
    const first = lane(1);
    const second = lane(2);
    fail(1);
    await expect(first).rejects.toThrow('no 1');
    await tick();
    answer(2);
    expect(await second).toBe('answer 2');
    const third = lane(3);
    answer(3);
    expect(await third).toBe('answer 3');
    expect(asked).toEqual([1, 2, 3]);
  });
});

function tick(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}
