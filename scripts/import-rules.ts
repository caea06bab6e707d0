/**
 * Who may import whom: the table of the house, as data. The first rule whose `room` matches a file's path is the file's
 * rule. A pattern is a path (or package name) with `*` for one step and `**` for any number of them.
 *
 * Inside one's own `room` imports are free. Type-only imports obey the same rules: a type that crosses a border is a
 * dependency too.
 */
export interface ImportRule {
  /** Files the rule is about. */
  readonly room: string;
  /** Other folders of this repository it may import from. */
  readonly folders: readonly string[];
  /** Packages from the registry and, as `node:fs`, of Node. */
  readonly packages: readonly string[];
  /** Refused although a pattern above would admit it. */
  readonly never?: readonly string[];
  /** What to do instead; ends the message. */
  readonly cure: string;
}

const REACT = ['react', 'react/**', 'react-dom', 'react-dom/**'];
const TEST_PACKAGES = [
  'vitest',
  'vitest/**',
  'fast-check',
  'axe-core',
  'playwright-core',
  'testcontainers',
  // Readers and writers that had no part in what is tested with them.
  '@uwdata/flechette',
  'pprof-format',
  'protobufjs',
  'node:**',
];

/** What a `*.test.ts` may import besides what the file it tests may, and besides all of its own package. */
export const TESTS_MAY_ALSO = {
  packages: TEST_PACKAGES,
  folders: ['packages/profile/src/**', 'packages/parser/src/**', 'packages/contracts/src/**', 'test/support/**'],
};

export const IMPORT_RULES: readonly ImportRule[] = [
  {
    room: 'packages/profile/src/**',
    folders: [],
    packages: [],
    cure: 'The profile package has no dependencies and no I/O: take what you need as a parameter.',
  },
  {
    room: 'packages/parser/src/bytes/**',
    folders: [],
    packages: [],
    cure: 'bytes/ knows bytes and nothing else: move what knows more to the format that needs it.',
  },
  {
    room: 'packages/parser/src/**',
    folders: ['packages/profile/src/**'],
    packages: [],
    cure: 'The parser takes inflated bytes and gives tables: whoever calls it reads files and inflates.',
  },
  {
    room: 'packages/export/src/arrow/**',
    folders: ['packages/export/src/**', 'packages/profile/src/**'],
    packages: ['apache-arrow'],
    cure: 'Writers take tables and give text or bytes: whoever calls them reads, compresses and sends.',
  },
  {
    // Arrow's library is large: it stays in arrow/, which is loaded when somebody asks for it.
    room: 'packages/export/src/**',
    folders: ['packages/profile/src/**'],
    packages: ['pprof-format'],
    cure: 'Writers take tables and give text or bytes: whoever calls them reads, compresses and sends.',
  },
  {
    room: 'packages/names/src/**',
    folders: ['packages/profile/src/**'],
    packages: [],
    cure: 'names turns text into text and tables into tables: no I/O, so that it runs in a worker, a browser and Node.',
  },
  {
    room: 'packages/contracts/src/**',
    folders: [],
    packages: ['zod'],
    cure: 'contracts holds schemas alone: move logic to the room that uses it.',
  },
  {
    room: 'apps/api/src/http/**',
    folders: ['apps/api/src/services/**', 'apps/api/src/config.ts', 'packages/contracts/src/**'],
    packages: [
      'fastify',
      'fastify/**',
      '@fastify/*',
      'fastify-type-provider-zod',
      'zod',
      'pino',
      'next',
      'prom-client',
      'node:**',
    ],
    cure: 'Routes know HTTP: let a service do it, and call the service.',
  },
  {
    room: 'apps/api/src/services/**',
    folders: [
      'packages/export/src/**',
      'packages/names/src/**',
      'packages/parser/src/**',
      'packages/profile/src/**',
      'packages/contracts/src/**',
    ],
    packages: ['zod', 're2js', 'node:**'],
    never: ['node:fs', 'node:fs/**', 'node:net', 'node:http', 'node:https', 'node:child_process'],
    cure: 'Services know rules: declare what is needed in services/ports.ts and let deps.ts plug it in.',
  },
  {
    room: 'apps/api/src/repositories/**',
    folders: [
      'apps/api/src/db/**',
      'apps/api/src/services/ports.ts',
      'packages/contracts/src/**',
      'packages/profile/src/**',
    ],
    packages: ['kysely', 'kysely/**', 'pg', 'node:crypto'],
    cure: 'Repositories know SQL: rules belong in a service, bytes in storage/.',
  },
  {
    room: 'apps/api/src/db/**',
    folders: [
      'apps/api/src/services/ports.ts',
      'apps/api/migrations/**',
      'packages/contracts/src/**',
      'packages/profile/src/**',
    ],
    packages: ['kysely', 'kysely/**', 'pg', 'zod', 'node:**'],
    cure: 'db/ knows the database: rules belong in a service.',
  },
  {
    room: 'apps/api/migrations/**',
    folders: [],
    packages: ['kysely'],
    cure: 'A migration is frozen once shipped: it may not depend on code that goes on changing.',
  },
  {
    room: 'apps/api/src/storage/**',
    folders: ['apps/api/src/services/ports.ts', 'packages/contracts/src/**'],
    packages: ['@aws-sdk/*', 'node:**'],
    cure: 'storage/ keeps bytes: rules belong in a service.',
  },
  {
    room: 'apps/api/src/jobs/**',
    folders: [
      'apps/api/src/services/**',
      'apps/api/src/storage/**',
      'packages/contracts/src/**',
      'packages/profile/src/**',
      'packages/parser/src/**',
    ],
    packages: ['bullmq', 'bullmq/**', 'ioredis', 'pg', 'zod', 'node:**'],
    cure: 'A job handler calls a service, as a route does.',
  },
  {
    // The composition root and the entry points: the only files that may know every room of the API.
    room: 'apps/api/src/*',
    folders: [
      'apps/api/src/**',
      'apps/api/migrations/**',
      'packages/contracts/src/**',
      'packages/profile/src/**',
      'packages/parser/src/**',
    ],
    packages: ['**'],
    never: ['apps/web/**'],
    cure: 'An app never imports another app: the API mounts the pages by the path of the package @subsecond/web.',
  },
  {
    room: 'apps/api/src/**',
    folders: ['apps/api/src/**', 'packages/contracts/src/**', 'packages/profile/src/**', 'packages/parser/src/**'],
    packages: ['**'],
    never: ['apps/web/**'],
    cure: 'Give this folder a rule of its own in scripts/import-rules.ts.',
  },
  {
    room: 'apps/web/src/canvas/**',
    folders: ['packages/profile/src/**'],
    packages: [],
    never: REACT,
    cure: 'canvas/ knows pixels, never React: pass values in, and let a feature wire it to the page.',
  },
  {
    room: 'apps/web/src/worker/**',
    folders: ['packages/profile/src/**', 'packages/names/src/**', 'packages/contracts/src/**'],
    packages: ['re2js'],
    never: REACT,
    cure: 'worker/ runs beside the page and never sees React: send it a message.',
  },
  {
    room: 'apps/web/src/features/*/**',
    folders: [
      'apps/web/src/canvas/**',
      'apps/web/src/worker/**',
      'apps/web/src/api-client/**',
      'apps/web/src/ui/**',
      'packages/contracts/src/**',
      'packages/names/src/**',
      'packages/profile/src/**',
    ],
    packages: [
      ...REACT,
      'next',
      'next/**',
      '@tanstack/react-query',
      'd3-flame-graph',
      'd3-flame-graph/**',
      'd3-selection',
      'radix-ui',
      'nuqs',
      'nuqs/**',
    ],
    cure: 'A feature never imports another feature: move what both need to ui/, canvas/, worker/ or api-client/.',
  },
  {
    room: 'apps/web/src/api-client/**',
    folders: ['packages/contracts/src/**'],
    packages: ['zod', 'react', '@tanstack/react-query'],
    cure: 'api-client/ knows the API alone.',
  },
  {
    room: 'apps/web/src/ui/**',
    folders: [],
    packages: [...REACT, 'next', 'next/**', 'radix-ui'],
    cure: 'ui/ holds primitives that know no feature and no API: pass what they show as props.',
  },
  {
    room: 'apps/web/src/app/**',
    folders: [
      'apps/web/src/features/**',
      'apps/web/src/ui/**',
      'apps/web/src/api-client/**',
      'packages/contracts/src/**',
    ],
    packages: [
      ...REACT,
      'next',
      'next/**',
      '@tanstack/react-query',
      '@fontsource-variable/*',
      '@fontsource-variable/*/**',
      'nuqs',
      'nuqs/**',
      'server-only',
    ],
    cure: 'app/ fetches and composes: what it shows belongs in a feature.',
  },
  {
    room: 'apps/web/*',
    folders: [],
    packages: ['next', 'next/**', 'node:**', '@tailwindcss/*'],
    cure: 'Settings of the build import the build tool alone.',
  },
  {
    room: 'apps/agent/src/**',
    folders: ['packages/contracts/src/**'],
    packages: ['node:**'],
    cure: 'The agent ships what perf printed: it knows the contracts, and parses nothing.',
  },
  {
    room: 'scripts/**',
    folders: ['**'],
    packages: ['**'],
    cure: '',
  },
  { room: 'test/**', folders: ['**'], packages: ['**'], cure: '' },
  { room: 'examples/**', folders: [], packages: ['node:**'], cure: 'An example stands for itself.' },
  { room: '*', folders: ['**'], packages: ['**'], cure: '' },
];

/** Nothing that ships may import these. */
export const NEVER_IMPORTED = ['scripts/**', 'test/**', 'examples/**'];

/** Known breaches, each with its reason. Starts empty and only shrinks: an entry that is no longer needed fails too. */
export const IMPORT_DEBT: readonly { readonly file: string; readonly imported: string; readonly reason: string }[] = [];
