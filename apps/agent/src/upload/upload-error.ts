/** An upload that did not succeed. The message is for the person: what was tried, what came back, what to do. */
export class UploadError extends Error {
  /** Whether the same upload may succeed later. */
  readonly isWorthRetrying: boolean;
  /** What the server asked for (`Retry-After`). */
  readonly retryAfterMs: number | undefined;

  constructor(
    message: string,
    options: { readonly isWorthRetrying: boolean; readonly retryAfterMs?: number | undefined },
  ) {
    super(message);
    this.name = 'UploadError';
    this.isWorthRetrying = options.isWorthRetrying;
    this.retryAfterMs = options.retryAfterMs;
  }
}
