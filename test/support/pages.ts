import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';

/** What the end-to-end tests know of the pages: where things are, never what they should say. */

export interface PlotBox {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly columns: number;
  readonly rows: number;
}

/** Drops a file anywhere on the page, as a person does with the mouse. */
export async function dropFile(page: Page, file: string, name: string): Promise<void> {
  const transfer = await page.evaluateHandle(
    ({ text, fileName }) => {
      const data = new DataTransfer();
      data.items.add(new File([text], fileName, { type: 'text/plain' }));
      return data;
    },
    { text: readFileSync(file, 'utf8'), fileName: name },
  );
  // Listeners come with hydration; the upload button is there before it.
  await page.waitForLoadState('networkidle');
  await page.dispatchEvent('body', 'dragenter', { dataTransfer: transfer });
  await page.dispatchEvent('body', 'drop', { dataTransfer: transfer });
}

/** The cells' own rectangle, in CSS pixels of the viewport. */
export async function heatMapPlot(page: Page, shape: { columns: number; rows: number }): Promise<PlotBox> {
  const surface = page.locator('[data-part="heat-map-surface"]');
  await surface.scrollIntoViewIfNeeded();
  const box = await surface.boundingBox();
  if (box === null) throw new Error('the heat map is not visible');
  return { left: box.x, top: box.y, width: box.width, height: box.height, ...shape };
}

/** The middle of a cell; row 0 at the bottom. */
export function pointOfCell(plot: PlotBox, cell: { column: number; row: number }): { x: number; y: number } {
  return {
    x: plot.left + ((cell.column + 0.5) / plot.columns) * plot.width,
    y: plot.top + plot.height - ((cell.row + 0.5) / plot.rows) * plot.height,
  };
}

export async function selectionWords(page: Page): Promise<string> {
  const parts = await page.locator('section[aria-label="Selection"] > p > *').allTextContents();
  return parts.join(' ').replaceAll(/\s+/g, ' ').trim();
}

/** The name of the widest drawn frame at a depth (0 = the root, 1 = comms). */
export async function widestFrame(page: Page, depth: number): Promise<string | undefined> {
  return await page.evaluate((wanted) => {
    let widest: { name: string; width: number } | undefined;
    for (const group of document.querySelectorAll<SVGGElement & { __data__?: { depth: number; data: { n: string } } }>(
      '.flame-chart g.frame',
    )) {
      const frame = group.__data__;
      const width = group.getBoundingClientRect().width;
      if (frame?.depth === wanted && (widest === undefined || width > widest.width))
        widest = { name: frame.data.n, width };
    }
    return widest?.name;
  }, depth);
}

export interface DrawnFrame {
  /** Names from the root, each behind a `;`. */
  readonly path: string;
  /** Of all drawn siblings with this path. */
  readonly total: number;
  /** CSS pixels. */
  readonly width: number;
}

/** Every frame that stands in the picture, siblings of one name added up. */
export async function drawnFrames(page: Page): Promise<DrawnFrame[]> {
  return await page.evaluate(() => {
    interface Frame {
      readonly data: { readonly n: string; readonly v: number };
      readonly parent: Frame | null;
    }
    const byPath = new Map<string, { total: number; width: number }>();
    for (const group of document.querySelectorAll<SVGGElement & { __data__?: Frame }>('.flame-chart g.frame')) {
      let path = '';
      const frame = group.__data__;
      for (let at: Frame | null = frame ?? null; at !== null; at = at.parent) path = `;${at.data.n}${path}`;
      const known = byPath.get(path) ?? { total: 0, width: 0 };
      byPath.set(path, {
        total: known.total + (frame?.data.v ?? 0),
        width: known.width + group.getBoundingClientRect().width,
      });
    }
    return [...byPath].map(([path, drawn]) => ({ path, ...drawn }));
  });
}
