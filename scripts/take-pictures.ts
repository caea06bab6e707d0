// `npm run pictures -- [URL]`: the README's pictures, taken from the real pages of a running server with its examples
// (http://localhost:3000 unless told), so that they never show what the product does not.
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { heatMapAnswer, profileList } from '@subsecond/contracts';
import type { Browser } from 'playwright-core';
import { launchChromium } from '../test/support/browser.ts';

const server = process.argv[2] ?? 'http://localhost:3000';
const folder = path.resolve(import.meta.dirname, '../docs/pictures');

interface Picture {
  readonly file: string;
  readonly theme: 'light' | 'dark';
  readonly width: number;
  readonly height: number;
  readonly address: () => Promise<string>;
}

/** Each shows what its example's story tells to look at: the milliseconds in which the named function had most samples at a stretch. */
const PICTURES: readonly Picture[] = [
  { file: 'list.png', theme: 'light', width: 1440, height: 1000, address: async () => server },
  ...(['light', 'dark'] as const).map(
    (theme): Picture => ({
      file: `storage-node-${theme}.png`,
      theme,
      width: 1440,
      height: 1000,
      address: () => addressOf('Storage node', 'checksum_block'),
    }),
  ),
  {
    file: 'check-out-server.png',
    theme: 'light',
    width: 1440,
    height: 1000,
    address: () => addressOf('Check-out server', 'reconcileLedger'),
  },
  {
    file: 'settlement-phone.png',
    theme: 'dark',
    width: 390,
    height: 844,
    address: () => addressOf('Settlement', 'merge_results_single_threaded'),
  },
];

async function getJson(address: string): Promise<unknown> {
  const response = await fetch(server + address);
  if (!response.ok) throw new Error(`${address} answered ${response.status}: ${await response.text()}`);
  return await response.json();
}

async function addressOf(name: string, symbol: string): Promise<string> {
  const { profiles } = profileList.parse(await getJson('/api/v1/profiles?limit=200'));
  const profile = profiles.find((candidate) => candidate.name.startsWith(name));
  if (profile === undefined) throw new Error(`${server} has no example called “${name}…”: start it with npm start`);
  const { bins } = heatMapAnswer.parse(
    await getJson(`/api/v1/profiles/${profile.id}/heatmap?idle=exclude&search=${encodeURIComponent(symbol)}`),
  );
  const runs = bins.flatMap((column, at) => runsOf(column).map((run) => ({ ...run, column: at })));
  const widest = runs.reduce((best, run) => (run.samples > best.samples ? run : best));
  const start = widest.column + widest.first / 50;
  const end = widest.column + widest.end / 50;
  return `${server}/p/${profile.id}?v=1&sel=${decimal(start)}-${decimal(end)}`;
}

interface Run {
  /** Rows, half-open. */
  readonly first: number;
  readonly end: number;
  readonly samples: number;
}

/** Neighbouring rows in which the function was met. */
function runsOf(column: readonly (number | null)[]): readonly Run[] {
  const runs: Run[] = [];
  for (const [row, bin] of column.entries()) {
    if (bin === null || bin === 0) continue;
    const last = runs.at(-1);
    if (last?.end === row) runs[runs.length - 1] = { ...last, end: row + 1, samples: last.samples + bin };
    else runs.push({ first: row, end: row + 1, samples: bin });
  }
  return runs;
}

function decimal(seconds: number): string {
  return String(Math.round(seconds * 1000) / 1000);
}

async function take(browser: Browser, { file, theme, width, height, address }: Picture): Promise<void> {
  const page = await browser.newPage({ viewport: { width, height }, colorScheme: theme });
  await page.goto(await address());
  await page.waitForLoadState('networkidle');
  // Thumbnails, canvases and flame graphs are painted within a few frames of their data.
  await page.waitForTimeout(2000);
  await page.screenshot({ path: path.join(folder, file) });
  await page.close();
  console.log(`docs/pictures/${file}`);
}

mkdirSync(folder, { recursive: true });
const browser = await launchChromium();
try {
  for (const picture of PICTURES) await take(browser, picture);
} finally {
  await browser.close();
}
