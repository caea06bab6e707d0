import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findChromium, launchChromium } from '../support/browser.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { uploadText } from '../support/upload-text.ts';

const HOSTILE = [
  ']]></script><script>window.pwned=1</script>',
  '"><img/src=x/onerror=window.pwned=1>',
  "'onload='window.pwned=1",
  '<![CDATA[&amp;<!--',
  '__proto__',
  'bell\u0007\u001B[31m\uFFFE',
];

/** 20 samples of `main`, of which 12 in `parse` and 8 in `draw`; and one for each hostile name. */
function recording(): string {
  const names = [...Array(12).fill('parse'), ...Array(8).fill('draw')].map((name) => `${name};main`);
  const stacks = [...names, ...HOSTILE.map((name) => `${name};hostile_caller`)];
  return stacks
    .map((stack, at) => {
      const frames = stack.startsWith('parse;') || stack.startsWith('draw;') ? stack.split(';') : splitLast(stack);
      const lines = frames.map((name, k) => `\t    40100${k} ${name} (/srv/app)\n`).join('');
      return `app 77 [000] 10.${String(at * 20_000).padStart(6, '0')}: 20000000 cpu-clock: \n${lines}\n`;
    })
    .join('');
}

function splitLast(stack: string): string[] {
  const cut = stack.lastIndexOf(';');
  return [stack.slice(0, cut), stack.slice(cut + 1)];
}

describe.skipIf(findChromium() === undefined)('an exported picture', () => {
  let server: TestServer;
  let browser: Browser;
  let address: string;
  let folder: string;
  let file: string;

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'subsecond-picture-'));
    server = await startTestServer();
    browser = await launchChromium();
    const id = await uploadText(server.url, recording());
    address = `${server.url}/api/v1/profiles/${id}/flamegraph?format=svg`;
    file = path.join(folder, 'picture.svg');
    writeFileSync(file, await (await fetch(address)).text());
  });
  afterAll(async () => {
    await browser?.close();
    await server?.release();
    rmSync(folder, { recursive: true, force: true });
  });

  const widthOf = (page: Page, name: string) =>
    page.evaluate((wanted) => {
      const frame = [...document.querySelectorAll('g[data-v]')].find(
        (g) => g.querySelector('title')?.textContent?.split('\n')[0] === wanted,
      );
      if (frame === undefined) return undefined;
      return frame.getAttribute('display') === 'none' ? 0 : Number(frame.querySelector('rect')?.getAttribute('width'));
    }, name);

  describe.each(['as the server sends it', 'from a disk'])('%s', (where) => {
    const open = async () => {
      const page = await browser.newPage({ viewport: { width: 1000, height: 700 } });
      const problems: string[] = [];
      page.on('console', (message) => problems.push(message.text()));
      page.on('pageerror', (error) => problems.push(error.message));
      await page.goto(where === 'from a disk' ? pathToFileURL(file).href : address);
      expect(await page.evaluate(() => document.documentElement.nodeName)).toBe('svg');
      return { page, problems };
    };

    it('is as wide as the window, zooms by a click and back by Escape', async () => {
      const { page, problems } = await open();
      expect(await widthOf(page, 'all')).toBeCloseTo(980, 0);
      await page.locator('g[data-v]', { hasText: 'parse' }).first().click();
      expect([await widthOf(page, 'parse'), await widthOf(page, 'main'), await widthOf(page, 'draw')]).toEqual([
        980, 980, 0,
      ]);
      await page.keyboard.press('Escape');
      expect(await widthOf(page, 'draw')).toBeCloseTo((980 * 8) / 26, 0);
      await page.setViewportSize({ width: 800, height: 700 });
      await expect.poll(() => widthOf(page, 'all')).toBeCloseTo(780, 0);
      expect(problems).toEqual([]);
      await page.close();
    });

    it('searches, says the share of what matches, and counts what a match calls once', async () => {
      const { page, problems } = await open();
      await page.keyboard.press('/');
      await page.keyboard.type('^(main|parse)$');
      expect(await page.getByRole('status').textContent()).toBe('2 frames match: 76.92 %');
      expect(await page.locator('rect[fill="#d63cc4"]').count()).toBe(2);
      await page.keyboard.press('Escape');
      expect(await page.locator('rect[fill="#d63cc4"]').count()).toBe(0);
      // No regular expression: taken by the letter.
      await page.keyboard.type('a(');
      expect(await page.getByRole('status').textContent()).toBe('0 frames match: 0.00 %');
      expect(problems).toEqual([]);
      await page.close();
    });

    it('can be walked by keys, and tells about the frame', async () => {
      const { page } = await open();
      await page.locator('g[tabindex="0"]').focus();
      for (const key of ['ArrowDown', 'ArrowDown', 'ArrowRight', 'ArrowDown', 'ArrowRight'])
        await page.keyboard.press(key);
      const details = page.locator('svg > text').last();
      expect(await details.textContent()).toBe('parse · /srv/app · 12 samples, 46.15 %');
      await page.keyboard.press('Enter');
      expect(await widthOf(page, 'parse')).toBe(980);
      await page.close();
    });

    it('shows hostile names as they are and runs nothing of them', async () => {
      const { page, problems } = await open();
      for (const name of HOSTILE) {
        const shown = name.replace(/[\p{Cc}\uFFFE]/gu, '\uFFFD');
        expect(await widthOf(page, shown), name).toBeGreaterThan(10);
      }
      for (const frame of await page.locator('g[data-v]').all()) {
        if (await frame.isVisible()) await frame.click();
        await page.keyboard.press('Escape');
      }
      await page.keyboard.press('/');
      await page.keyboard.type('pwned');
      expect(await page.evaluate(() => 'pwned' in window)).toBe(false);
      expect(await page.evaluate(() => document.querySelectorAll('script, img').length)).toBe(1);
      expect(problems).toEqual([]);
      await page.close();
    });
  });

  it('is whole where no script runs', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(pathToFileURL(file).href);
    const texts = await page.locator('g[data-v] > text').allTextContents();
    expect(texts).toEqual(expect.arrayContaining(['all', 'app', 'main', 'parse', 'draw']));
    expect(await page.locator('input, button').count()).toBe(0);
    await context.close();
  });

  it('can reach nothing of the server that sent it', async () => {
    const page = await browser.newPage();
    await page.goto(address);
    const reached = await page.evaluate(async () => {
      try {
        await fetch('/api/v1/profiles');
        return 'reached';
      } catch {
        return 'refused';
      }
    });
    expect([reached, await page.evaluate(() => self.origin)]).toEqual(['refused', 'null']);
    await page.close();
  });
});
