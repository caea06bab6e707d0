import { AppError } from '@subsecond/contracts';
import type { FastifyRequest } from 'fastify';
import type { Clock, Principal } from '../services/ports.ts';
import { proofOf } from './admin-token.ts';
import type { AllowedOrigins } from './allowed-origins.ts';
import type { App } from './fastify-types.ts';
import { DATA_POLICY, SECURITY_HEADERS } from './security-headers.ts';

export interface RequestGuard {
  readonly origins: AllowedOrigins;
  readonly adminToken: string | undefined;
  readonly tokenRequired: boolean;
  readonly owner: Principal;
  readonly clock: Clock;
}

/** Runs before everything else, 404s included: headers, then `Host`, `Origin`, token; in the end there is a principal. */
export function addRequestGuard(app: App, guard: RequestGuard): void {
  app.decorateRequest('principal', { getter: () => guard.owner });
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(SECURITY_HEADERS).header('content-security-policy', DATA_POLICY);
    const proof =
      guard.adminToken === undefined
        ? 'absent'
        : proofOf(guard.adminToken, request.headers, guard.clock.now().getTime() / 1000);
    // No page on the web can know the token, so whoever sends it may come under any name, as a scraper by address does.
    const bearsToken = proof === 'right' && request.headers.authorization !== undefined;
    if (!bearsToken) {
      refuseForeignHost(guard.origins, request);
      refuseForeignOrigin(guard.origins, request);
    }
    if (request.is404 || request.routeOptions.config.open === true) return;
    if (proof === 'wrong')
      throw new AppError(
        'admin-token-required',
        'The bearer token is not the one this server was started with. Send the value of SUBSECOND_ADMIN_TOKEN as "Authorization: Bearer …".',
      );
    if (guard.tokenRequired && proof !== 'right')
      throw new AppError(
        'admin-token-required',
        'Other machines can reach this server, so it answers only requests that carry its admin token. Send the value of SUBSECOND_ADMIN_TOKEN as "Authorization: Bearer …", or give it to the page once.',
      );
  });
}

function refuseForeignHost(origins: AllowedOrigins, request: FastifyRequest): void {
  if (request.routeOptions.config.anyHost === true || origins.hostAllowed(request.host)) return;
  throw new AppError(
    'host-refused',
    `The server does not answer to the name "${request.host ?? ''}". Open it as http://localhost with its port, or set PUBLIC_URL to the address that people use.`,
  );
}

function refuseForeignOrigin(origins: AllowedOrigins, request: FastifyRequest): void {
  const { origin } = request.headers;
  const site = request.headers['sec-fetch-site'];
  const changesSomething = request.method !== 'GET' && request.method !== 'HEAD';
  const isForeign = origin === undefined ? changesSomething && site === 'cross-site' : !origins.originAllowed(origin);
  if (isForeign)
    throw new AppError(
      'origin-refused',
      `A page of "${origin ?? 'another site'}" may not use this server. Open the server's own page, or set PUBLIC_URL to the address that people use.`,
    );
}
