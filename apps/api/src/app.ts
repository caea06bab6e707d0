import multipart from '@fastify/multipart';
import { AppError, ERRORS } from '@subsecond/contracts';
import Fastify, { type FastifyBaseLogger, LogController } from 'fastify';
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
import { type Config, requiresAdminToken } from './config.ts';
import { addAccessLog } from './http/access-log.ts';
import { addAdminSessionRoutes } from './http/admin-session.routes.ts';
import { createAllowedOrigins } from './http/allowed-origins.ts';
import { addAnalysisRoutes } from './http/analysis.routes.ts';
import type { App } from './http/fastify-types.ts';
import { addHealthRoutes, type ReadinessCheck } from './http/health.routes.ts';
import { addMetrics } from './http/metrics.route.ts';
import { sendPage, type WebHandler } from './http/next-handler.ts';
import { addOpenApi, addOpenApiRoutes } from './http/openapi.ts';
import { PROBLEM_TYPE, problemOf, sendProblem, toAppError } from './http/problem.ts';
import { addProfileRoutes } from './http/profiles.routes.ts';
import { addProgressRoute } from './http/progress.route.ts';
import { addRequestGuard } from './http/request-guard.ts';
import { collectRouteMethods } from './http/route-methods.ts';
import { addUploadRoute } from './http/upload.route.ts';
import type { AnalysisService } from './services/analysis.service.ts';
import type { Clock, Principal } from './services/ports.ts';
import type { ProfileService } from './services/profile.service.ts';

export interface AppDeps {
  readonly config: Pick<Config, 'host' | 'publicUrl' | 'adminToken' | 'trustedProxies' | 'maxUploadBytes'>;
  readonly profiles: ProfileService;
  readonly analysis: AnalysisService;
  readonly readiness: ReadinessCheck;
  readonly owner: Principal;
  readonly clock: Clock;
  readonly logger: FastifyBaseLogger;
  readonly version: string;
  /** Absent where a server answers the API alone. */
  readonly web: WebHandler | undefined;
  readonly newRequestId: () => string;
}

/** Quiet connections are closed after this; uploads may take as long as they keep sending. */
const IDLE_CONNECTION_MS = 120_000;

/** The HTTP side: every route, and what all of them share. The caller listens. */
export async function createApp(deps: AppDeps): Promise<App> {
  const { config } = deps;
  const app: App = Fastify({
    loggerInstance: deps.logger,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: deps.newRequestId,
    trustProxy: config.trustedProxies.length === 0 ? false : [...config.trustedProxies],
    bodyLimit: 1024 * 1024,
    requestTimeout: 0,
    connectionTimeout: IDLE_CONNECTION_MS,
    forceCloseConnections: 'idle',
    return503OnClosing: true,
    frameworkErrors: (error, request, reply) => sendProblem(reply, toAppError(error, request)),
    clientErrorHandler: (_error, socket) => {
      if (!socket.writable) return;
      const body = JSON.stringify(
        problemOf(
          'bad-request',
          'This is not an HTTP request that the server can read. Check the address and the headers.',
        ),
      );
      socket.end(
        `HTTP/1.1 ${ERRORS['bad-request'].status} Bad Request\r\nconnection: close\r\ncontent-type: ${PROBLEM_TYPE}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
      );
    },
  }).withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);

  const listeningPort = () => {
    const address = app.server.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  };
  const publicUrl = () => (config.publicUrl ?? `http://localhost:${listeningPort()}`).replace(/\/+$/, '');
  const guard = {
    origins: createAllowedOrigins({ publicUrl: config.publicUrl, listenHost: config.host, port: listeningPort }),
    adminToken: config.adminToken,
    tokenRequired: requiresAdminToken(config),
    owner: deps.owner,
    clock: deps.clock,
  };

  const methodsOf = collectRouteMethods(app);
  app.setErrorHandler((error, request, reply) => {
    const failure = toAppError(error, request);
    if (ERRORS[failure.code].status >= 500) request.log.error({ err: error, code: failure.code }, failure.detail);
    return sendProblem(reply, failure);
  });
  addAccessLog(app);
  addRequestGuard(app, guard);
  addMetrics(app);
  await app.register(multipart);
  await addOpenApi(app, deps.version);
  await addAdminSessionRoutes(app, guard, config.publicUrl?.startsWith('https:') === true);
  addHealthRoutes(app, deps.readiness);
  addUploadRoute(app, { profiles: deps.profiles, maxUploadBytes: config.maxUploadBytes, publicUrl });
  addProfileRoutes(app, deps.profiles);
  addProgressRoute(app, deps.profiles);
  addAnalysisRoutes(app, deps.analysis);
  addOpenApiRoutes(app);

  const { web } = deps;
  app.setNotFoundHandler(async (request, reply) => {
    const [path = '/'] = (request.raw.url ?? '/').split('?', 1);
    const methods = methodsOf(path);
    if (methods.length > 0) {
      const allowed = methods.join(', ');
      return sendProblem(
        reply.header('allow', allowed),
        new AppError(
          'method-not-allowed',
          `${path.slice(0, 200)} does not take ${request.method}. It takes ${allowed}.`,
        ),
      );
    }
    if (web !== undefined && !path.startsWith('/api/')) return sendPage(web, request, reply);
    throw new AppError(
      'not-found',
      `There is no ${request.method} ${path.slice(0, 200)}. /api/docs lists what there is.`,
    );
  });
  return app;
}
