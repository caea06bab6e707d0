import {
  AppError,
  type ProfileList,
  type ProfileListQuery,
  type ProfilePatch,
  type ProfileProgress,
  type ProfileResource,
  type ThreadList,
} from '@subsecond/contracts';
import { findProfile, profileNotFound, requireProfile, requireRole } from './access.ts';
import type { JobQueue, ListFilter, Principal, ProgressFeed } from './ports.ts';
import { followProgress } from './profile-progress.ts';
import { toProfileResource, toProfileSummary } from './profile-resource.ts';
import { type AcceptedUpload, type Upload, type UploadDeps, uploadProfile } from './upload-profile.ts';

export interface ProfileServiceDeps extends Omit<UploadDeps, 'queue'> {
  readonly queue: JobQueue;
  readonly progress: ProgressFeed;
  readonly progressPollMs: number;
}

/** What can be done with profiles as a whole; their analysis is `analysis.service.ts`. */
export interface ProfileService {
  upload(principal: Principal, upload: Upload): Promise<AcceptedUpload>;
  list(principal: Principal, query: ProfileListQuery): Promise<ProfileList>;
  get(principal: Principal, id: string): Promise<ProfileResource>;
  threads(principal: Principal, id: string): Promise<ThreadList>;
  /** Resolves once access is granted; the progress then ends by itself with the profile `ready` or `failed`. */
  progress(principal: Principal, id: string, signal: AbortSignal): Promise<AsyncIterable<ProfileProgress>>;
  update(principal: Principal, id: string, patch: ProfilePatch): Promise<ProfileResource>;
  remove(principal: Principal, id: string): Promise<void>;
}

export function createProfileService(deps: ProfileServiceDeps): ProfileService {
  const { teams } = deps;
  return {
    upload: (principal, upload) => uploadProfile(deps, principal, upload),

    async list(principal, query) {
      requireRole(principal, 'read');
      const { profiles, nextCursor } = await teams.inTeam(principal.teamId, (repositories) =>
        repositories.profiles.list(toListFilter(query)),
      );
      return { profiles: profiles.map(toProfileSummary), nextCursor: nextCursor ?? null };
    },

    async get(principal, id) {
      return toProfileResource(await requireProfile(teams, principal, 'read', id));
    },

    async threads(principal, id) {
      requireRole(principal, 'read');
      return teams.inTeam(principal.teamId, async (repositories) => {
        await findProfile(repositories, id);
        const threads = await repositories.tables.threads(id);
        return { threads: threads.map(({ pid, tid, comm }) => ({ pid: pid ?? null, tid, comm })) };
      });
    },

    async progress(principal, id, signal) {
      const profile = await requireProfile(teams, principal, 'read', id);
      return followProgress(
        { teams, progress: deps.progress, pollMs: deps.progressPollMs },
        principal,
        profile,
        signal,
      );
    },

    async update(principal, id, patch) {
      requireRole(principal, 'write');
      const updated = await teams.inTeam(principal.teamId, (repositories) => repositories.profiles.update(id, patch));
      if (updated === undefined) throw profileNotFound(id);
      return toProfileResource(updated);
    },

    async remove(principal, id) {
      requireRole(principal, 'write');
      const { blobKey } = await teams.inTeam(principal.teamId, async (repositories) => {
        const profile = await findProfile(repositories, id);
        if (profile.pinned)
          throw new AppError(
            'profile-pinned',
            `"${profile.name}" is pinned so that nobody deletes it by accident. PATCH it with {"pinned": false} first.`,
          );
        const removed = await repositories.profiles.remove(id);
        if (removed === undefined) throw profileNotFound(id);
        return removed;
      });
      // The row is gone either way; a blob that the queue could not be told about is only disk space.
      await deps.queue.enqueueDeleteBlob({ blobKey }).catch(deps.onQueueError);
    },
  };
}

function toListFilter(query: ProfileListQuery): ListFilter {
  return {
    q: query.q,
    host: query.host,
    labels: (query.label ?? []).map(
      (text) => [text.slice(0, text.indexOf(':')), text.slice(text.indexOf(':') + 1)] as const,
    ),
    from: query.from === undefined ? undefined : new Date(query.from),
    to: query.to === undefined ? undefined : new Date(query.to),
    cursor: query.cursor,
    limit: query.limit,
  };
}
