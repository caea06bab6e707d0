import { apiErrorOf } from './api-error.ts';
import { reach, type SendOptions } from './send-json.ts';

export interface DownloadedFile {
  readonly bytes: Blob;
  /** As the server calls it; undefined where it did not say. */
  readonly name: string | undefined;
}

/** A file from our own server; a refusal is an ApiError, and not a file with a refusal in it. */
export async function downloadFile(
  fetch: typeof globalThis.fetch,
  path: string,
  options: SendOptions = {},
): Promise<DownloadedFile> {
  const response = await reach(fetch, path, { ...options, accept: '*/*' });
  const { headers, status } = response;
  if (!response.ok)
    throw apiErrorOf(status, headers.get('content-type'), await response.text(), headers.get('retry-after'));
  return { bytes: await response.blob(), name: fileNameOf(headers.get('content-disposition')) };
}

/** The name of RFC 6266's `filename*`, which the server always sends. */
export function fileNameOf(disposition: string | null): string | undefined {
  const encoded = /filename\*=UTF-8''([^;]+)/i.exec(disposition ?? '')?.[1];
  if (encoded === undefined) return undefined;
  try {
    return decodeURIComponent(encoded);
  } catch {
    return undefined;
  }
}
