import { createWriteStream, mkdtempSync, openAsBlob, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { Page } from 'playwright-core';
import { findChromium, launchChromium, NO_CHROMIUM } from '../support/browser.ts';
import { makePerfScript } from '../support/make-perf-script.ts';
import { heatMapPlot, pointOfCell } from '../support/pages.ts';
import { startTestServer } from '../support/server.ts';
import { uploadBlob } from '../support/upload-text.ts';
import { readWatch, watchPage } from './watch-page.ts';

/** Two minutes of 32 CPUs at 49 Hz. */
const SECONDS = 120;
const SAMPLES = SECONDS * 32 * 49;
const OPENINGS = 5;
const DRAG_STEPS = 40;
const DRAG_SECONDS = 4;

const BUDGETS = { openMs: 1000, pictureMs: 100, blockedMs: 50 } as const;

/**
 * `npm run bench -- page`: what a person waits for in Chromium, with the real server, a stored two-minute profile and the built pages
 * (`npm run build`). One JSON line a figure. Needs two cores for itself: busy neighbours are measured with it.
 */
export async function benchPage(): Promise<void> {
  if (findChromium() === undefined) {
    process.stderr.write(`page: left out, ${NO_CHROMIUM}\n`);
    return;
  }
  const folder = mkdtempSync(path.join(tmpdir(), 'subsecond-page-bench-'));
  const server = await startTestServer({ web: true });
  const browser = await launchChromium();
  try {
    const file = path.join(folder, 'two-minutes.perf.txt.gz');
    await pipeline(Readable.from(someSamples(SAMPLES)), createGzip({ level: 1 }), createWriteStream(file));
    const id = await uploadBlob(server.url, await openAsBlob(file), 'two-minutes.perf.txt.gz');

    const openings: { heatMapMs: number; flameGraphMs: number; longestTaskMs: number }[] = [];
    let last: Page | undefined;
    for (let run = 0; run < OPENINGS; run++) {
      await last?.context().close();
      // A browser that has not seen the profile, as after the first click on a link.
      const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
      const page = await context.newPage();
      await watchPage(page);
      await page.goto(server.url, { waitUntil: 'networkidle' });
      await page.click(`a[href="/p/${id}"]`);
      await page.waitForFunction(() => document.querySelectorAll('.flame-chart g.frame').length > 1);
      await page.waitForLoadState('networkidle');
      const { heatMapMs, flameGraphMs, longestTaskMs } = await readWatch(page);
      openings.push({ heatMapMs, flameGraphMs, longestTaskMs });
      last = page;
    }
    report(
      'page: click to heat map',
      openings.map(({ heatMapMs }) => heatMapMs),
      BUDGETS.openMs,
    );
    report(
      'page: click to flame graph',
      openings.map(({ flameGraphMs }) => flameGraphMs),
    );
    report(
      'page: longest task of the main thread while opening',
      openings.map(({ longestTaskMs }) => longestTaskMs),
    );
    if (last !== undefined) await benchDrag(last);
  } finally {
    await browser.close();
    await server.release();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function benchDrag(page: Page): Promise<void> {
  const plot = await heatMapPlot(page, { columns: SECONDS, rows: 50 });
  const start = pointOfCell(plot, { column: 20, row: 10 });
  const at = (column: number, row: number) => pointOfCell(plot, { column, row });
  await page.mouse.move(start.x, start.y);
  await page.mouse.down();
  const pictures: number[] = [];
  for (let step = 0; step < DRAG_STEPS; step++) {
    const { x, y } = at(21 + step, (step * 7) % 50);
    pictures.push(await pictureAfter(page, () => page.mouse.move(x, y)));
  }
  report('page: selection to picture', pictures, BUDGETS.pictureMs);

  const before = await readWatch(page);
  const began = performance.now();
  for (let step = 0; performance.now() - began < DRAG_SECONDS * 1000; step++) {
    const { x, y } = at(21 + (step % 40), (step * 3) % 50);
    await page.mouse.move(x, y);
  }
  const seconds = (performance.now() - began) / 1000;
  const after = await readWatch(page);
  print({
    bench: 'page: frames per second while dragging',
    value: round((after.frames - before.frames) / seconds),
    unit: 'fps',
  });
  print({
    bench: 'page: flame graphs per second while dragging',
    value: round((after.pictures - before.pictures) / seconds),
    unit: 'a second',
  });
  print({
    bench: 'page: longest task of the main thread while dragging',
    milliseconds: round(after.longestTaskMs),
    budget: BUDGETS.blockedMs,
  });
  await page.mouse.up();
}

/** From the pointer's event to the next change of the flame graph. */
async function pictureAfter(page: Page, act: () => Promise<void>): Promise<number> {
  const { pictures } = await readWatch(page);
  await act();
  await page.waitForFunction((seen) => (globalThis.subsecondWatch?.pictures ?? 0) > seen, pictures, { polling: 'raf' });
  return (await readWatch(page)).pictureMs;
}

/** The text of so many samples, and a few more. */
function* someSamples(samples: number): Generator<string> {
  let seen = 0;
  for (const text of makePerfScript({ bytes: Number.POSITIVE_INFINITY, cpus: 32 })) {
    yield text;
    seen += text.split('cpu-clock:pppH: ').length - 1;
    if (seen >= samples) return;
  }
}

function report(bench: string, values: readonly number[], budget?: number): void {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number) => round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);
  print({ bench, milliseconds: at(0.5), least: at(0), p95: at(0.95), ...(budget === undefined ? {} : { budget }) });
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function print(figure: Record<string, unknown>): void {
  process.stdout.write(`${JSON.stringify(figure)}\n`);
}
