import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findChromium, launchChromium } from '../support/browser.ts';
import { drawnFrames } from '../support/pages.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { uploadText } from '../support/upload-text.ts';

const STACK =
  '\t4005d0 do_work.isra.0 ([kernel.kallsyms])\n\t4005d1 JS:*step file:///srv/busy.mjs:6:20 (/tmp/perf-7.map)\n\t4005d2 _ZN3foo3barEv (/bin/app)\n';
const TEXT = [1, 1.5, 2].map((time) => `app 7 [000] ${time.toFixed(6)}: cpu-clock:\n${STACK}\n`).join('');

const READABLE = ';all;app;foo::bar;step (busy.mjs:6:20);do_work';
const RECORDED = ';all;app;_ZN3foo3barEv;JS:*step file:///srv/busy.mjs:6:20;do_work.isra.0';

describe.skipIf(findChromium() === undefined)('names on the page', () => {
  let server: TestServer;
  let browser: Browser;
  let page: Page;
  let address: string;
  const deepest = async () =>
    (await drawnFrames(page)).map(({ path }) => path).toSorted((a, b) => b.length - a.length)[0];
  const soon = <T>(read: () => Promise<T>) => expect.poll(read, { timeout: 20_000 });

  beforeAll(async () => {
    server = await startTestServer({ web: true });
    address = `${server.url}/p/${await uploadText(server.url, TEXT)}`;
    browser = await launchChromium();
    page = await browser.newPage({ viewport: { width: 1440, height: 1000 } });
  });
  afterAll(async () => {
    await browser?.close();
    await server?.release();
  });

  it('are readable, and as recorded with one key, which the address keeps', async () => {
    await page.goto(address);
    await soon(deepest).toBe(READABLE);
    await page.keyboard.press('n');
    await soon(deepest).toBe(RECORDED);
    expect(new URL(page.url()).searchParams.get('names')).toBe('raw');
    await page.reload();
    await soon(deepest).toBe(RECORDED);
  });

  it('keep a zoom when others are chosen, and the address has it as recorded', async () => {
    await page.goto(address);
    await soon(deepest).toBe(READABLE);
    await page.locator('.flame-chart g.frame', { hasText: 'foo::bar' }).first().click();
    await soon(async () => new URL(page.url()).searchParams.get('zoom')).toBe('app;_ZN3foo3barEv');
    const trail = page.locator('nav[aria-label="Zoom"] [aria-current]');
    await soon(() => trail.textContent()).toBe('foo::bar');
    await page.keyboard.press('n');
    await soon(() => trail.textContent()).toBe('_ZN3foo3barEv');
    await page.keyboard.press('n');
    await soon(() => trail.textContent()).toBe('foo::bar');
    await soon(async () => new URL(page.url()).searchParams.get('names')).toBeNull();
    await page.reload();
    await soon(() => trail.textContent()).toBe('foo::bar');
  });

  it('are chosen switch by switch', async () => {
    await page.goto(address);
    await soon(deepest).toBe(READABLE);
    await page.getByRole('button', { name: 'Names: readable' }).click();
    await page.getByRole('switch', { name: 'Trim compiler clones' }).click();
    await soon(deepest).toBe(`${READABLE}.isra.0`);
    expect(new URL(page.url()).searchParams.get('names')).not.toContain('clones');
    await page.getByText('As recorded', { exact: true }).click();
    await soon(deepest).toBe(RECORDED);
  });

  it('give the original in the details, with the compiler, and are found by it', async () => {
    await page.goto(`${address}?v=1&q=_ZN3foo`);
    await soon(deepest).toBe(READABLE);
    await soon(() => page.locator('.flame-chart g.frame.matched').count()).toBeGreaterThan(0);
    await page.locator('.flame-chart g.frame', { hasText: 'step (busy' }).first().click();
    await soon(() => page.locator('aside[aria-label="Details"]').textContent()).toContain(
      'As recorded: JS:*step file:///srv/busy.mjs:6:20',
    );
    expect(await page.locator('aside[aria-label="Details"]').textContent()).toContain('optimised by TurboFan');
  });
});
