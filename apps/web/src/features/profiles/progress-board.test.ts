import type { ProfileProgress } from '@subsecond/contracts';
import { expect, test } from 'vitest';
import { ApiError } from '../../api-client/api-error.ts';
import type { ProgressListeners } from '../../api-client/watch-progress.ts';
import { createProgressBoard } from './progress-board.ts';

const reading: ProfileProgress = {
  status: 'parsing',
  bytesRead: 1,
  bytesTotal: 9,
  samples: 2,
  phase: 'reading',
  error: null,
};

function setUp() {
  const streams = new Map<string, ProgressListeners>();
  const paused: (() => void)[] = [];
  const answers = new Map<string, 'parsing' | 'ready' | 'deleted'>();
  const board = createProgressBoard({
    maxStreams: 2,
    watchProgress: (id, listeners) => {
      streams.set(id, listeners);
      return () => streams.delete(id);
    },
    getProfile: async (id) => {
      const status = answers.get(id) ?? 'parsing';
      if (status === 'deleted') throw new ApiError({ code: 'profile-not-found', status: 404, title: '', detail: '' });
      return { status, uploadBytes: 9, sampleCount: 2, error: null };
    },
    pause: (callback) => {
      paused.push(callback);
      return () => paused.splice(paused.indexOf(callback), 1);
    },
  });
  const heard: string[] = [];
  const follow = (id: string) => board.follow(id, (news) => heard.push(`${id} ${news.kind}`));
  const nextRound = async () => {
    paused.shift()?.();
    for (let turn = 0; turn < 10; turn++) await Promise.resolve();
  };
  return { streams, paused, answers, heard, follow, board, nextRound };
}

test('no more streams are open than allowed, and the next one opens when one ends', () => {
  const { streams, follow, heard } = setUp();
  for (const id of ['a', 'b', 'c']) follow(id);
  expect([...streams.keys()]).toEqual(['a', 'b']);
  streams.get('a')?.onEnd({ ...reading, status: 'ready' });
  expect([...streams.keys()]).toEqual(['b', 'c']);
  expect(heard).toEqual(['a end']);
});

test('whoever has no stream is asked for in turn', async () => {
  const { follow, heard, answers, nextRound } = setUp();
  for (const id of ['a', 'b', 'c']) follow(id);
  await nextRound();
  expect(heard).toEqual(['c progress']);
  answers.set('c', 'ready');
  await nextRound();
  expect(heard).toEqual(['c progress', 'c end']);
});

test('a profile whose stream was refused is asked for, and is gone when there is none', async () => {
  const { streams, follow, heard, answers, nextRound, paused } = setUp();
  follow('a');
  expect(paused).toHaveLength(0);
  answers.set('a', 'deleted');
  streams.get('a')?.onLost();
  await nextRound();
  expect(heard).toEqual(['a gone']);
  expect(paused).toHaveLength(0);
});

test('two listeners share one stream, and the last to leave closes it', () => {
  const { streams, board } = setUp();
  const heard: string[] = [];
  const stopFirst = board.follow('a', () => heard.push('first'));
  streams.get('a')?.onProgress(reading);
  const stopSecond = board.follow('a', () => heard.push('second'));
  expect(heard).toEqual(['first', 'second']);
  stopFirst();
  expect([...streams.keys()]).toEqual(['a']);
  stopSecond();
  expect([...streams.keys()]).toEqual([]);
});

test('nothing is asked any more when nobody follows', () => {
  const { follow, paused } = setUp();
  const stops = ['a', 'b', 'c'].map(follow);
  expect(paused).toHaveLength(1);
  for (const stop of stops) stop();
  expect(paused).toHaveLength(0);
});
