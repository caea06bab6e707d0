import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import type { FlameGraphAnswer, ProfileResource } from '@subsecond/contracts';
import { tableFromIPC } from '@uwdata/flechette';
import { Profile as Pprof } from 'pprof-format';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { getJson, problemOf, uploadAndWait } from '../support/api-client.ts';
import { burstRecording } from '../support/burst-recording.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let profile: ProfileResource;

const addressOf = (path: string) => `${server.url}/api/v1/profiles/${profile.id}/${path}`;
const bytesOf = async (response: Response) => new Uint8Array(await response.arrayBuffer());

beforeAll(async () => {
  server = await startTestServer();
  profile = await uploadAndWait(server.url, burstRecording());
});
afterAll(() => server.release());

/** Of one selection in every format; all must be the flame graph's own. */
async function samplesInEveryFormat(query: string): Promise<Readonly<Record<string, number>>> {
  const graph = await getJson<FlameGraphAnswer>(addressOf(`flamegraph?${query}`));
  const folded = await (await fetch(addressOf(`flamegraph?format=folded&${query}`))).text();
  const speedscope: { profiles: { weights: number[] }[] } = await (
    await fetch(addressOf(`flamegraph?format=speedscope&${query}`))
  ).json();
  const pprof = Pprof.decode(gunzipSync(await bytesOf(await fetch(addressOf(`flamegraph?format=pprof&${query}`)))));
  const arrow = tableFromIPC(await bytesOf(await fetch(addressOf(`export?format=arrow&${query}`))));
  const svg = await (await fetch(addressOf(`flamegraph?format=svg&${query}`))).text();
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  return {
    json: graph.total,
    folded: sum(folded.split('\n').map((line) => Number(/ (\d+)$/.exec(line)?.[1] ?? 0))),
    speedscope: sum(speedscope.profiles.flatMap(({ weights }) => weights)),
    pprof: sum(pprof.sample.map(({ value }) => Number(value[0]))),
    arrow: arrow.numRows,
    svg: Number(/<g data-x="0" data-v="(\d+)"/.exec(svg)?.[1]),
  };
}

describe('a selection', () => {
  it.each([
    ['', 1500],
    ['start=12.3&end=12.8', 25],
    ['idle=exclude', 115],
    ['search=flush_journal&idle=exclude', 60],
    ['comm=monitor&end=2', 2],
    // A stripe: the same 40 ms of two seconds, and a second range inside of the first.
    ['ranges=3.9-3.94,5.9-5.94,5.91-5.92', 4],
    ['start=12.4&end=12.4001', 0],
  ])('?%s has as many samples in every format', async (query, samples) => {
    expect(await samplesInEveryFormat(query)).toEqual({
      json: samples,
      folded: samples,
      speedscope: samples,
      pprof: samples,
      arrow: samples,
      svg: samples,
    });
  });

  it('can be sent as a body where it is too long for an address', async () => {
    // Every 20 ms of thirty seconds, as 1,500 ranges: all samples, one a range.
    const ranges = Array.from({ length: 1500 }, (_none, k) => `${k / 50}-${(k * 20 + 19) / 1000}`).join(',');
    const post = (path: string, body: object) =>
      fetch(addressOf(path), {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    const graph: FlameGraphAnswer = await (await post('flamegraph', { ranges })).json();
    expect(graph.total).toBe(1500);
    expect(tableFromIPC(await bytesOf(await post('export', { ranges, format: 'arrow' }))).numRows).toBe(1500);
    expect((await problemOf(await post('flamegraph', { rangs: ranges }))).status).toBe(400);
  });

  it.each(['ranges=1-2&start=1', 'ranges=2-1', 'ranges=', 'ranges=1-2,x'])('is refused as ?%s', async (query) => {
    expect(await problemOf(await fetch(addressOf(`flamegraph?${query}`)))).toMatchObject({
      status: 400,
      code: 'bad-query',
      detail: expect.stringContaining('ranges'),
    });
  });
});

describe('a file', () => {
  it.each([
    ['flamegraph?format=folded', 'text/plain; charset=utf-8', /^inline; .*folded\.txt/],
    ['flamegraph?format=svg', 'image/svg+xml; charset=utf-8', /^inline; .*\.svg/],
    ['flamegraph?format=speedscope', 'application/json; charset=utf-8', /^attachment; .*\.speedscope\.json/],
    ['flamegraph?format=pprof', 'application/octet-stream', /^attachment; .*\.pb\.gz/],
    ['flamegraph?format=pprof-samples', 'application/octet-stream', /^attachment; .*\.samples\.pb\.gz/],
    ['export?format=arrow', 'application/vnd.apache.arrow.stream', /^attachment; .*\.arrows/],
  ])('of %s says what it is and how to call it', async (path, type, disposition) => {
    const response = await fetch(addressOf(`${path}&start=12.3&end=12.8`));
    await response.arrayBuffer();
    expect(response.headers.get('content-type')).toBe(type);
    expect(response.headers.get('content-disposition')).toMatch(disposition);
    expect(response.headers.get('content-disposition')).toContain('web-1 12.3-12.8 s.');
  });

  it('of a picture comes with a policy that admits its own script, and nothing else', async () => {
    const response = await fetch(addressOf('flamegraph?format=svg&start=12.3&end=12.8&idle=exclude'));
    const svg = await response.text();
    const script = /<script><!\[CDATA\[(.*?)\]\]><\/script>/s.exec(svg)?.[1] ?? '';
    const hash = createHash('sha256').update(script).digest('base64');
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy).toContain(`script-src 'sha256-${hash}'`);
    expect(policy).toMatch(/default-src 'none'.*frame-ancestors 'none'.*sandbox allow-scripts$/);
    expect(svg).toContain('<title>checksum_block\n');
    expect(svg).toContain('cpu-clock:ppp, 12.3–12.8 s, idle excluded');
  });
});
