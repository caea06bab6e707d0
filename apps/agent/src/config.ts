import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { parseArgs } from 'node:util';

export const USAGE = `Usage: subsecond-agent upload FILE [options]

Sends what \`perf script\` printed to a Subsecond server and prints the profile's address.
FILE is plain text, gzip or zstd; - reads standard input.

  --server URL         the server (or SUBSECOND_SERVER), http://localhost:3000 by default
  --key-file FILE      a file with the upload key (or SUBSECOND_KEY in the environment)
  --key KEY            the upload key itself: others on this host can see it in the process list
  --name NAME          the profile's name, the file's name by default
  --host NAME          where it was recorded, this host by default
  --label KEY=VALUE    may be repeated
  --started-at TIME    wall-clock time of the first sample, ISO 8601 with a zone
  --attempts N         how often to try when the server can't be reached, 6 by default

  perf record -F 49 -a -g -o perf.data -- sleep 60
  perf script --header -i perf.data | subsecond-agent upload - --server https://subsecond.example`;

export interface UploadSettings {
  /** undefined = standard input. */
  readonly file: string | undefined;
  readonly server: URL;
  readonly key: string | undefined;
  readonly name: string | undefined;
  readonly host: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly startedAt: string | undefined;
  readonly attempts: number;
}

/** What was typed can't be understood; the message says what to change. */
export class UsageError extends Error {}

export type Command = { readonly kind: 'help' } | { readonly kind: 'upload'; readonly settings: UploadSettings };

/** Arguments win over the environment. */
export function readCommand(args: readonly string[], env: Readonly<Record<string, string | undefined>>): Command {
  const { values, positionals } = parse(args);
  if (values.help === true || positionals[0] === 'help' || positionals.length === 0) return { kind: 'help' };
  const [verb, file, ...rest] = positionals;
  if (verb !== 'upload') throw new UsageError(`There is no command "${verb}": the one command is upload.`);
  if (file === undefined) throw new UsageError('upload wants a file, or - for standard input.');
  if (rest.length > 0) throw new UsageError(`upload takes one file; "${rest.join(' ')}" is too much.`);
  return {
    kind: 'upload',
    settings: {
      file: file === '-' ? undefined : file,
      server: readServer(values.server ?? env['SUBSECOND_SERVER'] ?? 'http://localhost:3000'),
      key: values.key ?? readKeyFile(values['key-file']) ?? env['SUBSECOND_KEY'],
      name: values.name,
      host: values.host ?? hostname(),
      labels: Object.fromEntries((values.label ?? []).map(readLabel)),
      startedAt: values['started-at'],
      attempts: readAttempts(values.attempts),
    },
  };
}

function parse(args: readonly string[]) {
  const text = { type: 'string' } as const;
  const options = {
    server: text,
    key: text,
    'key-file': text,
    name: text,
    host: text,
    label: { type: 'string', multiple: true },
    'started-at': text,
    attempts: text,
    help: { type: 'boolean', short: 'h' },
  } as const;
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function readServer(text: string): URL {
  const url = URL.parse?.(text) ?? parseUrl(text);
  if (url === null || !/^https?:$/.test(url.protocol))
    throw new UsageError(`--server wants an http or https address, not "${text}".`);
  return url;
}

/** URL.parse came with Node 22; the agent runs on 20. */
function parseUrl(text: string): URL | null {
  return URL.canParse(text) ? new URL(text) : null;
}

function readKeyFile(file: string | undefined): string | undefined {
  if (file === undefined) return undefined;
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    throw new UsageError(`--key-file ${file} can't be read: ${error instanceof Error ? error.message : error}`);
  }
}

function readLabel(text: string): [string, string] {
  const equals = text.indexOf('=');
  if (equals < 1) throw new UsageError(`--label wants KEY=VALUE, not "${text}".`);
  return [text.slice(0, equals), text.slice(equals + 1)];
}

function readAttempts(text: string | undefined): number {
  const attempts = Number(text ?? '6');
  if (!Number.isInteger(attempts) || attempts < 1)
    throw new UsageError(`--attempts wants a whole number from 1, not "${text}".`);
  return attempts;
}
