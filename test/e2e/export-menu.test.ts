import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findChromium, launchChromium } from '../support/browser.ts';
import { burstRecording } from '../support/burst-recording.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { uploadText } from '../support/upload-text.ts';

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

describe.skipIf(findChromium() === undefined)('the export menu', () => {
  let server: TestServer;
  let browser: Browser;
  let page: Page;
  beforeAll(async () => {
    server = await startTestServer({ web: true });
    browser = await launchChromium();
    const id = await uploadText(server.url, burstRecording(), 'burst.perf.txt');
    const context = await browser.newContext({
      viewport: { width: 1440, height: 900 },
      // The content security policy keeps foreign scripts out, axe included.
      bypassCSP: true,
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    page = await context.newPage();
    await page.goto(`${server.url}/p/${id}?sel=12.3-12.8`);
    await page.getByText('25 samples').first().waitFor();
  });
  afterAll(async () => {
    await browser?.close();
    await server?.release();
  });

  /** By the key and the menu, as a person does; the bytes of the download and its name. */
  async function exportAs(item: string): Promise<{ name: string; bytes: Buffer }> {
    await page.keyboard.press('e');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: item }).click(),
    ]);
    return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
  }

  it('says what would be exported', async () => {
    await page.keyboard.press('e');
    const menu = page.getByRole('menu').filter({ visible: true });
    expect(await menu.textContent()).toMatch(/25.samples of 12\.300.–.12\.800.s, cpu-clock:ppp, idle excluded/);
    await page.keyboard.press('Escape');
  });

  it('is nothing that axe minds', async () => {
    await page.addScriptTag({ path: AXE });
    await page.keyboard.press('e');
    await page.getByRole('menuitem', { name: 'Folded stacks' }).waitFor();
    const violations = await page.evaluate(
      async () =>
        (await (window as unknown as { axe: { run(): Promise<{ violations: { id: string }[] }> } }).axe.run())
          .violations,
    );
    expect(violations).toEqual([]);
    await page.keyboard.press('Escape');
  });

  it('saves every format of the selection', async () => {
    const folded = await exportAs('Folded stacks');
    expect(folded.name).toMatch(/ 12\.3-12\.8 s\.folded\.txt$/);
    expect(folded.bytes.toString()).toMatch(/^ledger;main;verify_ledger;checksum_block 25\n$/);
    const picture = await exportAs('Flame graph as a picture');
    expect(picture.bytes.toString()).toContain('<title>checksum_block\n');
    const speedscope = await exportAs('speedscope');
    expect(JSON.parse(speedscope.bytes.toString()).profiles[0].endValue).toBe(25);
    expect((await exportAs('pprof')).bytes.subarray(0, 2)).toEqual(Buffer.of(0x1f, 0x8b));
    expect((await exportAs('Samples as an Arrow table')).bytes.subarray(0, 4)).toEqual(Buffer.alloc(4, 0xff));
  });

  it('saves the heat map as it is seen', async () => {
    const { name, bytes } = await exportAs('Heat map as a picture');
    expect(name).toMatch(/\.png$/);
    expect(bytes.subarray(1, 4).toString()).toBe('PNG');
    expect(bytes.readUInt32BE(16)).toBeGreaterThan(1000);
  });

  it('copies a curl line that gives the same file', async () => {
    const folded = await exportAs('Folded stacks');
    await page.keyboard.press('e');
    await page.getByRole('menuitem', { name: 'Copy as curl' }).click();
    await page.getByText('The curl command for folded is copied.').waitFor();
    const line = await page.evaluate(() => navigator.clipboard.readText());
    const address = /'(http[^']*)'$/.exec(line)?.[1] ?? '';
    expect(Buffer.from(await (await fetch(address)).arrayBuffer())).toEqual(folded.bytes);
  });
});
