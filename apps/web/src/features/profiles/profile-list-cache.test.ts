import type { ProfileSummary } from '@subsecond/contracts';
import { expect, test } from 'vitest';
import { createPendingDeletions } from './pending-deletions.ts';
import { patchPages, profilesOf } from './profile-list-cache.ts';

const profile = (id: string): ProfileSummary => ({
  id,
  name: id,
  status: 'ready',
  host: null,
  labels: {},
  pinned: false,
  story: null,
  uploadedAt: '2026-11-21T12:00:00Z',
  startedAt: null,
  capturedOn: null,
  fileName: null,
  uploadBytes: 1,
  spanSeconds: 1,
  sampleCount: 1,
  defaultEvent: null,
  thumbnail: null,
  error: null,
});

test('a profile that slid onto the next page is listed once', () => {
  const pages = [
    { profiles: [profile('c'), profile('b')], nextCursor: '1' },
    { profiles: [profile('b'), profile('a')], nextCursor: null },
  ];
  expect(profilesOf(pages).map((p) => p.id)).toEqual(['c', 'b', 'a']);
  expect(profilesOf(undefined)).toEqual([]);
});

test('a change reaches the profile on whichever page it is, and no other', () => {
  const pages = {
    pages: [
      { profiles: [profile('b')], nextCursor: '1' },
      { profiles: [profile('a')], nextCursor: null },
    ],
    pageParams: [undefined, '1'],
  };
  expect(profilesOf(patchPages(pages, 'a', { pinned: true }).pages).map((p) => p.pinned)).toEqual([false, true]);
});

test('a deletion is carried out once, when its time is over or the page goes, and not after an undo', () => {
  const deletions = createPendingDeletions();
  const done: string[] = [];
  for (const id of ['a', 'b', 'c'])
    deletions.begin(
      id,
      () => done.push(id),
      () => done.push(`${id} kept`),
    );
  expect([...deletions.hidden()]).toEqual(['a', 'b', 'c']);
  deletions.undo('a');
  deletions.finish('b');
  deletions.finish('b');
  deletions.flush();
  expect(done).toEqual(['a kept', 'b', 'c']);
  expect([...deletions.hidden()]).toEqual(['b', 'c']);
  deletions.forget('b');
  expect([...deletions.hidden()]).toEqual(['c']);
});

test('the latest deletion can be undone without naming it', () => {
  const deletions = createPendingDeletions();
  for (const id of ['a', 'b'])
    deletions.begin(
      id,
      () => undefined,
      () => undefined,
    );
  deletions.undoLatest();
  expect([...deletions.hidden()]).toEqual(['a']);
  deletions.undoLatest();
  deletions.undoLatest();
  expect([...deletions.hidden()]).toEqual([]);
});
