import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { uploadAndWait } from '../support/api-client.ts';
import { findChromium, launchChromium } from '../support/browser.ts';
import { BURST, burstRecording } from '../support/burst-recording.ts';
import { heatMapPlot, pointOfCell, selectionWords } from '../support/pages.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

const soon = <T>(read: () => T) => expect.poll(read, { timeout: 20_000 });

describe.skipIf(findChromium() === undefined)('the content policy of the pages', () => {
  let server: TestServer;
  let browser: Browser;
  let page: Page;
  const violations: string[] = [];

  beforeAll(async () => {
    server = await startTestServer({ web: true });
    browser = await launchChromium();
    page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.exposeFunction('tellViolation', (text: string) => void violations.push(text));
    await page.addInitScript(`document.addEventListener('securitypolicyviolation', (event) =>
      tellViolation(event.effectiveDirective + ' ' + event.blockedURI + ' ' + event.sourceFile + ':' + event.lineNumber + ' ' + event.sample))`);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.release();
  });

  it('lets nothing inline in, and nothing on the pages needs it: list, drag, zoom, search, tables, dialogs', async () => {
    const { id } = await uploadAndWait(server.url, burstRecording());
    const list = await page.goto(server.url);
    const policy = list?.headers()['content-security-policy'] ?? '';
    expect(policy).not.toContain('unsafe');
    await page.waitForLoadState('networkidle');
    await page.goto(`${server.url}/p/${id}`);
    await soon(() => selectionWords(page)).toContain('115 samples');
    const plot = await heatMapPlot(page, { columns: BURST.seconds, rows: 50 });
    const from = pointOfCell(plot, { column: BURST.second, row: BURST.startMs / 20 });
    const to = pointOfCell(plot, { column: BURST.second, row: BURST.endMs / 20 - 1 });
    await page.mouse.move(from.x, from.y);
    await page.mouse.down();
    await page.mouse.move(to.x, to.y, { steps: 6 });
    await page.mouse.up();
    await soon(() => selectionWords(page)).toContain(`${BURST.samples} samples`);
    await page.locator('.flame-chart g.frame').nth(3).click();
    for (const key of ['/', 'Escape', '?', 'Escape', 'e', 'Escape']) {
      await page.keyboard.press(key);
      await page.waitForTimeout(200);
    }
    for (const tab of await page.getByRole('tab').all()) await tab.click();
    for (const button of await page.locator('button[aria-haspopup]').all()) {
      if (!(await button.isVisible())) continue;
      await button.click();
      await page.keyboard.press('Escape');
    }
    expect(violations).toEqual([]);
  });
});
