import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client';
import type { App } from './fastify-types.ts';

/** Prometheus text. Labels are route patterns, never addresses: an id in a label would make a series of its own. */
export function addMetrics(app: App): void {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const seconds = new Histogram({
    name: 'subsecond_http_request_duration_seconds',
    help: 'Time from the first byte of a request to the last of its answer.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    registers: [registry],
  });
  const uploadBytes = new Counter({
    name: 'subsecond_upload_bytes_total',
    help: 'Bytes of upload requests that were accepted.',
    registers: [registry],
  });

  app.addHook('onResponse', async (request, reply) => {
    const route = request.is404 ? 'other' : (request.routeOptions.url ?? 'other');
    seconds.observe({ method: request.method, route, status: String(reply.statusCode) }, reply.elapsedTime / 1000);
    if (reply.statusCode === 202) uploadBytes.inc(Number(request.headers['content-length'] ?? 0) || 0);
  });

  app.get(
    '/metrics',
    { schema: { tags: ['operations'], summary: 'Prometheus metrics', produces: ['text/plain'] } },
    async (_request, reply) => {
      reply.header('cache-control', 'no-store').type(registry.contentType);
      return registry.metrics();
    },
  );
}
