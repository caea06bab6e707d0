import { inflateRawSync } from 'node:zlib';
import type { FlameGraphAnswer, FlameGraphNode, HeatMapAnswer, ProfileResource } from '@subsecond/contracts';
import { printDecimalSeconds } from '@subsecond/contracts';
import { decodeSampleChunks, decodeStackTables, readChunkRecords } from '@subsecond/profile';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { getJson, problemOf, upload, uploadAndWait } from '../support/api-client.ts';
import { BURST, burstRecording } from '../support/burst-recording.ts';
import { makePerfScript } from '../support/make-perf-script.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let burst: ProfileResource;
let varied: ProfileResource;
let untimed: ProfileResource;

const addressOf = (profile: ProfileResource, path: string) => `${server.url}/api/v1/profiles/${profile.id}/${path}`;
const heatMap = (profile: ProfileResource, query = '') =>
  getJson<HeatMapAnswer>(addressOf(profile, `heatmap?${query}`));
const flameGraph = (profile: ProfileResource, query = '') =>
  getJson<FlameGraphAnswer>(addressOf(profile, `flamegraph?${query}`));
const refusal = async (profile: ProfileResource, path: string) => problemOf(await fetch(addressOf(profile, path)));
const sum = (values: readonly (number | null)[]) => values.reduce<number>((total, value) => total + (value ?? 0), 0);

/** Every node's total is its self and its children's, but for what was pruned below it. */
function selfSum(node: FlameGraphNode): number {
  return node.s + (node.c ?? []).reduce((total, child) => total + selfSum(child), 0);
}

/** Deterministic, so that a failure can be repeated. */
function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

beforeAll(async () => {
  server = await startTestServer();
  const decoder = new TextDecoder();
  let text = '';
  for (const chunk of makePerfScript({ bytes: 6_000_000, cpus: 4, seed: 7 }))
    text += typeof chunk === 'string' ? chunk : decoder.decode(chunk);
  burst = await uploadAndWait(server.url, burstRecording());
  varied = await uploadAndWait(server.url, text);
  untimed = await uploadAndWait(
    server.url,
    'swapper 0 cpu-clock:\n\tffffffff81000000 default_idle ([kernel.kallsyms])\n\nledger 42 cpu-clock:\n\t4005d0 main (/bin/ledger)\n\n',
  );
  for (const profile of [burst, varied, untimed])
    if (profile.status !== 'ready') throw new Error(`${profile.name}: ${profile.error?.message}`);
});
afterAll(() => server.release());

describe('heat map', () => {
  it('shows the burst where it was recorded, in whole counts', async () => {
    const map = await heatMap(burst, 'search=checksum_block');
    expect(map).toMatchObject({
      columns: BURST.seconds,
      rows: 50,
      period: 1,
      measure: 'samples',
      samples: BURST.samples,
    });
    const rows = (map.bins[BURST.second] ?? []).flatMap((count, row) => (count === 0 ? [] : [row]));
    expect([rows[0], rows.at(-1)]).toEqual([BURST.startMs / 20, BURST.endMs / 20 - 1]);
    expect(map.bins.flatMap((column, c) => (sum(column) > 0 ? [c] : []))).toEqual([BURST.second]);
  });

  it.each(['include', 'exclude'])(
    'is the same from the stored bins as from the samples, with idle=%s',
    async (idle) => {
      for (const profile of [burst, varied]) {
        const stored = await heatMap(profile, `idle=${idle}`);
        // A filter that takes everything goes the long way.
        const computed = await heatMap(
          profile,
          `idle=${idle}&${Array.from({ length: 8 }, (_none, cpu) => `cpu=${cpu}`).join('&')}`,
        );
        expect(stored).toEqual(computed);
      }
    },
  );

  it('keeps the number of samples whatever the period and rows', async () => {
    const { samples } = await heatMap(varied);
    for (const query of ['rows=49', 'rows=10&period=0.01667', 'rows=1000&period=60', 'rows=50&period=0.7']) {
      const map = await heatMap(varied, query);
      expect(sum(map.bins.flat()), query).toBe(samples);
      expect(map.max, query).toBe(Math.max(...map.bins.flat().map(Number)));
    }
  });

  it('tells CPUs busy, where no bin has more than there are', async () => {
    const map = await heatMap(varied, 'measure=cpus&idle=exclude&rows=49');
    expect(map.max).toBeGreaterThan(0);
    expect(map.max).toBeLessThanOrEqual(varied.cpuCount ?? 0);
  });

  it('has nothing to show without times, and says what can be asked instead', async () => {
    const refused = await refusal(untimed, 'heatmap');
    expect(refused).toMatchObject({ status: 409, code: 'no-times' });
    expect(refused.detail).toContain('-F +time');
  });

  it.each([
    ['rows=9', 'rows'],
    ['rows=1001', 'rows'],
    ['rows=', 'rows'],
    ['period=0', 'period'],
    ['period=1e3', 'period'],
    ['period=4000', 'period'],
    ['measure=watts', 'measure'],
    ['cpu=one', 'cpu'],
    ['idle=maybe', 'idle'],
    ['serach=x', 'serach'],
    ['search=/(/', 'search'],
    ['search=/(?=x)/', 'search'],
    ['rows=1000&period=0.001', 'period'],
  ])('refuses ?%s, naming the parameter and what it takes', async (query, parameter) => {
    const refused = await refusal(burst, `heatmap?${query}`);
    expect(refused).toMatchObject({ status: 400, code: 'bad-query' });
    expect(refused.detail).toContain(parameter);
  });

  it('says once, and in words for people, why a value does not fit', async () => {
    const told = async (query: string) => (await refusal(burst, `heatmap?${query}`)).detail;
    expect(await told('rows=9')).toMatch(
      /^The query parameter "rows" is "9", which is not valid: less than 10\. It takes/,
    );
    expect(await told('measure=watts')).toContain('none of "samples", "cpus", "period".');
    expect((await told('period=abc')).match(/It takes/g)).toHaveLength(1);
    expect((await told('period=1e9&rows=2')).match(/It takes/g)).toHaveLength(2);
    for (const query of ['rows=9', 'rows=x', 'measure=watts', 'cpu=-1', 'search=', 'event='])
      expect(await told(query)).not.toMatch(/expected|>=|Invalid|undefined/);
  });

  it('names the events there are for one there is not', async () => {
    const refused = await refusal(burst, 'heatmap?event=watts');
    expect(refused).toMatchObject({ status: 400, code: 'event-not-found' });
    expect(refused.detail).toContain(burst.defaultEvent);
  });
});

describe('flame graph', () => {
  it('of the burst is the burst', async () => {
    const graph = await flameGraph(burst, `start=${BURST.second}.3&end=${BURST.second}.8&idle=exclude`);
    expect(graph).toMatchObject({
      total: BURST.samples,
      samples: BURST.samples,
      unit: 'samples',
      idleHidden: 0,
      prunedNodes: 0,
    });
    expect(graph.root.c?.[0]?.c?.[0]?.c?.[0]?.c?.[0]).toMatchObject({
      n: 'checksum_block',
      v: BURST.samples,
      s: BURST.samples,
    });
  });

  it('adds up to the heat map cells of the same range, for random cell ranges', async () => {
    const random = seededRandom(20_261_121);
    for (const query of ['', 'idle=exclude', 'search=/parse|merge/', 'cpu=1&cpu=3']) {
      const rows = 40;
      const map = await heatMap(varied, `rows=${rows}&${query}`);
      const cells = map.bins.flat();
      expect(cells.length).toBeGreaterThan(100);
      for (let i = 0; i < 12; i++) {
        const first = Math.floor(random() * cells.length);
        const end = first + 1 + Math.floor(random() * (cells.length - first));
        const cellNs = 1_000_000_000 / rows;
        const graph = await flameGraph(
          varied,
          `start=${printDecimalSeconds(first * cellNs)}&end=${printDecimalSeconds(end * cellNs)}&${query}`,
        );
        expect(graph.total, `cells ${first} to ${end} with ${query}`).toBe(sum(cells.slice(first, end)));
        expect(selfSum(graph.root) + graph.prunedSelf).toBe(graph.total);
      }
    }
  });

  it('splits a range without losing or doubling a sample, whatever the border', async () => {
    const whole = await flameGraph(varied, 'start=0&end=1000000');
    for (const border of ['1', '2.000001', '0.333333333', '3.1']) {
      const [before, after] = await Promise.all([
        flameGraph(varied, `end=${border}`),
        flameGraph(varied, `start=${border}`),
      ]);
      expect(before.total + after.total, border).toBe(whole.total);
    }
  });

  it('reads its borders by their digits: a sample at 12.303 is outside of a range that ends there', async () => {
    const before = await flameGraph(burst, 'start=12.3&end=12.303&search=checksum');
    const after = await flameGraph(burst, 'start=12.3&end=12.303001&search=checksum');
    expect([before.total, after.total]).toEqual([0, 1]);
  });

  it('without a range takes samples without time as well', async () => {
    expect((await flameGraph(untimed)).total).toBe(2);
    expect(await refusal(untimed, 'flamegraph?start=0&end=1')).toMatchObject({ status: 409, code: 'no-times' });
  });

  it('counts what the idle switch hides in the range', async () => {
    const [all, busy] = await Promise.all([
      flameGraph(varied, 'start=1&end=3.5'),
      flameGraph(varied, 'start=1&end=3.5&idle=exclude'),
    ]);
    expect(busy.idleHidden).toBeGreaterThan(0);
    expect(busy.total + busy.idleHidden).toBe(all.total);
  });

  it('as folded text has every sample, one line a stack', async () => {
    const response = await fetch(addressOf(varied, 'flamegraph?format=folded'));
    expect(response.headers.get('content-type')).toContain('text/plain');
    expect(response.headers.get('content-disposition')).toContain('web-1.folded.txt');
    const lines = (await response.text()).trimEnd().split('\n');
    expect(sum(lines.map((line) => Number(/ (\d+)$/.exec(line)?.[1])))).toBe(varied.sampleCount);
    expect(new Set(lines.map((line) => line.replace(/ \d+$/, ''))).size).toBe(lines.length);
  });

  it.each([
    'start=2&end=1',
    'start=2&end=2',
    'start=x',
    'end=-1',
    'start=1e1',
    'start=0.0000000001',
    'start=1&start=2',
  ])('refuses ?%s', async (query) => {
    const refused = await refusal(burst, `flamegraph?${query}`);
    expect(refused).toMatchObject({ status: 400, code: 'bad-query' });
    expect(refused.detail).toMatch(/start|end/);
  });

  it('keeps hostile names as text', async () => {
    const name = '</text><script>alert(1)</script>';
    const hostile = await uploadAndWait(
      server.url,
      `__proto__ 7 [000] 1.000000: cpu-clock:\n\t4005d0 ${name}+0x1 (/bin/x)\n\t4005d1 constructor (/bin/__proto__)\n\n`,
    );
    const graph = await flameGraph(hostile);
    expect(graph.root.c?.map(({ n }) => n)).toEqual(['__proto__']);
    expect(JSON.stringify(graph)).toContain('constructor');
    const svg = await (await fetch(addressOf(hostile, 'flamegraph?format=svg'))).text();
    expect(svg).not.toContain('<script>alert');
  });

  it('searches in linear time, and off the event loop', async () => {
    const started = Date.now();
    const slow = flameGraph(varied, `search=${encodeURIComponent('/(a+)+(a+)+(a*)*$/')}`);
    await getJson(`${server.url}/healthz`);
    expect(Date.now() - started).toBeLessThan(2000);
    await slow;
  });
});

describe('what the browser takes', () => {
  it('decodes to every sample and every stack', async () => {
    const stacks = decodeStackTables(
      inflateRawSync(new Uint8Array(await (await fetch(addressOf(varied, 'stacks'))).arrayBuffer())),
    );
    expect(stacks.stacks.length).toBe(varied.stackCount);
    const records = readChunkRecords(new Uint8Array(await (await fetch(addressOf(varied, 'samples'))).arrayBuffer()));
    expect(sum(records.map(({ sampleCount }) => sampleCount))).toBe(varied.sampleCount);
    const samples = decodeSampleChunks(
      records.map(({ bytes, ...record }) => ({ ...record, bytes: inflateRawSync(bytes) })),
      varied.timeResolutionNs ?? 1,
    );
    expect(samples.length).toBe(varied.sampleCount);
  });

  it('can be had by the second, half-open', async () => {
    const records = readChunkRecords(
      new Uint8Array(await (await fetch(addressOf(varied, 'samples?from=1&to=3'))).arrayBuffer()),
    );
    expect([...new Set(records.map(({ second }) => second))]).toEqual([1, 2]);
    expect(await refusal(varied, 'samples?from=3&to=3')).toMatchObject({ code: 'bad-query' });
    expect(
      readChunkRecords(new Uint8Array(await (await fetch(addressOf(untimed, 'samples'))).arrayBuffer())).map(
        ({ second }) => second,
      ),
    ).toEqual([-1]);
  });

  it('may be cached for ever under the version of the tables, and is revalidated without it', async () => {
    for (const path of ['stacks', 'samples']) {
      const pinned = await fetch(addressOf(varied, `${path}?version=${varied.tablesVersion}`));
      expect(pinned.headers.get('cache-control')).toContain('immutable');
      const etag = pinned.headers.get('etag') ?? '';
      const again = await fetch(addressOf(varied, path), { headers: { 'if-none-match': etag } });
      expect([again.status, again.headers.get('cache-control')]).toEqual([304, 'private, no-cache']);
      expect((await fetch(addressOf(varied, `${path}?version=older`))).headers.get('cache-control')).toBe(
        'private, no-cache',
      );
      await pinned.arrayBuffer();
    }
  });
});

it('answers 409 while a profile waits to be read', async () => {
  const idle = await startTestServer({ worker: false });
  try {
    const { id } = (await (await upload(idle.url, burstRecording())).json()) as { id: string };
    const refused = await problemOf(await fetch(`${idle.url}/api/v1/profiles/${id}/flamegraph`));
    expect(refused).toMatchObject({ status: 409, code: 'profile-not-ready' });
    expect(refused.detail).toContain('/progress');
  } finally {
    await idle.release();
  }
});
