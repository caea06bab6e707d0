import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findChromium, launchChromium } from '../support/browser.ts';
import { drawnFrames } from '../support/pages.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { uploadText } from '../support/upload-text.ts';

const NAMES = [
  '<img src=x onerror=window.pwned=1>',
  '"><script>window.pwned=1</script>',
  '__proto__',
  'constructor',
  "javascript:window.pwned=1//'",
  '&lt;b&gt;',
  '\u202Eevil',
];

/** Profiles come from machines that may be somebody else's: whatever a symbol is called, it is only text. */
describe.skipIf(findChromium() === undefined)('names that mean harm', () => {
  let server: TestServer;
  let browser: Browser;
  beforeAll(async () => {
    server = await startTestServer({ web: true });
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser?.close();
    await server?.release();
  });

  it('are shown as they are and run nothing, on the list, in the flame graph, in the table and in the picture', async () => {
    const samples = NAMES.map(
      (name, at) =>
        `${name.slice(0, 15)} 77 [000] 10.${String(at * 20_000).padStart(6, '0')}: 20000000 cpu-clock: \n\t    401000 ${name} (/srv/<b>x</b>)\n\t    401001 main (/srv/app)\n`,
    );
    const id = await uploadText(server.url, samples.join('\n'), '<img src=x onerror=window.pwned=1>.txt');
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    const isHarmed = () => page.evaluate(() => 'pwned' in window);
    await page.goto(server.url);
    await page.getByText('<img src=x onerror=window.pwned=1>').first().waitFor();
    expect(await isHarmed()).toBe(false);
    await page.goto(`${server.url}/p/${id}`);
    await expect.poll(async () => (await drawnFrames(page)).length, { timeout: 20_000 }).toBeGreaterThan(NAMES.length);
    const leaves = (await drawnFrames(page)).map((frame) => frame.path);
    for (const name of NAMES)
      expect(
        leaves.some((path) => path.endsWith(`;main;${name}`)),
        name,
      ).toBe(true);
    for (const frame of await page.locator('.flame-chart g.frame').all()) await frame.hover();
    expect(await isHarmed()).toBe(false);
    await page.keyboard.press('t');
    await page.locator('table tbody tr').first().waitFor();
    for (const name of NAMES) {
      // What would turn the direction of the text is shown as what it is.
      const shown = name.replace('\u202E', '\\u202e');
      expect(await page.getByText(shown, { exact: true }).count(), name).toBeGreaterThan(0);
    }
    expect(await isHarmed()).toBe(false);
    await page.goto(`${server.url}/api/v1/profiles/${id}/flamegraph?format=svg`);
    expect(await page.evaluate(() => document.documentElement.nodeName)).toBe('svg');
    expect(await isHarmed()).toBe(false);
    await page.close();
  });
});
