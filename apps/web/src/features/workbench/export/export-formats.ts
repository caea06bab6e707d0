import type { QueryValue } from '../../../api-client/send-json.ts';
import { withQuery } from '../../../api-client/send-json.ts';
import type { WireFilter } from '../../../worker/protocol.ts';
import { printDecimalSeconds } from '../decimal-seconds.ts';
import { printSelection, type TimeRange } from '../url-state.ts';

/** What the API is asked for when a selection is exported. */

export interface ExportFormat {
  readonly name: 'svg' | 'folded' | 'speedscope' | 'pprof' | 'arrow';
  readonly label: string;
  /** The file's ending, which says most. */
  readonly extension: string;
}

export const EXPORT_FORMATS: readonly ExportFormat[] = [
  { name: 'svg', label: 'Flame graph as a picture', extension: 'svg' },
  { name: 'folded', label: 'Folded stacks', extension: 'folded.txt' },
  { name: 'speedscope', label: 'speedscope', extension: 'speedscope.json' },
  { name: 'pprof', label: 'pprof', extension: 'pb.gz' },
  { name: 'arrow', label: 'Samples as an Arrow table', extension: 'arrows' },
];

export interface ExportedSelection {
  readonly profileId: string;
  readonly event: string;
  /** As the worker is asked; its event is `event`. */
  readonly filter: Omit<WireFilter, 'event'>;
  /** Empty = the whole profile. */
  readonly selection: readonly TimeRange[];
  readonly measure: 'samples' | 'period';
  /** How functions are named on the page, and so in the file; a table of samples has them as they were recorded. */
  readonly names: string;
}

export interface ExportRequest {
  readonly path: string;
  /** Where the ranges are too many for an address, everything goes as the body of a POST. */
  readonly body: Readonly<Record<string, QueryValue>> | undefined;
}

/** Servers and proxies take some 8,000 characters; the rest of the address needs a few hundred. */
const MAX_RANGES_LENGTH = 6000;

export function exportRequest(
  format: ExportFormat['name'],
  { profileId, event, filter, selection, measure, names }: ExportedSelection,
): ExportRequest {
  const path = `/api/v1/profiles/${encodeURIComponent(profileId)}/${format === 'arrow' ? 'export' : 'flamegraph'}`;
  const [first] = selection;
  const isOne = selection.length === 1;
  const query = {
    format,
    event,
    start: isOne && first !== undefined ? printDecimalSeconds(first.startNs) : undefined,
    end: isOne && first !== undefined ? printDecimalSeconds(first.endNs) : undefined,
    ranges: selection.length > 1 ? printSelection(selection) : undefined,
    idle: filter.idle,
    cpu: filter.cpus?.map(String),
    pid: filter.pids?.map(String),
    tid: filter.tids?.map(String),
    comm: filter.comms,
    search: filter.frame,
    // A table of samples has both.
    measure: format === 'arrow' ? undefined : measure,
    // What the API takes without it: readable names in a picture, recorded ones elsewhere.
    names: format === 'arrow' || names === (format === 'svg' ? 'readable' : 'raw') ? undefined : names,
  };
  if ((query.ranges ?? '').length > MAX_RANGES_LENGTH) return { path, body: query };
  return { path: withQuery(path, query), body: undefined };
}

/** A line for the shell that writes the same file; the token's name where the server asks for one, never the token. */
export function curlCommand(
  request: ExportRequest,
  { origin, file, needsToken }: { origin: string; file: string; needsToken: boolean },
): string {
  const parts = ['curl', '-f'];
  if (needsToken) parts.push('-H', '"Authorization: Bearer $SUBSECOND_ADMIN_TOKEN"');
  if (request.body !== undefined) parts.push('--json', quoted(JSON.stringify(request.body)));
  parts.push('-o', quoted(file), quoted(`${origin}${request.path}`));
  return parts.join(' ');
}

/** As one word for a POSIX shell. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** A name that no file system minds: of what the profile is called and which part of it this is. */
export function exportFileName(profileName: string, selection: readonly TimeRange[], extension: string): string {
  const part =
    selection.length === 0
      ? ''
      : selection.length === 1
        ? ` ${printSelection(selection)} s`
        : ` ${selection.length} ranges`;
  return `${profileName}${part}.${extension}`.replace(/[\\/:*?"<>|\p{Cc}]/gu, '_');
}
