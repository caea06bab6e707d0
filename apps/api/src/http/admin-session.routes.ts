import rateLimit from '@fastify/rate-limit';
import { AppError, adminSessionRequest, adminSessionState } from '@subsecond/contracts';
import { z } from 'zod';
import { ADMIN_COOKIE_SECONDS, adminCookieValue, isAdminToken, proofOf, setCookieHeader } from './admin-token.ts';
import type { App } from './fastify-types.ts';
import type { RequestGuard } from './request-guard.ts';

const ATTEMPTS_PER_MINUTE = 10;

/** How a browser gets in: it sends the token once and keeps a cookie that scripts can not read. */
export async function addAdminSessionRoutes(app: App, guard: RequestGuard, isSecure: boolean): Promise<void> {
  await app.register(rateLimit, {
    global: false,
    errorResponseBuilder: (_request, { ttl }) =>
      new AppError(
        'too-many-requests',
        `More than ${ATTEMPTS_PER_MINUTE} tokens a minute were tried from this address. Wait ${Math.ceil(ttl / 1000)} s.`,
        ttl / 1000,
      ),
  });
  const nowSeconds = () => guard.clock.now().getTime() / 1000;
  const tags = ['admin session'];

  app.get(
    '/api/v1/admin-session',
    {
      config: { open: true },
      schema: {
        tags,
        summary: 'Whether the server asks for its admin token, and whether this request carried it',
        response: { 200: adminSessionState },
      },
    },
    async (request, reply) => {
      reply.header('cache-control', 'no-store');
      const accepted =
        guard.adminToken !== undefined && proofOf(guard.adminToken, request.headers, nowSeconds()) === 'right';
      return { required: guard.tokenRequired, accepted };
    },
  );

  app.post(
    '/api/v1/admin-session',
    {
      config: { open: true, rateLimit: { max: ATTEMPTS_PER_MINUTE, timeWindow: '1 minute' } },
      schema: {
        tags,
        summary: 'Trade the admin token for a cookie',
        body: adminSessionRequest,
        response: { 204: z.undefined() },
      },
    },
    async (request, reply) => {
      const { adminToken } = guard;
      if (adminToken === undefined || !isAdminToken(adminToken, request.body.token)) {
        throw new AppError(
          'admin-token-required',
          'This is not the token the server was started with. It is the value of SUBSECOND_ADMIN_TOKEN in the environment of the server.',
        );
      }
      const cookie = setCookieHeader(adminCookieValue(adminToken, nowSeconds()), {
        maxAgeSeconds: ADMIN_COOKIE_SECONDS,
        secure: isSecure,
      });
      return reply.code(204).header('set-cookie', cookie).header('cache-control', 'no-store').send();
    },
  );

  app.delete(
    '/api/v1/admin-session',
    { config: { open: true }, schema: { tags, summary: 'Forget the cookie', response: { 204: z.undefined() } } },
    async (_request, reply) => {
      return reply
        .code(204)
        .header('set-cookie', setCookieHeader('', { maxAgeSeconds: 0, secure: isSecure }))
        .send();
    },
  );
}
