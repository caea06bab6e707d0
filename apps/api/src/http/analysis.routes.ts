import { Readable } from 'node:stream';
import {
  type ExportQuery,
  exportQuery,
  type FlameGraphQuery,
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
import { PICTURE_SCRIPT_HASH } from '../services/picture-script-hash.ts';
import type { App } from './fastify-types.ts';
import { profileParams } from './profiles.routes.ts';
import { picturePolicy } from './security-headers.ts';

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

  const flameGraph = {
    tags,
    summary: 'Flame graph of a selection',
    params: profileParams,
    response: {
      200: {
        description: 'The flame graph, in the format asked for',
        content: {
          'application/json': { schema: flameGraphAnswer },
          'text/plain': { schema: z.string() },
          'image/svg+xml': { schema: z.string() },
          'application/octet-stream': { schema: bytes },
        },
      },
    },
  };
  const sendFlameGraph = async (
    request: FastifyRequest<{ Params: { id: string } }>,
    reply: FastifyReply,
    query: FlameGraphQuery,
  ) => {
    const { type, extension, disposition } = FLAME_GRAPH_FORMATS[query.format];
    const { body, version, profileName } = await analysis.flameGraph(request.principal, request.params.id, query);
    if (extension !== undefined)
      reply.header('content-disposition', contentDisposition(disposition, fileName(profileName, query), extension));
    const isPicture = query.format === 'svg';
    if (isPicture) reply.header('content-security-policy', picturePolicy(PICTURE_SCRIPT_HASH));
    return sendVersioned(
      request,
      reply,
      // A kept picture must not meet the policy of a newer script.
      { version: isPicture ? `${version}.${PICTURE_SCRIPT_HASH.slice(-12)}` : version, pinned: undefined, type },
      Buffer.from(body.buffer, body.byteOffset, body.byteLength),
    );
  };
  app.get(
    '/api/v1/profiles/:id/flamegraph',
    { schema: { ...flameGraph, querystring: flameGraphQuery } },
    (request, reply) => sendFlameGraph(request, reply, request.query),
  );
  app.post(
    '/api/v1/profiles/:id/flamegraph',
    { schema: { ...flameGraph, summary: `${flameGraph.summary}${AS_BODY}`, body: flameGraphQuery } },
    (request, reply) => sendFlameGraph(request, reply, request.body),
  );

  const sampleTable = {
    tags,
    summary: 'Samples of a selection, as a table',
    params: profileParams,
    response: {
      200: { description: 'An Arrow IPC stream', content: { [ARROW_TYPE]: { schema: bytes } } },
    },
  };
  const sendSampleTable = async (
    request: FastifyRequest<{ Params: { id: string } }>,
    reply: FastifyReply,
    query: ExportQuery,
  ) => {
    const { body, version, profileName } = await analysis.sampleTable(request.principal, request.params.id, query);
    reply.header('content-disposition', contentDisposition('attachment', fileName(profileName, query), 'arrows'));
    return sendVersioned(
      request,
      reply,
      { version, pinned: undefined, type: ARROW_TYPE },
      Buffer.from(body.buffer, body.byteOffset, body.byteLength),
    );
  };
  app.get('/api/v1/profiles/:id/export', { schema: { ...sampleTable, querystring: exportQuery } }, (request, reply) =>
    sendSampleTable(request, reply, request.query),
  );
  app.post(
    '/api/v1/profiles/:id/export',
    { schema: { ...sampleTable, summary: `${sampleTable.summary}${AS_BODY}`, body: exportQuery } },
    (request, reply) => sendSampleTable(request, reply, request.body),
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

const AS_BODY = ': the same parameters as a JSON body of strings, for more ranges than an address holds';

const ARROW_TYPE = 'application/vnd.apache.arrow.stream';

const FLAME_GRAPH_FORMATS = {
  json: { type: 'application/json; charset=utf-8', extension: undefined, disposition: 'inline' },
  folded: { type: 'text/plain; charset=utf-8', extension: 'folded.txt', disposition: 'inline' },
  svg: { type: 'image/svg+xml; charset=utf-8', extension: 'svg', disposition: 'inline' },
  speedscope: { type: 'application/json; charset=utf-8', extension: 'speedscope.json', disposition: 'attachment' },
  pprof: { type: 'application/octet-stream', extension: 'pb.gz', disposition: 'attachment' },
  'pprof-samples': { type: 'application/octet-stream', extension: 'samples.pb.gz', disposition: 'attachment' },
} as const satisfies Record<FlameGraphQuery['format'], object>;

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

/** `web-1 63.1-63.9 s`: two selections of a profile are two files. */
function fileName(
  profileName: string,
  { start, end, ranges }: Pick<FlameGraphQuery, 'start' | 'end' | 'ranges'>,
): string {
  if (ranges !== undefined)
    return `${profileName} ${ranges.includes(',') ? `${ranges.split(',').length} ranges` : `${ranges} s`}`;
  if (start === undefined && end === undefined) return profileName;
  return `${profileName} ${start ?? '0'}-${end ?? 'end'} s`;
}

/** What file systems or shells take for something else, controls, and what turns the direction of text. */
const UNSAFE = /[\\/<>:"|?*=\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;
/** File systems take 255 bytes; the ending and a person's eye want some of them. */
const MAX_FILE_NAME = 80;

/** RFC 6266: an ASCII name for old clients, the real one percent-encoded. */
export function contentDisposition(disposition: 'inline' | 'attachment', name: string, extension: string): string {
  const file = `${[...name.replace(UNSAFE, '_')].slice(0, MAX_FILE_NAME).join('')}.${extension}`;
  const ascii = file.replace(/[^\x20-\x7e]|["\\%]/g, '_');
  const encoded = encodeURIComponent(file.toWellFormed()).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${disposition}; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}
