import type { ProfileProgress } from '@subsecond/contracts';
import { expect, test } from 'vitest';
import { needsPage, nextPhase, shareDone, type UploadEvent, type UploadPhase } from './upload-state.ts';

const reading: ProfileProgress = {
  status: 'parsing',
  bytesRead: 25,
  bytesTotal: 100,
  samples: 7,
  phase: 'reading',
  error: null,
};
const after = (...events: UploadEvent[]) => events.reduce<UploadPhase>(nextPhase, { kind: 'waiting' });
const started: UploadEvent = { kind: 'started' };
const accepted: UploadEvent = { kind: 'accepted', profileId: 'p1' };

test('a file goes from waiting to ready', () => {
  expect(after(started, { kind: 'sent', sentBytes: 5, totalBytes: 10 })).toEqual({
    kind: 'sending',
    sentBytes: 5,
    totalBytes: 10,
  });
  expect(after(started, accepted, { kind: 'progressed', progress: reading })).toEqual({
    kind: 'reading',
    profileId: 'p1',
    progress: reading,
  });
  expect(after(started, accepted, { kind: 'ended', progress: { ...reading, status: 'ready', phase: 'done' } })).toEqual(
    { kind: 'ready', profileId: 'p1' },
  );
});

test('a file that is no profile keeps its reason', () => {
  const error = {
    code: 'input-empty',
    message: 'm',
    cure: 'c',
    line: null,
    byteOffset: null,
    seemsToBe: null,
  } as const;
  expect(after(started, accepted, { kind: 'ended', progress: { ...reading, status: 'failed', error } })).toEqual({
    kind: 'failed',
    profileId: 'p1',
    failure: error,
  });
});

test('a refused file can be sent again only where that may help', () => {
  const refused = { kind: 'refused', title: 't', detail: 'd' } as const;
  expect(after(started, { ...refused, canRetry: true }, { kind: 'retried' })).toEqual({ kind: 'waiting' });
  expect(after(started, { ...refused, canRetry: false }, { kind: 'retried' }).kind).toBe('refused');
});

test('events that come too late change nothing', () => {
  const ready = after(started, accepted, { kind: 'ended', progress: { ...reading, status: 'ready' } });
  const late: UploadEvent[] = [
    started,
    accepted,
    { kind: 'sent', sentBytes: 1, totalBytes: 2 },
    { kind: 'progressed', progress: reading },
    { kind: 'vanished' },
    { kind: 'retried' },
  ];
  for (const event of late) expect(nextPhase(ready, event), event.kind).toBe(ready);
});

test('only a file that is not all sent needs the page', () => {
  expect(needsPage(after())).toBe(true);
  expect(needsPage(after(started))).toBe(true);
  expect(needsPage(after(started, accepted))).toBe(false);
});

test('the share done is unknown before the reader has said anything and while it stores', () => {
  expect(shareDone(after(started))).toBe(0);
  expect(shareDone(after(started, { kind: 'sent', sentBytes: 5, totalBytes: 20 }))).toBe(0.25);
  expect(shareDone(after(started, accepted))).toBeUndefined();
  expect(shareDone(after(started, accepted, { kind: 'progressed', progress: reading }))).toBe(0.25);
  expect(
    shareDone(after(started, accepted, { kind: 'progressed', progress: { ...reading, phase: 'storing' } })),
  ).toBeUndefined();
});
