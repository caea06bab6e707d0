import { expect, test } from 'vitest';
import { type UploadRequest, uploadFile } from './upload-file.ts';

function fakeRequest() {
  const listeners = new Map<string, () => void>();
  const progress: ((e: { loaded: number; total: number }) => void)[] = [];
  const headers = new Map<string, string>();
  const fake = {
    status: 0,
    responseText: '',
    contentType: 'application/json',
    headers,
    sent: undefined as unknown,
    upload: {
      addEventListener: (_type: string, listener: (e: { loaded: number; total: number }) => void) =>
        progress.push(listener),
    },
    open: () => undefined,
    send: (body: unknown) => {
      fake.sent = body;
    },
    abort: () => listeners.get('abort')?.(),
    setRequestHeader: (name: string, value: string) => headers.set(name, value),
    getResponseHeader: (name: string) => (name === 'content-type' ? fake.contentType : null),
    addEventListener: (type: string, listener: () => void) => listeners.set(type, listener),
    progress: (loaded: number, total: number) => {
      for (const listener of progress) listener({ loaded, total });
    },
    answer: (status: number, body: unknown, contentType = 'application/json') => {
      Object.assign(fake, { status, responseText: JSON.stringify(body), contentType });
      listeners.get('load')?.();
    },
    fail: () => listeners.get('error')?.(),
  };
  return fake;
}

const file = new File(['perf'], 'a.perf');
const start = (
  fake: ReturnType<typeof fakeRequest>,
  extra: { signal?: AbortSignal; onSent?: (sent: number, total: number) => void } = {},
) => uploadFile(() => fake as unknown as UploadRequest, { file, idempotencyKey: 'k1', ...extra });

test('a file is sent with its key, its progress told, and the answer given back', async () => {
  const fake = fakeRequest();
  const sent: number[] = [];
  const upload = start(fake, { onSent: (bytes, total) => sent.push(bytes, total) });
  expect(fake.headers.get('idempotency-key')).toBe('k1');
  expect((fake.sent as FormData).get('file')).toMatchObject({ name: 'a.perf', size: 4 });
  fake.progress(100, 200);
  fake.answer(202, { id: 'p1', status: 'queued', url: '/p/p1' });
  expect(await upload).toEqual({ id: 'p1', status: 'queued', url: '/p/p1' });
  expect(sent).toEqual([100, 200]);
});

test('what is said about the file goes before the file', async () => {
  const fake = fakeRequest();
  const upload = uploadFile(() => fake as unknown as UploadRequest, {
    file,
    idempotencyKey: 'k',
    metadata: { name: 'n' },
  });
  expect([...(fake.sent as FormData).keys()]).toEqual(['metadata', 'file']);
  fake.answer(202, { id: 'p', status: 'queued', url: '' });
  await upload;
});

test('a refusal is an ApiError with the words of the server', async () => {
  const fake = fakeRequest();
  const upload = start(fake);
  fake.answer(413, { code: 'upload-too-large', title: 'Too large', detail: 'Send less.' }, 'application/problem+json');
  await expect(upload).rejects.toMatchObject({ code: 'upload-too-large', status: 413 });
});

test('a lost connection is a network error', async () => {
  const fake = fakeRequest();
  const upload = start(fake);
  fake.fail();
  await expect(upload).rejects.toMatchObject({ code: 'network' });
});

test('cancelling stops the request', async () => {
  const fake = fakeRequest();
  const controller = new AbortController();
  const upload = start(fake, { signal: controller.signal });
  controller.abort();
  await expect(upload).rejects.toMatchObject({ name: 'AbortError' });
  await expect(start(fakeRequest(), { signal: controller.signal })).rejects.toMatchObject({ name: 'AbortError' });
});
