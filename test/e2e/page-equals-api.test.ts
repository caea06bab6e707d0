import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findChromium, launchChromium } from '../support/browser.ts';
import { makePerfScript } from '../support/make-perf-script.ts';
import { drawnFrames, selectionWords } from '../support/pages.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { uploadText } from '../support/upload-text.ts';

/**
 * The page computes from the binary chunks in its own worker, the API from the same chunks on the server. For a made-up
 * but lifelike recording and several ranges and switches, every frame that is drawn must be the API's frame: same
 * path, same total, and none missing that is wide enough to be drawn.
 */

interface ApiNode {
  readonly n: string;
  readonly v: number;
  readonly c?: readonly ApiNode[];
}

const VIEWS = [
  { name: 'the whole profile, idle hidden', page: '', api: 'idle=exclude' },
  { name: 'the whole profile, idle shown', page: 'idle=include', api: 'idle=include' },
  { name: 'a range within one second', page: 'sel=3.1-3.9', api: 'idle=exclude&start=3.1&end=3.9' },
  {
    name: 'a range over several seconds',
    page: 'sel=2.345-7.891&idle=include',
    api: 'idle=include&start=2.345&end=7.891',
  },
  { name: 'weighted by period', page: 'sel=1-4&weight=period', api: 'idle=exclude&start=1&end=4&measure=period' },
] as const;

describe.skipIf(findChromium() === undefined)('the page and the API', () => {
  let server: TestServer;
  let browser: Browser;
  let page: Page;
  let id: string;

  beforeAll(async () => {
    server = await startTestServer({ web: true });
    id = await uploadText(server.url, [...makePerfScript({ bytes: 1_500_000, cpus: 4, seed: 7 })].join(''));
    browser = await launchChromium();
    page = await browser.newPage({ viewport: { width: 1440, height: 1000 } });
  });
  afterAll(async () => {
    await browser?.close();
    await server?.release();
  });

  it.each(VIEWS)('show the same flame graph for $name', async ({ page: query, api }) => {
    const answer: { root: ApiNode; samples: number; total: number } = await (
      await fetch(`${server.url}/api/v1/profiles/${id}/flamegraph?names=readable&${api}`)
    ).json();
    expect(answer.samples).toBeGreaterThan(20);
    await page.goto(`${server.url}/p/${id}?v=1&${query}`);
    await expect
      .poll(() => selectionWords(page), { timeout: 20_000 })
      .toContain(`${answer.samples.toLocaleString('en')} sample`);
    await expect.poll(async () => (await drawnFrames(page)).length, { timeout: 20_000 }).toBeGreaterThan(20);

    const totals = new Map<string, number>();
    collect(answer.root, '', totals);
    const drawn = await drawnFrames(page);
    for (const frame of drawn) expect(totals.get(frame.path), frame.path).toBe(frame.total);
    const chartWidth = Math.max(...drawn.map((frame) => frame.width));
    const drawnPaths = new Set(drawn.map((frame) => frame.path));
    // The library leaves out what is narrower than a pixel; two leave room for its rounding.
    const missing = [...totals].filter(
      ([path, total]) => (total / answer.root.v) * chartWidth > 2 && !drawnPaths.has(path),
    );
    expect(missing).toEqual([]);
  });

  it('show the same number of samples in every cell range of the heat map', async () => {
    const map: { bins: number[][]; columns: number } = await (
      await fetch(`${server.url}/api/v1/profiles/${id}/heatmap?rows=50`)
    ).json();
    for (const [from, to] of [
      [0, 1],
      [2, 5],
      [1, map.columns],
    ] as const) {
      const samples = map.bins
        .slice(from, to)
        .flat()
        .reduce((sum, bin) => sum + bin, 0);
      await page.goto(`${server.url}/p/${id}?v=1&idle=include&sel=${from}-${to}`);
      await expect
        .poll(() => selectionWords(page), { timeout: 20_000 })
        .toContain(`${samples.toLocaleString('en')} sample`);
    }
  });
});

/** Siblings of one name (two mappings) share a path here: their totals are added on both sides. */
function collect(node: ApiNode, parent: string, into: Map<string, number>): void {
  const pending: { node: ApiNode; path: string }[] = [{ node, path: parent }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const path = `${next.path};${next.node.n}`;
    into.set(path, (into.get(path) ?? 0) + next.node.v);
    for (const child of next.node.c ?? []) pending.push({ node: child, path });
  }
}
