import type { ParsedSummary } from '../services/ports.ts';

/** What of a summary is kept as JSON: the rest has columns or tables of its own. */
export type StoredSummary = Omit<
  ParsedSummary,
  'events' | 'thumbnail' | 'firstSampleNs' | 'lastSampleNs' | 'format'
> & {
  readonly format?: ParsedSummary['format'];
  readonly firstSampleNs: number | null;
  readonly lastSampleNs: number | null;
};
