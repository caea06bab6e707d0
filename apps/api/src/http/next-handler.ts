import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { pagePolicy, SECURITY_HEADERS } from './security-headers.ts';

/** The pages: a Next app that is prepared elsewhere and only handles requests here. */
export interface WebHandler {
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>;
}

/** Next reads the nonce from the request's policy header and puts it on every script tag it writes. */
export async function sendPage(web: WebHandler, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const nonce = randomBytes(16).toString('base64');
  const policy = pagePolicy(nonce);
  request.raw.headers['content-security-policy'] = policy;
  request.raw.headers['x-nonce'] = nonce;
  reply.hijack();
  for (const [name, value] of Object.entries(SECURITY_HEADERS)) reply.raw.setHeader(name, value);
  reply.raw.setHeader('content-security-policy', policy);
  reply.raw.removeHeader('x-powered-by');
  await web.handle(request.raw, reply.raw);
}
