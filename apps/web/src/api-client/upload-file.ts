import type { UploadAccepted, UploadMetadata } from '@subsecond/contracts';
import { apiErrorOf, networkError } from './api-error.ts';

/** What is needed of XMLHttpRequest; fetch can't tell how much of a body was sent. */
export type UploadRequest = Pick<
  XMLHttpRequest,
  'open' | 'send' | 'abort' | 'setRequestHeader' | 'getResponseHeader' | 'status' | 'responseText'
> & {
  readonly upload: Pick<XMLHttpRequestUpload, 'addEventListener'>;
  addEventListener(type: 'load' | 'error' | 'abort' | 'timeout', listener: () => void): void;
};

export interface UploadOptions {
  readonly file: File;
  readonly metadata?: UploadMetadata | undefined;
  /** The same key for every attempt at the same file: a retry after a cut connection must not make a second profile. */
  readonly idempotencyKey: string;
  readonly signal?: AbortSignal | undefined;
  /** Bytes of the request body; a little more than the file's. */
  readonly onSent?: (sentBytes: number, totalBytes: number) => void;
}

export const UPLOAD_PATH = '/api/v1/profiles';

/** Sends one file. Rejects with an ApiError, or with the signal's reason when it was cancelled. */
export function uploadFile(createRequest: () => UploadRequest, options: UploadOptions): Promise<UploadAccepted> {
  const { signal } = options;
  return new Promise((resolve, reject) => {
    if (signal?.aborted === true) {
      reject(signal.reason);
      return;
    }
    const request = createRequest();
    request.open('POST', UPLOAD_PATH);
    request.setRequestHeader('accept', 'application/json, application/problem+json');
    request.setRequestHeader('idempotency-key', options.idempotencyKey);
    request.upload.addEventListener('progress', (e) => options.onSent?.(e.loaded, e.total));
    request.addEventListener('load', () => {
      const answer = readAccepted(request);
      if (answer === undefined) {
        reject(
          apiErrorOf(
            request.status,
            request.getResponseHeader('content-type'),
            request.responseText,
            request.getResponseHeader('retry-after'),
          ),
        );
      } else resolve(answer);
    });
    request.addEventListener('error', () => reject(networkError()));
    request.addEventListener('timeout', () => reject(networkError()));
    request.addEventListener('abort', () => reject(signal?.reason ?? networkError()));
    signal?.addEventListener('abort', () => request.abort(), { once: true });

    const form = new FormData();
    // The server reads the parts in order: what is said about the file comes before it.
    if (options.metadata !== undefined)
      form.append('metadata', new Blob([JSON.stringify(options.metadata)], { type: 'application/json' }));
    form.append('file', options.file, options.file.name);
    request.send(form);
  });
}

function readAccepted(request: UploadRequest): UploadAccepted | undefined {
  if (request.status < 200 || request.status > 299) return undefined;
  try {
    return JSON.parse(request.responseText) as UploadAccepted;
  } catch {
    return undefined;
  }
}
