import type { Logger } from 'pino';
import { createApp } from './app.ts';
import type { Config } from './config.ts';
import { LOCAL_OWNER, newRequestId, type Services, type Stores, systemClock } from './deps.ts';
import type { WebHandler } from './http/next-handler.ts';
import { createReadinessCheck } from './readiness.ts';
import type { ReleaseStack } from './release-stack.ts';
import { VERSION } from './version.ts';

/** Requests under way at a shutdown get this long; idle connections and progress streams end at once. */
const CLOSE_GRACE_MS = 5_000;

/** Listens, and answers the address to open. */
export async function startHttp(
  config: Config,
  stores: Stores,
  services: Services,
  web: WebHandler | undefined,
  log: Logger,
  releases: ReleaseStack,
): Promise<{ readonly url: string; readonly port: number }> {
  const app = await createApp({
    config,
    ...services,
    readiness: createReadinessCheck(stores.db, config),
    owner: LOCAL_OWNER,
    clock: systemClock,
    logger: log,
    version: VERSION,
    web,
    newRequestId,
  });
  releases.push('HTTP server', async () => {
    const timer = setTimeout(() => app.server.closeAllConnections(), CLOSE_GRACE_MS);
    await app.close();
    clearTimeout(timer);
  });
  await app.listen({ host: config.host, port: config.port });
  const address = app.server.address();
  const port = typeof address === 'object' && address !== null ? address.port : config.port;
  return { url: config.publicUrl ?? `http://localhost:${port}`, port };
}
