import type { App } from './fastify-types.ts';

/** One line a request. The query is left out: a search may hold what nobody wants in a log, and so are all headers. */
export function addAccessLog(app: App): void {
  app.addHook('onResponse', async (request, reply) => {
    const [path = ''] = (request.raw.url ?? '').split('?', 1);
    request.log.info(
      {
        method: request.method,
        path,
        status: reply.statusCode,
        milliseconds: Math.round(reply.elapsedTime * 10) / 10,
        address: request.ip,
      },
      'request',
    );
  });
}
