import { expect, test } from 'vitest';
import { curlCommand, exportFileName, exportRequest } from './export-formats.ts';

const whole = {
  profileId: 'p1',
  event: 'cpu-clock:u',
  filter: { idle: 'exclude' },
  selection: [],
  measure: 'samples',
  names: 'raw',
} as const;
const range = (start: number, end: number) => ({ startNs: start * 1e9, endNs: end * 1e9 });
const queryOf = (path: string) => Object.fromEntries(new URL(path, 'http://x').searchParams);

test('the whole profile has no range', () => {
  const { path, body } = exportRequest('folded', whole);
  expect(path.split('?')[0]).toBe('/api/v1/profiles/p1/flamegraph');
  expect(queryOf(path)).toEqual({ format: 'folded', event: 'cpu-clock:u', idle: 'exclude', measure: 'samples' });
  expect(body).toBeUndefined();
});

test('one range is a start and an end, several are ranges', () => {
  expect(queryOf(exportRequest('svg', { ...whole, selection: [range(63.1, 63.9)] }).path)).toMatchObject({
    start: '63.1',
    end: '63.9',
  });
  const stripe = exportRequest('svg', { ...whole, selection: [range(1, 1.5), range(2, 2.5)] });
  expect(queryOf(stripe.path)).toMatchObject({ ranges: '1-1.5,2-2.5' });
  expect(queryOf(stripe.path)).not.toHaveProperty('start');
});

test('ranges that no address holds go as a body', () => {
  const selection = Array.from({ length: 3000 }, (_, second) => range(second, second + 0.5));
  const { path, body } = exportRequest('pprof', { ...whole, selection });
  expect(path).toBe('/api/v1/profiles/p1/flamegraph');
  expect(String(body?.['ranges']).split(',')).toHaveLength(3000);
  expect(body).toMatchObject({ format: 'pprof', measure: 'samples', idle: 'exclude' });
});

test('functions are named as on the page', () => {
  expect(queryOf(exportRequest('folded', { ...whole, names: 'demangle,java' }).path)).toMatchObject({
    names: 'demangle,java',
  });
  // The API's own choice differs by format.
  expect(queryOf(exportRequest('svg', { ...whole, names: 'raw' }).path)).toMatchObject({ names: 'raw' });
  expect(queryOf(exportRequest('svg', { ...whole, names: 'readable' }).path)).not.toHaveProperty('names');
  expect(queryOf(exportRequest('folded', { ...whole, names: 'readable' }).path)).toMatchObject({ names: 'readable' });
});

test('a table of samples is asked for without a measure, its names as recorded', () => {
  const { path } = exportRequest('arrow', { ...whole, names: 'readable' });
  expect(path).toContain('/export?');
  expect(queryOf(path)).toEqual({ format: 'arrow', event: 'cpu-clock:u', idle: 'exclude' });
});

test('a curl line keeps whatever is in it one word, and the token a variable', () => {
  const request = exportRequest('folded', { ...whole, event: "it's" });
  const line = curlCommand(request, { origin: 'http://localhost:3000', file: "it's.txt", needsToken: true });
  expect(line).toBe(
    `curl -f -H "Authorization: Bearer $SUBSECOND_ADMIN_TOKEN" -o 'it'\\''s.txt' 'http://localhost:3000${request.path.replace("'", "'\\''")}'`,
  );
  const posted = { path: '/x', body: { ranges: '1-2' } };
  expect(curlCommand(posted, { origin: 'http://h', file: 'f', needsToken: false })).toBe(
    `curl -f --json '{"ranges":"1-2"}' -o 'f' 'http://h/x'`,
  );
});

test('a file is called by its profile and its part', () => {
  expect(exportFileName('web/1', [], 'png')).toBe('web_1.png');
  expect(exportFileName('web', [range(63.1, 63.9)], 'svg')).toBe('web 63.1-63.9 s.svg');
  expect(exportFileName('web', [range(1, 2), range(3, 4)], 'svg')).toBe('web 2 ranges.svg');
});

test('every filter of the page goes along', () => {
  const filter = { idle: 'include', cpus: [0, 3], pids: [7], tids: [8], comms: ['a b'], frame: 'f(x)' } as const;
  const search = new URL(exportRequest('folded', { ...whole, filter }).path, 'http://x').searchParams;
  expect(search.getAll('cpu')).toEqual(['0', '3']);
  expect([search.get('pid'), search.get('tid'), search.get('comm'), search.get('idle')]).toEqual([
    '7',
    '8',
    'a b',
    'include',
  ]);
  expect(search.get('search')).toBe('f(x)');
});
