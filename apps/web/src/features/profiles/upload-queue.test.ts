import type { UploadAccepted } from '@subsecond/contracts';
import { expect, test, vi } from 'vitest';
import { networkError } from '../../api-client/api-error.ts';
import type { UploadOptions } from '../../api-client/upload-file.ts';
import type { ProgressNews } from './progress-board.ts';
import { createUploadQueue } from './upload-queue.ts';

function setUp() {
  const sends: {
    options: UploadOptions;
    resolve: (answer: UploadAccepted) => void;
    reject: (error: unknown) => void;
  }[] = [];
  const followers = new Map<string, (news: ProgressNews) => void>();
  const deleted: string[] = [];
  const onReady = vi.fn();
  let keys = 0;
  const queue = createUploadQueue({
    client: {
      uploadFile: (options) =>
        new Promise((resolve, reject) => {
          sends.push({ options, resolve, reject });
          options.signal?.addEventListener('abort', () => reject(options.signal?.reason));
        }),
      deleteProfile: async (id) => {
        deleted.push(id);
      },
    },
    board: {
      follow: (id, listener) => {
        followers.set(id, listener);
        return () => followers.delete(id);
      },
    },
    createIdempotencyKey: () => `key-${keys++}`,
    maxSending: 2,
    onProfilesChanged: () => undefined,
    onReady,
  });
  const kinds = () => queue.uploads().map((upload) => upload.phase.kind);
  const settle = async () => {
    for (let turn = 0; turn < 10; turn++) await Promise.resolve();
  };
  return { queue, sends, followers, deleted, onReady, kinds, settle };
}

const files = (...names: string[]) => names.map((name) => new File(['x'], name));
const answer = (id: string): UploadAccepted => ({ id, status: 'queued', url: `/p/${id}` });
const end = (status: 'ready' | 'failed'): ProgressNews => ({
  kind: 'end',
  progress: { status, bytesRead: 1, bytesTotal: 1, samples: 1, phase: 'done', error: null },
});

test('two files are sent at a time, the third when one is through', async () => {
  const { queue, sends, kinds, settle } = setUp();
  queue.add(files('a', 'b', 'c'));
  expect(kinds()).toEqual(['sending', 'sending', 'waiting']);
  sends[0]?.resolve(answer('p1'));
  await settle();
  expect(kinds()).toEqual(['reading', 'sending', 'sending']);
});

test('a file that is ready leaves the list and is told, with whether it came alone', async () => {
  const { queue, sends, followers, onReady, settle } = setUp();
  queue.add(files('a'));
  sends[0]?.resolve(answer('p1'));
  await settle();
  followers.get('p1')?.(end('ready'));
  expect(queue.uploads()).toEqual([]);
  expect(onReady).toHaveBeenCalledWith(expect.objectContaining({ fileName: 'a', alone: true }), 'p1');
});

test('a file that is no profile stays with its reason', async () => {
  const { queue, sends, followers, onReady, kinds, settle } = setUp();
  queue.add(files('a', 'b'));
  sends[0]?.resolve(answer('p1'));
  await settle();
  followers.get('p1')?.(end('failed'));
  expect(kinds()).toEqual(['failed', 'sending']);
  expect(onReady).not.toHaveBeenCalled();
});

test('after a lost connection the same file is sent again under the same key', async () => {
  const { queue, sends, kinds, settle } = setUp();
  queue.add(files('a'));
  sends[0]?.reject(networkError());
  await settle();
  expect(kinds()).toEqual(['refused']);
  queue.retry(queue.uploads()[0]?.key ?? -1);
  expect(kinds()).toEqual(['sending']);
  expect(sends[1]?.options.idempotencyKey).toBe(sends[0]?.options.idempotencyKey);
});

test('cancelling while sending stops it and lets the next one start', async () => {
  const { queue, sends, kinds, deleted, settle } = setUp();
  queue.add(files('a', 'b', 'c'));
  queue.cancel(queue.uploads()[0]?.key ?? -1);
  await settle();
  expect(sends[0]?.options.signal?.aborted).toBe(true);
  expect(kinds()).toEqual(['sending', 'sending']);
  expect(deleted).toEqual([]);
});

test('cancelling while it is read deletes the profile', async () => {
  const { queue, sends, deleted, followers, settle } = setUp();
  queue.add(files('a'));
  sends[0]?.resolve(answer('p1'));
  await settle();
  queue.cancel(queue.uploads()[0]?.key ?? -1);
  expect(deleted).toEqual(['p1']);
  expect(followers.size).toBe(0);
});

test('an answer that arrives after the cancelling makes no profile', async () => {
  const { queue, sends, deleted, settle } = setUp();
  queue.add(files('a'));
  const send = sends[0];
  send?.resolve(answer('p1'));
  queue.cancel(queue.uploads()[0]?.key ?? -1);
  await settle();
  expect(queue.uploads()).toEqual([]);
  expect(deleted).toEqual(['p1']);
});
