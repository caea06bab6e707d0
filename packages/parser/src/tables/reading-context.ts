import type { ParseLimits } from '../parse-result.ts';

/** What every reader of a whole document is told beside its bytes. */
export interface ReadingContext {
  readonly limits: ParseLimits;
}
