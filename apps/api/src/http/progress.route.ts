import type { ServerResponse } from 'node:http';
import type { ProfileProgress } from '@subsecond/contracts';
import type { ProfileService } from '../services/profile.service.ts';
import type { App } from './fastify-types.ts';
import { profileParams } from './profiles.routes.ts';
import { DATA_POLICY, SECURITY_HEADERS } from './security-headers.ts';

const HEARTBEAT_MS = 15_000;

/** Server-sent events: `progress` as it happens, `end` last. A comment line now and then keeps proxies from hanging up. */
export function addProgressRoute(app: App, profiles: Pick<ProfileService, 'progress'>): void {
  const open = new Set<AbortController>();
  // Streams would keep the server from closing.
  app.addHook('preClose', async () => {
    for (const controller of open) controller.abort();
  });

  app.get(
    '/api/v1/profiles/:id/progress',
    {
      exposeHeadRoute: false,
      schema: {
        tags: ['profiles'],
        summary: 'Progress as server-sent events: "progress", then "end" once the profile is ready or failed',
        params: profileParams,
        produces: ['text/event-stream'],
      },
    },
    async (request, reply) => {
      const controller = new AbortController();
      const progress = await profiles.progress(request.principal, request.params.id, controller.signal);
      reply.hijack();
      open.add(controller);
      reply.raw.once('close', () => controller.abort());
      reply.raw.writeHead(200, {
        ...SECURITY_HEADERS,
        'content-security-policy': DATA_POLICY,
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
      });
      reply.raw.flushHeaders();
      const heartbeat = setInterval(() => reply.raw.write(': still here\n\n'), HEARTBEAT_MS);
      try {
        await pipeEvents(reply.raw, progress);
      } catch (error) {
        // The status line is out: ending the stream without "end" tells the client to ask the profile itself.
        request.log.warn({ err: error }, 'progress stream ended early');
      } finally {
        clearInterval(heartbeat);
        open.delete(controller);
        reply.raw.end();
      }
    },
  );
}

async function pipeEvents(response: ServerResponse, progress: AsyncIterable<ProfileProgress>): Promise<void> {
  for await (const current of progress) {
    const data = `data: ${JSON.stringify(current)}\n\n`;
    response.write(`event: progress\n${data}`);
    if (current.status === 'ready' || current.status === 'failed') response.write(`event: end\n${data}`);
  }
}
