import { AppError } from '@subsecond/contracts';
import { z } from 'zod';
import type { App } from './fastify-types.ts';

/** Resolves with what is missing, as sentences; an empty list is a server that can take work. */
export type ReadinessCheck = () => Promise<readonly string[]>;

export function addHealthRoutes(app: App, readiness: ReadinessCheck): void {
  const ok = z.object({ status: z.literal('ok') });
  const config = { open: true, anyHost: true };

  app.get(
    '/healthz',
    { config, schema: { tags: ['operations'], summary: 'The process answers', response: { 200: ok } } },
    async (_request, reply) => {
      reply.header('cache-control', 'no-store');
      return { status: 'ok' as const };
    },
  );

  app.get(
    '/readyz',
    {
      config,
      schema: { tags: ['operations'], summary: 'Database, migrations and queue are there', response: { 200: ok } },
    },
    async (_request, reply) => {
      reply.header('cache-control', 'no-store');
      const missing = await readiness();
      if (missing.length > 0) throw new AppError('unavailable', missing.join(' '), 2);
      return { status: 'ok' as const };
    },
  );
}
