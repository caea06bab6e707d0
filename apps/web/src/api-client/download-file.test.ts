import { expect, test, vi } from 'vitest';
import { downloadFile, fileNameOf } from './download-file.ts';

test('a file comes with the name that the server gives it', async () => {
  const headers = { 'content-disposition': `attachment; filename="web_1.svg"; filename*=UTF-8''w%C3%A9b%201.svg` };
  const fetch = vi.fn(async () => new Response('<svg/>', { headers }));
  const { bytes, name } = await downloadFile(fetch, '/x');
  expect([await bytes.text(), name]).toEqual(['<svg/>', 'wéb 1.svg']);
});

test('a refusal is an error, never a file', async () => {
  const body = JSON.stringify({ code: 'bad-query', title: 'No', detail: 'The range is reversed.' });
  const fetch = vi.fn(
    async () => new Response(body, { status: 400, headers: { 'content-type': 'application/problem+json' } }),
  );
  await expect(downloadFile(fetch, '/x')).rejects.toMatchObject({
    code: 'bad-query',
    detail: 'The range is reversed.',
  });
});

test.each([null, '', 'attachment', "attachment; filename*=UTF-8''%E0%A4%A"])('no name in %s', (disposition) => {
  expect(fileNameOf(disposition)).toBeUndefined();
});
