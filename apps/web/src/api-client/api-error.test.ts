import { expect, test } from 'vitest';
import { apiErrorOf } from './api-error.ts';

const PROBLEM = 'application/problem+json; charset=utf-8';

test("a problem of the API keeps the server's code and words", () => {
  const body = JSON.stringify({
    type: 'about:blank',
    code: 'upload-too-large',
    title: 'Too large',
    status: 413,
    detail: 'Send less.',
  });
  expect(apiErrorOf(413, PROBLEM, body, null)).toMatchObject({
    code: 'upload-too-large',
    status: 413,
    title: 'Too large',
    detail: 'Send less.',
    retryAfterSeconds: undefined,
  });
});

test('Retry-After is read as seconds, and a date or nonsense as nothing', () => {
  const body = JSON.stringify({ code: 'too-many-requests', title: 't', detail: 'd' });
  expect(apiErrorOf(429, PROBLEM, body, '7').retryAfterSeconds).toBe(7);
  expect(apiErrorOf(429, PROBLEM, body, 'Sat, 21 Nov 2026 20:00:00 GMT').retryAfterSeconds).toBeUndefined();
  expect(apiErrorOf(429, PROBLEM, body, '-1').retryAfterSeconds).toBeUndefined();
});

test('an error page of a proxy is explained in our own words and never shown', () => {
  const error = apiErrorOf(502, 'text/html', '<script>alert(1)</script>', null);
  expect(error.code).toBe('not-the-api');
  expect(error.detail).toContain('Try again');
  expect(`${error.title}${error.detail}`).not.toContain('<');
});

test('JSON that is no problem is not taken for one', () => {
  for (const body of ['{', 'null', '[]', '{"code":5}', '{"error":"x"}'])
    expect(apiErrorOf(500, PROBLEM, body, null).code).toBe('not-the-api');
});

test('a limit of somebody between is told from the limit of the server', () => {
  expect(apiErrorOf(413, 'text/html', '', null).detail).toContain('proxy');
});
