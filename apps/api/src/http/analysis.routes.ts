import { Readable } from 'node:stream';
import {
  flameGraphAnswer,
  flameGraphQuery,
  heatMapAnswer,
  heatMapQuery,
  samplesQuery,
  stacksQuery,
} from '@subsecond/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { AnalysisService } from '../services/analysis.service.ts';
import type { App } from './fastify-types.ts';
import { profileParams } from './profiles.routes.ts';

/** Answers leave as bytes that the services made: validating megabytes of numbers again would block everybody else. */
export function addAnalysisRoutes(app: App, analysis: AnalysisService): void {
  const tags = ['analysis'];
  const bytes = z.string().meta({ description: 'bytes', format: 'binary' });

  app.get(
    '/api/v1/profiles/:id/heatmap',
    {
      schema: {
        tags,
        summary: 'Subsecond-offset heat map',
        params: profileParams,
        querystring: heatMapQuery,
        response: { 200: { description: 'The heat map', content: { 'application/json': { schema: heatMapAnswer } } } },
      },
    },
    async (request, reply) => {
      const { body, version } = await analysis.heatMap(request.principal, request.params.id, request.query);
      return sendVersioned(
        request,
        reply,
        { version, pinned: undefined, type: 'application/json; charset=utf-8' },
        Buffer.from(body.buffer, body.byteOffset, body.byteLength),
      );
    },
  );

  app.get(
    '/api/v1/profiles/:id/flamegraph',
    {
      schema: {
        tags,
        summary: 'Flame graph of a range',
        params: profileParams,
        querystring: flameGraphQuery,
        response: {
          200: {
            description: 'The flame graph, in the format asked for',
            content: {
              'application/json': { schema: flameGraphAnswer },
              'text/plain': { schema: z.string() },
              'image/svg+xml': { schema: z.string() },
            },
          },
        },
      },
    },
    async (request, reply) => {
      const { format } = request.query;
      const { body, version, profileName } = await analysis.flameGraph(
        request.principal,
        request.params.id,
        request.query,
      );
      if (format !== 'json')
        reply.header('content-disposition', contentDisposition(profileName, format === 'svg' ? 'svg' : 'folded.txt'));
      return sendVersioned(
        request,
        reply,
        { version, pinned: undefined, type: FORMAT_TYPES[format] },
        Buffer.from(body.buffer, body.byteOffset, body.byteLength),
      );
    },
  );

  app.get(
    '/api/v1/profiles/:id/stacks',
    {
      schema: {
        tags,
        summary: 'Stack tables, as stored',
        params: profileParams,
        querystring: stacksQuery,
        response: {
          200: { description: 'One deflate-raw stream', content: { 'application/octet-stream': { schema: bytes } } },
        },
      },
    },
    async (request, reply) => {
      const { body, version } = await analysis.stacks(request.principal, request.params.id);
      return sendVersioned(
        request,
        reply,
        { version, pinned: request.query.version, type: 'application/octet-stream' },
        Buffer.from(body.buffer, body.byteOffset, body.byteLength),
      );
    },
  );

  app.get(
    '/api/v1/profiles/:id/samples',
    {
      schema: {
        tags,
        summary: 'Samples by the second, as stored',
        params: profileParams,
        querystring: samplesQuery,
        response: { 200: { description: 'Chunk records', content: { 'application/octet-stream': { schema: bytes } } } },
      },
    },
    async (request, reply) => {
      const { chunks, version } = await analysis.samples(request.principal, request.params.id, request.query);
      return sendVersioned(
        request,
        reply,
        { version, pinned: request.query.version, type: 'application/octet-stream' },
        Readable.from(chunks, { objectMode: false }),
      );
    },
  );
}

const FORMAT_TYPES = {
  json: 'application/json; charset=utf-8',
  folded: 'text/plain; charset=utf-8',
  svg: 'image/svg+xml; charset=utf-8',
} as const;

interface Versioned {
  readonly version: string;
  /** The version that the address names: what it answers never changes. */
  readonly pinned: string | undefined;
  readonly type: string;
}

/** The tables change only when a better reader parses the upload again; an ETag makes asking cheap, a pinned address needless. */
function sendVersioned(
  request: FastifyRequest,
  reply: FastifyReply,
  { version, pinned, type }: Versioned,
  body: Buffer | Readable,
): FastifyReply {
  const etag = `"${version}"`;
  reply
    .header('etag', etag)
    .header('cache-control', pinned === version ? 'private, max-age=31536000, immutable' : 'private, no-cache');
  if (matchesEtag(request.headers['if-none-match'], etag)) {
    if (body instanceof Readable) body.destroy();
    return reply.code(304).send();
  }
  return reply.type(type).send(body);
}

function matchesEtag(header: string | undefined, etag: string): boolean {
  return (header ?? '').split(',').some((candidate) => candidate.trim().replace(/^W\//, '') === etag);
}

/** RFC 6266: an ASCII name for old clients, the real one percent-encoded. */
export function contentDisposition(name: string, extension: string): string {
  const file = `${name.replace(/[\\/\p{Cc}]/gu, '_')}.${extension}`;
  const ascii = file.replace(/[^\x20-\x7e]|["\\%]/g, '_');
  const encoded = encodeURIComponent(file.toWellFormed()).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `inline; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}
