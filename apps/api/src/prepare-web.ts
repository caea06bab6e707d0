import { existsSync, readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { z } from 'zod';
import { StartError } from './describe-start-error.ts';
import type { WebHandler } from './http/next-handler.ts';
import type { ReleaseStack } from './release-stack.ts';

const WEB_DIRECTORY = join(import.meta.dirname, '../../web');

/** What of Next is used here. */
type CreateNext = (options: { dev: boolean; dir: string; customServer: boolean; quiet: boolean }) => {
  prepare(): Promise<void>;
  close(): Promise<void>;
  getRequestHandler(): (request: IncomingMessage, response: ServerResponse) => Promise<void>;
};

/** Loads the built pages into this process. Next answers requests here; it never listens. */
export async function prepareWeb(releases: ReleaseStack): Promise<WebHandler> {
  const dist = join(WEB_DIRECTORY, process.env.NEXT_DIST_DIR ?? '.next');
  if (!existsSync(join(dist, 'BUILD_ID')))
    throw new StartError('The pages are not built yet. Run: npm run build (npm start does it by itself).');
  // React chooses its build by it; anything but this gets the slow one.
  process.env.NODE_ENV = 'production';
  // Next's own standalone servers start like this: with the settings as built, instead of compiling next.config.ts again (1 s).
  process.env.__NEXT_PRIVATE_STANDALONE_CONFIG ??= builtSettings(join(dist, 'required-server-files.json'));
  // Not `import`: Next's types redeclare process.env for the whole program.
  const next: CreateNext = createRequire(import.meta.url)('next');
  const app = next({ dev: false, dir: WEB_DIRECTORY, customServer: true, quiet: true });
  await withoutStandardOutput(() => app.prepare());
  releases.push('pages', () => app.close());
  const handle = app.getRequestHandler();
  return { handle: (request, response) => handle(request, response) };
}

function builtSettings(path: string): string {
  return JSON.stringify(
    z.object({ config: z.record(z.string(), z.unknown()) }).parse(JSON.parse(readFileSync(path, 'utf8'))).config,
  );
}

/** Next tells how long its settings took to load, and has no switch for it; standard output is for the address to open. */
async function withoutStandardOutput(work: () => Promise<void>): Promise<void> {
  const { log } = console;
  console.log = () => undefined;
  try {
    await work();
  } finally {
    console.log = log;
  }
}
