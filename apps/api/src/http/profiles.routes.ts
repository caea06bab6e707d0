import {
  profileId,
  profileList,
  profileListQuery,
  profilePatch,
  profileResource,
  threadList,
} from '@subsecond/contracts';
import { z } from 'zod';
import type { ProfileService } from '../services/profile.service.ts';
import type { App } from './fastify-types.ts';

export const profileParams = z.object({ id: profileId });

export function addProfileRoutes(app: App, profiles: Omit<ProfileService, 'upload' | 'progress'>): void {
  const tags = ['profiles'];

  app.get(
    '/api/v1/profiles',
    {
      schema: {
        tags,
        summary: 'List profiles, newest upload first',
        querystring: profileListQuery,
        response: { 200: profileList },
      },
    },
    async (request, reply) => {
      reply.header('cache-control', 'no-store');
      return profiles.list(request.principal, request.query);
    },
  );

  app.get(
    '/api/v1/profiles/:id',
    {
      schema: {
        tags,
        summary: 'One profile: status, events, warnings, quality',
        params: profileParams,
        response: { 200: profileResource },
      },
    },
    async (request, reply) => {
      reply.header('cache-control', 'no-store');
      return profiles.get(request.principal, request.params.id);
    },
  );

  app.get(
    '/api/v1/profiles/:id/threads',
    {
      schema: {
        tags,
        summary: 'Threads; the position in the list is the index that samples refer to',
        params: profileParams,
        response: { 200: threadList },
      },
    },
    async (request, reply) => {
      reply.header('cache-control', 'private, no-cache');
      return profiles.threads(request.principal, request.params.id);
    },
  );

  app.patch(
    '/api/v1/profiles/:id',
    {
      schema: {
        tags,
        summary: 'Change name, labels or pin',
        params: profileParams,
        body: profilePatch,
        response: { 200: profileResource },
      },
    },
    async (request) => {
      return profiles.update(request.principal, request.params.id, request.body);
    },
  );

  app.delete(
    '/api/v1/profiles/:id',
    {
      schema: {
        tags,
        summary: 'Delete a profile and its upload',
        params: profileParams,
        response: { 204: z.undefined() },
      },
    },
    async (request, reply) => {
      await profiles.remove(request.principal, request.params.id);
      return reply.code(204).send();
    },
  );
}
