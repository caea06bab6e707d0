import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findChromium, launchChromium } from '../support/browser.ts';
import { BURST, burstRecording } from '../support/burst-recording.ts';
import { dropFile, heatMapPlot, pointOfCell, selectionWords, widestFrame } from '../support/pages.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

/** The machine may be busy: what the page shows is awaited, not expected at once. */
const soon = <T>(read: () => T) => expect.poll(read, { timeout: 20_000 });

/**
 * The main job, as a person does it: drop a file, watch it become ready, drag over the burst, read the function, copy
 * the address, and open the same thing in another browser.
 */
describe.skipIf(findChromium() === undefined)('from a dropped file to a shared selection', () => {
  let server: TestServer;
  let browser: Browser;
  let page: Page;
  let address: string;

  beforeAll(async () => {
    server = await startTestServer({ web: true });
    browser = await launchChromium();
    page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  });
  afterAll(async () => {
    await browser?.close();
    await server?.release();
  });

  it('opens a dropped file by itself once it is ready', async () => {
    const file = join(server.dataDir, 'burst.perf.txt');
    writeFileSync(file, burstRecording());
    await page.goto(server.url);
    await dropFile(page, file, 'burst.perf.txt');
    await page.waitForURL(/\/p\/[0-9a-f-]{36}/);
    await soon(() => selectionWords(page)).toContain('115 samples');
    expect(await selectionWords(page)).toContain('1,385 idle samples hidden');
  });

  it('shows the burst as the widest frame of a drag over it, and follows while it is dragged', async () => {
    const plot = await heatMapPlot(page, { columns: BURST.seconds, rows: 50 });
    const from = pointOfCell(plot, { column: BURST.second, row: BURST.startMs / 20 });
    const to = pointOfCell(plot, { column: BURST.second, row: BURST.endMs / 20 - 1 });
    await page.mouse.move(from.x, from.y);
    await page.mouse.down();
    await page.mouse.move(from.x, (from.y + to.y) / 2, { steps: 6 });
    await soon(() => widestFrame(page, 4)).toBe(BURST.symbol);
    await page.mouse.move(to.x, to.y, { steps: 6 });
    await page.mouse.up();
    await soon(() => selectionWords(page)).toContain(`${BURST.samples} samples`);
    expect(await selectionWords(page)).toContain('12.300');
    expect(await selectionWords(page)).toContain('500 ms');
    expect(await widestFrame(page, 4)).toBe(BURST.symbol);
    address = page.url();
    expect(address).toContain('sel=12.3-12.8');
  });

  it('opens exactly the same in a browser that has never been here', async () => {
    const words = await selectionWords(page);
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    const other = await context.newPage();
    await other.goto(address);
    await soon(() => selectionWords(other)).toBe(words);
    await soon(() => widestFrame(other, 4)).toBe(BURST.symbol);
    expect(other.url()).toBe(address);
    await context.close();
  });

  it('undoes the selection with the Back button, and redoes it', async () => {
    await page.goBack();
    await soon(() => selectionWords(page)).toContain('115 samples');
    await page.goForward();
    await soon(() => selectionWords(page)).toContain(`${BURST.samples} samples`);
  });

  it('selects with two clicks', async () => {
    await page.keyboard.press('Escape');
    await soon(() => selectionWords(page)).toContain('115 samples');
    const plot = await heatMapPlot(page, { columns: BURST.seconds, rows: 50 });
    const from = pointOfCell(plot, { column: BURST.second, row: BURST.startMs / 20 });
    const to = pointOfCell(plot, { column: BURST.second, row: BURST.endMs / 20 - 1 });
    await page.mouse.click(from.x, from.y);
    await page.mouse.click(to.x, to.y);
    await soon(() => selectionWords(page)).toContain(`${BURST.samples} samples`);
  });

  it('selects with the keyboard alone', async () => {
    await page.keyboard.press('Escape');
    await page.keyboard.press('h');
    await page.keyboard.press('Control+Home');
    for (let column = 0; column < BURST.second; column++) await page.keyboard.press('ArrowRight');
    for (let row = 0; row < BURST.startMs / 20; row++) await page.keyboard.press('ArrowUp');
    for (let row = BURST.startMs / 20; row < BURST.endMs / 20 - 1; row++) await page.keyboard.press('Shift+ArrowUp');
    await soon(() => selectionWords(page)).toContain(`${BURST.samples} samples`);
    await soon(() => widestFrame(page, 4)).toBe(BURST.symbol);
  });

  it('selects the same milliseconds of many seconds as a stripe', async () => {
    await page.keyboard.press('Escape');
    await page.keyboard.press('s');
    const plot = await heatMapPlot(page, { columns: BURST.seconds, rows: 50 });
    const from = pointOfCell(plot, { column: 0, row: BURST.stripeStartMs / 20 });
    const to = pointOfCell(plot, { column: BURST.seconds - 1, row: BURST.stripeEndMs / 20 - 1 });
    await page.mouse.move(from.x, from.y);
    await page.mouse.down();
    await page.mouse.move(to.x, to.y, { steps: 8 });
    await page.mouse.up();
    await soon(() => selectionWords(page)).toContain('60 samples');
    await soon(() => widestFrame(page, 3)).toBe(BURST.stripeSymbol);
  });
});
