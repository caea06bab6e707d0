import { expect, test } from 'vitest';
import { failureWords, progressWords, uploadWords, whenWords } from './profile-words.ts';

const now = Date.parse('2026-11-21T12:00:00Z');
const plain = (text: string) => text.replaceAll('\u00a0', ' ');

test('the time of a recording is the best that anybody knows', () => {
  const uploadedAt = '2026-11-21T11:00:00Z';
  expect(
    whenWords({ startedAt: '2026-11-20T10:00:00Z', capturedOn: 'Sat Nov 21 18:39:13 2026', uploadedAt }, now),
  ).toBe('20 Nov 2026, 10:00:00 UTC');
  expect(whenWords({ startedAt: null, capturedOn: 'Sat Nov 21 18:39:13 2026', uploadedAt }, now)).toContain(
    'host’s local time',
  );
  expect(plain(whenWords({ startedAt: null, capturedOn: null, uploadedAt }, now))).toBe('uploaded 1 hour ago');
});

test('progress is said in bytes and samples', () => {
  const progress = {
    status: 'parsing',
    bytesRead: 12e6,
    bytesTotal: 48e6,
    samples: 23456,
    phase: 'reading',
    error: null,
  } as const;
  expect(plain(progressWords(progress, 'parsing'))).toBe('Reading: 12 MB of 48 MB, 23,456 samples');
  expect(progressWords(undefined, 'queued')).toBe('Waiting to be read');
});

test('two uploads of one recording differ in their file and in when they came', () => {
  const upload = { name: 'profile', fileName: 'profile.perf.gz', uploadedAt: '2026-11-21T18:39:13.123Z' };
  expect(uploadWords(upload)).toBe('profile.perf.gz, uploaded 21 Nov 2026, 18:39:13 UTC');
  expect(uploadWords({ ...upload, fileName: null })).toBe('uploaded 21 Nov 2026, 18:39:13 UTC');
});

test('an empty file is only empty', () => {
  const empty = { message: 'The file is empty.', cure: 'x', line: 1, byteOffset: 0, seemsToBe: 'empty' };
  expect(failureWords({ ...empty, code: 'input-not-perf-script' }).details).toBe('');
});

test('a failure says its line and what the file seems to be, unless the message did', () => {
  const failure = {
    code: 'input-not-perf-script',
    message: 'No sample starts here.',
    cure: 'Run perf script.',
    line: 3,
    byteOffset: 90,
    seemsToBe: 'perf report',
  } as const;
  expect(failureWords(failure)).toEqual({
    what: 'No sample starts here.',
    details: 'Line 3. It seems to be perf report.',
    cure: 'Run perf script.',
  });
  expect(failureWords({ ...failure, message: 'Line 3 is no sample.' }).details).toBe('It seems to be perf report.');
  expect(failureWords({ ...failure, message: 'Line 3: the file seems to be text.' }).details).toBe('');
  expect(failureWords(null).cure).not.toBe('');
});
