import { z } from 'zod';
import { parseDecimalSeconds } from './decimal-seconds.ts';

/**
 * Queries and answers of the analysis routes: heat map, flame graph, samples. Times are seconds from time zero, half-open.
 * Queries are strict: a misspelt filter that is passed over in silence would make every number of the answer wrong.
 * A parameter's description says what it takes; refusals repeat it, and so does the OpenAPI page.
 */

const oneOrMany = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (value === undefined || Array.isArray(value) ? value : [value]), z.array(schema).max(1000));

/** A whole number as its decimal digits: '' and '0x10' are none. */
const wholeNumber = (min: number, max: number) =>
  z
    .string()
    .regex(/^-?\d{1,15}$/, 'not a whole number')
    .transform(Number)
    .pipe(z.int().min(min).max(max));

const decimalSeconds = z
  .string()
  .refine((text) => parseDecimalSeconds(text) !== undefined, 'not a plain decimal number of seconds');

const isPeriod = (text: string) => {
  const ns = parseDecimalSeconds(text);
  return ns !== undefined && ns >= 1_000_000 && ns <= 3_600_000_000_000;
};

const MAX_ID = 0xffff_ffff;

export const sampleFilterQuery = z.strictObject({
  event: z
    .string()
    .max(256)
    .optional()
    .describe(
      "the name of one of the profile's events, as GET /api/v1/profiles/:id lists them; without it, the event with most samples",
    ),
  cpu: oneOrMany(wholeNumber(0, MAX_ID)).optional().describe('a CPU number; repeat it for several'),
  pid: oneOrMany(wholeNumber(-1, MAX_ID)).optional().describe('a process id; repeat it for several'),
  tid: oneOrMany(wholeNumber(-1, MAX_ID)).optional().describe('a thread id; repeat it for several'),
  comm: oneOrMany(z.string().max(256)).optional().describe('a thread name as perf shows it; repeat it for several'),
  search: z
    .string()
    .min(1)
    .max(500)
    .optional()
    .describe(
      "what a sample's stack must hold in a function's name or a mapping: text, in any case; or between slashes, as /^malloc/ or /^malloc/i, a regular expression (RE2 syntax: no look-around, no back-references). The pages' search takes the same",
    ),
  idle: z
    .enum(['include', 'exclude'])
    .default('include')
    .describe('"include" or "exclude": whether idle samples count'),
});
export type SampleFilterQuery = z.output<typeof sampleFilterQuery>;

export const heatMapMeasure = z.enum(['samples', 'cpus', 'period']);
export type HeatMapMeasureName = z.infer<typeof heatMapMeasure>;

export const heatMapQuery = sampleFilterQuery.extend({
  rows: wholeNumber(10, 1000).prefault('50').describe('a whole number of rows from 10 to 1000'),
  /** Kept as text: it becomes integer nanoseconds by its digits. */
  period: decimalSeconds
    .refine(isPeriod, 'out of range')
    .optional()
    .describe(
      'the seconds a column stands for, a decimal from 0.001 to 3600 with at most 9 digits after the point; without it 1, or more for recordings of many hours',
    ),
  measure: heatMapMeasure
    .default('samples')
    .describe(
      '"samples" (whole counts), "cpus" (CPUs busy, where the sampler is a lattice) or "period" (sum of the periods)',
    ),
});
export type HeatMapQuery = z.output<typeof heatMapQuery>;

export const heatMapAnswer = z.object({
  columns: z.int(),
  rows: z.int(),
  /** Seconds per column. */
  period: z.number(),
  measure: heatMapMeasure,
  event: z.string(),
  max: z.number(),
  /** `bins[column][row]`, row 0 the earliest; null = no tick or no data there (never with measure=samples). */
  bins: z.array(z.array(z.number().nullable())),
  samples: z.int(),
  idleHidden: z.int(),
});
export type HeatMapAnswer = z.infer<typeof heatMapAnswer>;

/** More than any address holds; a stripe over more columns is asked for with POST. */
const MAX_RANGES = 20_000;

/** `63.1-63.9,64.1-64.9`, as the page's own address has them. Undefined where one is empty, reversed or no number. */
export function parseTimeRanges(text: string): { startNs: number; endNs: number }[] | undefined {
  const parts = text.split(',');
  if (parts.length > MAX_RANGES) return undefined;
  const ranges: { startNs: number; endNs: number }[] = [];
  for (const part of parts) {
    const [start, end, ...rest] = part.split('-');
    const startNs = parseDecimalSeconds(start ?? '');
    const endNs = parseDecimalSeconds(end ?? '');
    if (rest.length > 0 || startNs === undefined || endNs === undefined || startNs >= endNs) return undefined;
    ranges.push({ startNs, endNs });
  }
  return ranges;
}

const rangeEnd = 'seconds from time zero, a decimal such as 63.1 with at most 9 digits after the point';

const rangeQuery = sampleFilterQuery.extend({
  start: decimalSeconds.optional().describe(`where the range begins, itself included: ${rangeEnd}`),
  end: decimalSeconds.optional().describe(`where the range ends, itself not included: ${rangeEnd}`),
  ranges: z
    .string()
    .refine((text) => parseTimeRanges(text) !== undefined, 'not a list of ranges')
    .optional()
    .describe(
      'several ranges instead of "start" and "end", such as 63.1-63.9,64.1-64.9: seconds from time zero, each end after its start, itself not included',
    ),
});

export const flameGraphQuery = rangeQuery.extend({
  measure: z
    .enum(['samples', 'period'])
    .default('samples')
    .describe('"samples" (whole counts) or "period" (sum of the periods)'),
  format: z
    .enum(['json', 'folded', 'svg', 'speedscope', 'pprof', 'pprof-samples'])
    .default('json')
    .describe(
      '"json", "folded" (text), "svg" (a picture), "speedscope" (its JSON), "pprof" (gzipped profile.proto, sums by stack) or "pprof-samples" (the same by sample, each with its time and CPU); all but json and svg are never pruned',
    ),
  names: z
    .string()
    .max(200)
    .regex(/^[a-z0-9]+(,[a-z0-9]+)*$/, 'not a set of name switches')
    .optional()
    .describe(
      'how functions are named: "raw" (what perf printed), "readable" (demangled and tidied), or a list of switches: demangle, java, v8, python, go, modules, clones, unknown, shorten, split; without it, "readable" for svg and "raw" for every other format. A search finds either name',
    ),
});
export type FlameGraphQuery = z.output<typeof flameGraphQuery>;

export const exportQuery = rangeQuery.extend({
  format: z.enum(['arrow']).describe('"arrow": the samples as a table, an Arrow IPC stream'),
});
export type ExportQuery = z.output<typeof exportQuery>;

/** n = name, v = total, s = self, k = frame kind (number of FrameKind; 6 = comm, 7 = root), m = mapping, c = children. */
export interface FlameGraphNode {
  n: string;
  v: number;
  s: number;
  k: number;
  m?: string | undefined;
  c?: FlameGraphNode[] | undefined;
}

export const flameGraphNode: z.ZodType<FlameGraphNode> = z
  .lazy(() =>
    z.object({
      n: z.string(),
      v: z.number(),
      s: z.number(),
      k: z.int(),
      m: z.string().optional(),
      c: z.array(flameGraphNode).optional(),
    }),
  )
  .meta({ id: 'FlameGraphNode' });

export const flameGraphAnswer = z.object({
  event: z.string(),
  measure: z.enum(['samples', 'period']),
  unit: z.enum(['samples', 'ns', 'count', 'bytes']),
  total: z.number(),
  samples: z.int(),
  idleHidden: z.int(),
  /** Call nodes smaller than 1/8000 of the range are left out of the picture, never out of their callers' totals. */
  prunedNodes: z.int(),
  prunedSelf: z.number(),
  root: flameGraphNode,
});
export type FlameGraphAnswer = z.infer<typeof flameGraphAnswer>;

const tablesVersion = z
  .string()
  .max(64)
  .optional()
  .describe(
    "the profile's tablesVersion: the answer may then be kept for ever; without it, it is revalidated each time",
  );

export const stacksQuery = z.strictObject({ version: tablesVersion });
export type StacksQuery = z.output<typeof stacksQuery>;

/** `/samples`: whole seconds from time zero, half-open; all of them, those without time included, when both are absent. */
export const samplesQuery = z.strictObject({
  event: z.string().max(256).optional().describe("the name of one of the profile's events; without it, all of them"),
  from: wholeNumber(0, 9_999_999).optional().describe('the first second, a whole number from time zero'),
  to: wholeNumber(0, 9_999_999).optional().describe('the second after the last one, a whole number from time zero'),
  version: tablesVersion,
});
export type SamplesQuery = z.output<typeof samplesQuery>;
