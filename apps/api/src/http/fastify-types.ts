import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FastifyBaseLogger, FastifyInstance, RawServerDefault } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { Principal } from '../services/ports.ts';

/** The Fastify instance whose routes take their types from zod schemas. */
export type App = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  ZodTypeProvider
>;

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Answers without the admin token. Every other route asks for it where the server requires one. */
    open?: boolean;
    /** Answers whatever the `Host` header says: probes come by address. Only for routes that tell nothing. */
    anyHost?: boolean;
  }
  interface FastifyRequest {
    principal: Principal;
  }
}
