import { createRequire } from 'node:module';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findChromium, launchChromium } from '../support/browser.ts';
import { burstRecording } from '../support/burst-recording.ts';
import { selectionWords } from '../support/pages.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { uploadText } from '../support/upload-text.ts';

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

interface AxeResults {
  readonly violations: readonly {
    readonly id: string;
    readonly help: string;
    readonly nodes: readonly { readonly html: string }[];
  }[];
}

describe.skipIf(findChromium() === undefined)('everybody can use the pages', () => {
  let server: TestServer;
  let browser: Browser;
  let id: string;

  beforeAll(async () => {
    server = await startTestServer({ web: true });
    id = await uploadText(server.url, burstRecording());
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser?.close();
    await server?.release();
  });

  const pages = [
    { what: 'the list', path: () => '/', ready: 'main h1' },
    { what: 'the workbench', path: () => `/p/${id}?v=1&sel=12.3-12.8`, ready: '.flame-chart g.frame' },
    { what: 'the table', path: () => `/p/${id}?v=1&view=table`, ready: 'table tbody tr' },
  ];
  const looks = (['light', 'dark'] as const).flatMap((colorScheme) =>
    [1440, 390].map((width) => ({ colorScheme, width })),
  );
  const cases = pages.flatMap((page) => looks.map((look) => ({ ...page, ...look })));

  it.each(cases)(
    'axe finds nothing on $what, $colorScheme, $width px, and nothing scrolls sideways',
    async ({ path, ready, colorScheme, width }) => {
      // The content security policy keeps foreign scripts out, axe included.
      const context = await browser.newContext({ colorScheme, viewport: { width, height: 900 }, bypassCSP: true });
      const page = await context.newPage();
      const errors: string[] = [];
      page.on('pageerror', (error) => errors.push(error.message));
      await page.goto(server.url + path());
      await page.locator(ready).first().waitFor();
      await page.addScriptTag({ path: AXE });
      const results = await page.evaluate(
        async () => await (window as unknown as { axe: { run(): Promise<AxeResults> } }).axe.run(),
      );
      expect(
        results.violations.map(
          ({ id: rule, help, nodes }) => `${rule}: ${help}: ${nodes.map((node) => node.html).join(' ')}`,
        ),
      ).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
      expect(errors).toEqual([]);
      await context.close();
    },
  );

  it('goes from the list to the flame graph of a selection without a mouse', async () => {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.goto(server.url);
    await page.locator('main h1').waitFor();
    await page.waitForLoadState('networkidle');
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/p\//);
    await expect.poll(() => selectionWords(page), { timeout: 20_000 }).toContain('115 samples');
    await page.keyboard.press('h');
    await page.keyboard.press('Shift+ArrowUp');
    await expect.poll(() => new URL(page.url()).searchParams.get('sel'), { timeout: 20_000 }).not.toBeNull();
    await page.close();
  });
});
