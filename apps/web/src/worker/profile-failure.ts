import type { ProfileFailureCode, WireFailure } from './protocol.ts';

/** An expected failure on its way to the page. */
export class ProfileFailure extends Error {
  readonly failure: WireFailure;

  constructor(code: ProfileFailureCode, detail: string, status?: number) {
    super(`${code}: ${detail}`);
    this.name = 'ProfileFailure';
    this.failure = { code, detail, status };
  }
}
