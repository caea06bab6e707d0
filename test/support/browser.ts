import { existsSync } from 'node:fs';
import path from 'node:path';
import { type Browser, chromium } from 'playwright-core';

const CHROMIUM_NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'chrome'];

/** The machine's own Chromium (CHROMIUM_PATH wins); undefined where there is none: skip with `NO_CHROMIUM` as the reason. */
export function findChromium(): string | undefined {
  const named = process.env['CHROMIUM_PATH'];
  if (named !== undefined && existsSync(named)) return named;
  const folders = (process.env['PATH'] ?? '').split(path.delimiter).filter((folder) => folder !== '');
  return CHROMIUM_NAMES.flatMap((name) => folders.map((folder) => path.join(folder, name))).find((file) =>
    existsSync(file),
  );
}

export const NO_CHROMIUM = 'there is no Chromium: apt-get install chromium, or set CHROMIUM_PATH';

/** Close it in the test's or suite's end: a browser that is left behind keeps the run from ending. */
export async function launchChromium(): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error(NO_CHROMIUM);
  // Chromium refuses its sandbox to root, and /dev/shm is small in containers.
  const args = [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), '--disable-dev-shm-usage'];
  return await chromium.launch({ executablePath, args });
}
