import type {
  FlameGraphAnswer,
  FlameGraphQuery,
  HeatMapAnswer,
  HeatMapQuery,
  ProfileList,
  ProfileListQuery,
  ProfilePatch,
  ProfileResource,
  UploadAccepted,
} from '@subsecond/contracts';
import { ApiError } from './api-error.ts';
import { type DownloadedFile, downloadFile } from './download-file.ts';
import { type QueryValue, type SendOptions, sendJson, withQuery } from './send-json.ts';
import { type UploadOptions, type UploadRequest, uploadFile } from './upload-file.ts';
import { type ProgressListeners, type ProgressSource, watchProgress } from './watch-progress.ts';

export interface ApiClientDeps {
  readonly fetch: typeof globalThis.fetch;
  readonly createUploadRequest: () => UploadRequest;
  readonly createProgressSource: (path: string) => ProgressSource;
  /**
   * Asks the person for the admin token and hands it in. True when the server accepted it: the request is then sent once
   * more. Requests that fail at the same time wait for the same answer.
   */
  readonly askAdminToken: () => Promise<boolean>;
}

export interface ApiClient {
  listProfiles(query: Partial<ProfileListQuery>, signal?: AbortSignal): Promise<ProfileList>;
  getProfile(id: string, signal?: AbortSignal): Promise<ProfileResource>;
  patchProfile(id: string, patch: ProfilePatch): Promise<ProfileResource>;
  deleteProfile(id: string): Promise<void>;
  getHeatMap(id: string, query: Partial<HeatMapQuery>, signal?: AbortSignal): Promise<HeatMapAnswer>;
  getFlameGraph(id: string, query: Partial<FlameGraphQuery>, signal?: AbortSignal): Promise<FlameGraphAnswer>;
  /** A file that the API makes, such as an export; `body` asks by POST. */
  downloadFile(path: string, body?: unknown): Promise<DownloadedFile>;
  uploadFile(options: UploadOptions): Promise<UploadAccepted>;
  watchProgress(id: string, listeners: ProgressListeners): () => void;
}

export function profilePath(id: string): string {
  return `/api/v1/profiles/${encodeURIComponent(id)}`;
}

/** Where the flame graph of a selection can be downloaded: folded stacks, SVG, JSON. */
export function flameGraphPath(id: string, query: Partial<FlameGraphQuery>): string {
  return withQuery(`${profilePath(id)}/flamegraph`, query as Readonly<Record<string, QueryValue>>);
}

export function createApiClient(deps: ApiClientDeps): ApiClient {
  async function withAccess<T>(attempt: () => Promise<T>): Promise<T> {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof ApiError) || error.code !== 'admin-token-required') throw error;
      if (!(await deps.askAdminToken())) throw error;
    }
    return attempt();
  }
  const send = <T>(path: string, options?: SendOptions) => withAccess(() => sendJson<T>(deps.fetch, path, options));

  return {
    listProfiles: (query, signal) => send(withQuery('/api/v1/profiles', query), { signal }),
    getProfile: (id, signal) => send(profilePath(id), { signal }),
    patchProfile: (id, patch) => send(profilePath(id), { method: 'PATCH', body: patch }),
    deleteProfile: (id) => send(profilePath(id), { method: 'DELETE' }),
    getHeatMap: (id, query, signal) =>
      send(withQuery(`${profilePath(id)}/heatmap`, query as Readonly<Record<string, QueryValue>>), { signal }),
    getFlameGraph: (id, query, signal) => send(flameGraphPath(id, query), { signal }),
    downloadFile: (path, body) =>
      withAccess(() => downloadFile(deps.fetch, path, body === undefined ? {} : { method: 'POST', body })),
    uploadFile: (options) => withAccess(() => uploadFile(deps.createUploadRequest, options)),
    watchProgress: (id, listeners) => watchProgress(deps.createProgressSource, id, listeners),
  };
}
