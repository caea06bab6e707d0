/** Which reader a file goes to, by its first bytes and never by its name. */
import { decodeDocument } from './bytes/decode-document.ts';
import { detectInput } from './detect.ts';
import { looksFolded } from './folded/split-folded-line.ts';
import { isJfr } from './jfr/is-jfr.ts';
import { looksLikeNflxProfile } from './nflxprofile/nflxprofile-schema.ts';
import { looksLikePprof } from './pprof/pprof-schema.ts';
import type { DocumentFormat } from './read-document.ts';

/** `perf-script` also stands for whatever is none of the others: its parser finds the words for the refusal. */
export function detectFormat(head: Uint8Array): DocumentFormat | 'perf-script' {
  if (isJfr(head)) return 'jfr';
  if (looksLikeNflxProfile(head)) return 'nflxprofile';
  if (looksLikePprof(head)) return 'pprof';
  const kind = detectInput(head);
  if (kind === 'json') return 'json';
  if (kind === 'folded') return 'folded';
  // A text with comments between its stacks, or in UTF-16.
  if (kind === 'text' && looksFolded(decodeDocument(head).text)) return 'folded';
  return 'perf-script';
}
