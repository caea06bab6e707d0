import type { FlameGraphAnswer, HeatMapAnswer, ProfileResource } from '@subsecond/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { getJson, problemOf, uploadAndWait } from '../support/api-client.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

/** Recordings of different days in one file. */
const sample = (time: string) => `prog  1/1  [000]  ${time}:   1000 cycles: \n\t 7f01 main+0x1 (/bin/prog)\n\n`;

let server: TestServer;
let profile: ProfileResource;
const addressOf = (path: string) => `${server.url}/api/v1/profiles/${profile.id}/${path}`;

beforeAll(async () => {
  server = await startTestServer();
  profile = await uploadAndWait(server.url, sample('100.000001') + sample('700000.500001'));
});
afterAll(() => server.release());

describe('samples that lie days apart', () => {
  it('make a profile, with a thumbnail of at most 240 columns that shows both', () => {
    expect(profile.error).toBeNull();
    const { columns, bins } = profile.thumbnail ?? { columns: 0, bins: '' };
    expect(columns).toBeGreaterThan(1);
    expect(columns).toBeLessThanOrEqual(240);
    expect(Buffer.from(bins, 'base64').filter((bin) => bin === 254).length).toBe(2);
  });

  it('have a span from the first to the last of them', () => {
    expect(profile.spanSeconds).toBe(699_900.5);
    expect([profile.firstSampleSeconds, profile.lastSampleSeconds]).toEqual([0.000001, 699_900.500001]);
  });

  it('are shown in longer columns where no period is asked for', async () => {
    const map = await getJson<HeatMapAnswer>(addressOf('heatmap'));
    expect(map).toMatchObject({ period: 3600, columns: 195, samples: 2 });
  });

  it('can not be shown by the second, and the refusal names a period that works', async () => {
    const refused = await problemOf(await fetch(addressOf('heatmap?period=1')));
    expect(refused).toMatchObject({ status: 400, code: 'bad-query' });
    const period = /period=(\d+)/.exec(refused.detail)?.[1];
    const map = await getJson<HeatMapAnswer>(addressOf(`heatmap?period=${period}`));
    expect(map.samples).toBe(2);
  });

  it('are in the flame graph, and in the stored seconds without a look at each that is empty', async () => {
    expect((await getJson<FlameGraphAnswer>(addressOf('flamegraph'))).samples).toBe(2);
    const started = performance.now();
    const bytes = (await (await fetch(addressOf('samples'))).arrayBuffer()).byteLength;
    expect(bytes).toBeGreaterThan(50);
    expect(performance.now() - started).toBeLessThan(500);
  });
});
