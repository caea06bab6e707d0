import swagger from '@fastify/swagger';
import { problem, uploadMetadata } from '@subsecond/contracts';
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { App } from './fastify-types.ts';
import { openApiPage } from './openapi-page.ts';

const openApiDocument = z.looseObject({
  paths: z.record(
    z.string(),
    z.record(z.string(), z.looseObject({ responses: z.record(z.string(), z.unknown()).default({}) })),
  ),
});

/** Adds what no route's schema can say: the upload's form, which is read as a stream, and that every refusal is a problem document. */
function describeUpload<T extends object>(document: T): T {
  const { paths } = openApiDocument.parse(document);
  const refusal = {
    description: 'A refusal',
    content: { 'application/problem+json': { schema: jsonSchema(problem) } },
  };
  for (const methods of Object.values(paths)) {
    for (const operation of Object.values(methods)) operation.responses = { ...operation.responses, default: refusal };
  }
  const upload = paths['/api/v1/profiles']?.post;
  if (upload !== undefined) {
    const properties = { metadata: jsonSchema(uploadMetadata), file: { type: 'string', format: 'binary' } };
    upload.requestBody = {
      required: true,
      content: { 'multipart/form-data': { schema: { type: 'object', required: ['file'], properties } } },
    };
  }
  return { ...document, paths };
}

function jsonSchema(schema: z.ZodType): object {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io: 'input' });
  return rest;
}

/** Registers the collector of routes: must run before the routes are added. */
export async function addOpenApi(app: App, version: string): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Subsecond',
        version,
        description:
          'Profiles, their subsecond-offset heat maps and flame graphs. Times are seconds from time zero, ranges half-open. Failures are application/problem+json with a stable code.',
      },
      components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } } },
    },
    transform: jsonSchemaTransform,
    transformObject: (document) => describeUpload(jsonSchemaTransformObject(document)),
  });
}

export function addOpenApiRoutes(app: App): void {
  app.get('/api/docs/json', { schema: { hide: true } }, async () => app.swagger());
  app.get('/api/docs', { schema: { hide: true } }, async (_request, reply) => {
    reply
      .type('text/html; charset=utf-8')
      .header(
        'content-security-policy',
        "default-src 'none'; style-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
      );
    return openApiPage(app.swagger());
  });
  app.get('/api/docs/style.css', { schema: { hide: true } }, async (_request, reply) =>
    reply.type('text/css; charset=utf-8').send(PAGE_STYLE),
  );
}

const PAGE_STYLE = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
h2 { margin-top: 3rem; border-bottom: 1px solid #8886; }
section { margin: 2rem 0; }
h3 { font: 600 1rem ui-monospace, monospace; margin-bottom: .25rem; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .3rem .6rem; border-bottom: 1px solid #8884; }
code, td:first-child { font-family: ui-monospace, monospace; font-size: .9em; }
pre { overflow: auto; max-height: 24rem; padding: .6rem; background: #8881; font-size: .85em; }
`;
