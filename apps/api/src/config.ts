import { isIP } from 'node:net';
import { issueWords } from '@subsecond/contracts';
import { z } from 'zod';
import { parseByteSize, printByteSize } from './byte-size.ts';

/**
 * Every setting of the product, in one table: name, default, meaning, check, cure. `docs/operations.md` repeats it and a
 * test holds the two together. Only the mains read the environment; everybody else gets a `Config`.
 */
export interface Setting<T> {
  readonly name: string;
  /** As it would be written in the environment; undefined where the setting is absent by default. */
  readonly default: string | undefined;
  readonly meaning: string;
  readonly check: z.ZodType<T, string | undefined>;
  /** What to write instead, for the message of a refusal. */
  readonly cure: string;
}

const wholeNumber = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d{1,15}$/, 'not a whole number')
    .transform(Number)
    .pipe(z.int().min(min).max(max));

const byteSize = z.string().transform((text, context) => {
  const bytes = parseByteSize(text);
  if (bytes === undefined || bytes < 1) {
    context.addIssue({ code: 'custom', message: 'not a size' });
    return z.NEVER;
  }
  return bytes;
});

const url = (protocols: readonly string[]) =>
  z
    .string()
    .refine(
      (text) => URL.canParse(text) && protocols.includes(new URL(text).protocol),
      `not a URL that begins with ${protocols.map((p) => `${p}//`).join(' or ')}`,
    );

const setting = <T>(
  name: string,
  defaultText: string | undefined,
  meaning: string,
  check: z.ZodType<T, string>,
  cure: string,
): Setting<T> => ({
  name,
  default: defaultText,
  meaning,
  check: z
    .string()
    .transform((text) => text.trim())
    .pipe(check),
  cure,
});

const optional = <T>(
  name: string,
  meaning: string,
  check: z.ZodType<T, string>,
  cure: string,
): Setting<T | undefined> => ({
  name,
  default: undefined,
  meaning,
  check: z
    .string()
    .transform((text) => text.trim())
    .pipe(check)
    .optional(),
  cure,
});

const sizeLimit = (name: string, bytes: number, meaning: string) =>
  setting(
    name,
    printByteSize(bytes),
    meaning,
    byteSize,
    'Give bytes, or a number with KiB, MiB, GiB or TiB, such as 2GiB.',
  );

const countLimit = (name: string, count: number, meaning: string, max = Number.MAX_SAFE_INTEGER) =>
  setting(name, String(count), meaning, wholeNumber(1, max), 'Give a whole number of at least 1.');

export const SETTINGS = {
  port: setting(
    'PORT',
    '3000',
    'TCP port of the page and the API. 0 takes any free one.',
    wholeNumber(0, 65_535),
    'Give a port from 0 to 65535, such as PORT=3000.',
  ),
  host: setting(
    'HOST',
    '127.0.0.1',
    'Address to listen on. Anything but a loopback address needs `SUBSECOND_ADMIN_TOKEN`.',
    z.string().regex(/^[0-9A-Za-z.:_-]+$/, 'not an address'),
    'Give an IP address or a host name, such as HOST=127.0.0.1.',
  ),
  dataDir: setting(
    'SUBSECOND_DATA_DIR',
    '.data',
    'Directory of the uploads and, without `DATABASE_URL`, of the embedded Postgres.',
    z.string().min(1),
    'Give a directory that this user may write to.',
  ),
  publicUrl: optional(
    'PUBLIC_URL',
    'Address under which people open the server. `Host` and `Origin` are checked against it; loopback names work as well. Without it: `http://localhost:PORT`.',
    url(['http:', 'https:']),
    'Give the whole address, such as PUBLIC_URL=https://subsecond.example.com.',
  ),
  databaseUrl: optional(
    'DATABASE_URL',
    'Postgres 15 or newer to use instead of the embedded one.',
    url(['postgres:', 'postgresql:']),
    'Give an address such as postgres://subsecond_app:password@db:5432/subsecond.',
  ),
  databaseOwnerUrl: optional(
    'DATABASE_OWNER_URL',
    'The same database as the role that owns the schema; only migrations use it. Without it, `DATABASE_URL` migrates.',
    url(['postgres:', 'postgresql:']),
    'Give an address such as postgres://subsecond_owner:password@db:5432/subsecond.',
  ),
  redisUrl: optional(
    'REDIS_URL',
    'Redis for the job queue. Without it the queue lives in Postgres.',
    url(['redis:', 'rediss:']),
    'Give an address such as redis://redis:6379.',
  ),
  trustedProxies: setting(
    'SUBSECOND_TRUSTED_PROXIES',
    '',
    'Comma-separated addresses or networks of the reverse proxies whose `X-Forwarded-*` headers are believed.',
    z.string().transform((text, context) => {
      const list = text
        .split(',')
        .map((part) => part.trim())
        .filter((part) => part !== '');
      const wrong = list.find((part) => !isAddressOrNetwork(part));
      if (wrong !== undefined) {
        context.addIssue({ code: 'custom', message: `"${wrong}" is neither an address nor a network` });
        return z.NEVER;
      }
      return list;
    }),
    'Give addresses or networks, such as SUBSECOND_TRUSTED_PROXIES=10.0.0.0/8,192.168.1.7.',
  ),
  adminToken: optional(
    'SUBSECOND_ADMIN_TOKEN',
    "Secret of at least 16 characters. Requests that carry it as `Authorization: Bearer …` act as the local team's owner; where `HOST` or `PUBLIC_URL` is no loopback address, every API request must carry it.",
    z.string().min(16, 'shorter than 16 characters'),
    'Give a long random text, for example what `openssl rand -hex 32` prints.',
  ),
  logLevel: optional(
    'SUBSECOND_LOG_LEVEL',
    '`debug`, `info`, `warn`, `error` or `silent`. Without it: `warn` under `npm start`, `info` in the single-purpose entry points.',
    z.enum(['debug', 'info', 'warn', 'error', 'silent']),
    'Give one of debug, info, warn, error, silent.',
  ),
  maxUploadBytes: sizeLimit('SUBSECOND_MAX_UPLOAD_BYTES', 2 * 2 ** 30, 'Largest upload, as it is sent.'),
  maxInflatedBytes: sizeLimit('SUBSECOND_MAX_INFLATED_BYTES', 32 * 2 ** 30, 'Largest upload once inflated.'),
  maxInflationRatio: countLimit(
    'SUBSECOND_MAX_INFLATION_RATIO',
    1000,
    'Most bytes that one uploaded byte may inflate to, judged after the first 64 MiB.',
  ),
  maxLineBytes: sizeLimit('SUBSECOND_MAX_LINE_BYTES', 2 ** 20, 'Longest line.'),
  maxStackDepth: countLimit('SUBSECOND_MAX_STACK_DEPTH', 65_536, 'Most frames of one sample.'),
  maxStrings: countLimit(
    'SUBSECOND_MAX_STRINGS',
    5_000_000,
    'Most distinct symbols, mappings and comms of one profile.',
  ),
  maxStacks: countLimit('SUBSECOND_MAX_STACKS', 20_000_000, 'Most distinct stacks of one profile.'),
  maxSamples: countLimit('SUBSECOND_MAX_SAMPLES', 50_000_000, 'Most samples of one profile.'),
  maxDocumentBytes: sizeLimit(
    'SUBSECOND_MAX_DOCUMENT_BYTES',
    2 ** 29,
    'Largest file, once inflated, of a format that is read as a whole: everything but perf script text.',
  ),
  maxParseSeconds: countLimit(
    'SUBSECOND_MAX_PARSE_SECONDS',
    900,
    'Longest time that reading one profile may take.',
    86_400,
  ),
  maxParseMemoryMb: countLimit(
    'SUBSECOND_MAX_PARSE_MEMORY_MB',
    4096,
    'Most memory, in MiB, that reading one profile may take.',
    1_048_576,
  ),
} as const satisfies Record<string, Setting<unknown>>;

export type Config = {
  readonly [K in keyof typeof SETTINGS]: (typeof SETTINGS)[K] extends Setting<infer T> ? T : never;
};

/** All that is wrong with the environment, each with its cure; printed as it is. */
export class ConfigError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`The settings can not be used:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
    this.name = 'ConfigError';
    this.problems = problems;
  }
}

/** An empty variable counts as absent: that is how compose files and unit files write "no value". */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const problems: string[] = [];
  const values: Record<string, unknown> = {};
  for (const [key, { name, default: defaultText, check, cure }] of Object.entries<Setting<unknown>>(SETTINGS)) {
    const given = env[name] === '' ? undefined : env[name];
    const result = check.safeParse(given ?? defaultText);
    if (result.success) values[key] = result.data;
    else
      problems.push(
        `${name} is ${isSecret(name) ? 'set to something' : `"${given}"`} that does not fit: ${result.error.issues.map((issue) => issueWords({ ...issue })).join('; ')}. ${cure}`,
      );
  }
  const { host, adminToken } = SETTINGS;
  const given = env[host.name] || host.default;
  if (given !== undefined && !isLoopbackName(given) && !env[adminToken.name]) {
    problems.push(
      `HOST is "${given}", which other machines can reach, and nobody can sign in yet. Set SUBSECOND_ADMIN_TOKEN to a long random text (openssl rand -hex 32), or leave HOST out to listen on 127.0.0.1 only.`,
    );
  }
  if (problems.length > 0) throw new ConfigError(problems);
  return values as Config; // every key of SETTINGS was assigned its checked value above
}

/** `10.1.2.3`, `::1`, `10.0.0.0/8`. */
function isAddressOrNetwork(text: string): boolean {
  const [address = '', prefix, ...rest] = text.split('/');
  const version = isIP(address);
  if (version === 0 || rest.length > 0) return false;
  return prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= (version === 4 ? 32 : 128));
}

export function isLoopbackName(host: string): boolean {
  const name = host.toLowerCase().replace(/^\[|\]$/g, '');
  return name === 'localhost' || name === '::1' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(name);
}

/** Whether every API request must carry the admin token, or may do without: other people can reach this server. */
export function requiresAdminToken(config: Pick<Config, 'host' | 'publicUrl' | 'adminToken'>): boolean {
  if (config.adminToken === undefined) return false;
  return (
    !isLoopbackName(config.host) ||
    (config.publicUrl !== undefined && !isLoopbackName(new URL(config.publicUrl).hostname))
  );
}

function isSecret(name: string): boolean {
  return name.endsWith('_TOKEN') || name.endsWith('_URL');
}
