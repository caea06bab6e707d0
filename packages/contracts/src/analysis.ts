import { z } from 'zod';

/** Queries and answers of the analysis routes: heat map, flame graph, samples. Times are seconds from time zero, half-open. */

const oneOrMany = <T extends z.ZodType>(schema: T) => z.union([schema, z.array(schema)]).transform((v) => (Array.isArray(v) ? v : [v]) as z.output<T>[]);

const wholeNumber = z.coerce.number().int();

export const sampleFilterQuery = z.object({
  event: z.string().max(256).optional(),
  cpu: oneOrMany(wholeNumber.min(0)).optional(),
  pid: oneOrMany(wholeNumber).optional(),
  tid: oneOrMany(wholeNumber).optional(),
  comm: oneOrMany(z.string().max(256)).optional(),
  /** Regular expression on frames; run where it can be stopped. */
  search: z.string().max(500).optional(),
  idle: z.enum(['include', 'exclude']).default('include'),
});
export type SampleFilterQuery = z.infer<typeof sampleFilterQuery>;

export const heatMapMeasure = z.enum(['samples', 'cpus', 'period']);
export type HeatMapMeasureName = z.infer<typeof heatMapMeasure>;

export const heatMapQuery = sampleFilterQuery.extend({
  rows: wholeNumber.min(10).max(1000).default(50),
  /** Seconds per column. */
  period: z.coerce.number().min(0.001).max(3600).default(1),
  measure: heatMapMeasure.default('samples'),
});
export type HeatMapQuery = z.infer<typeof heatMapQuery>;

export const heatMapAnswer = z.object({
  columns: z.number().int(),
  rows: z.number().int(),
  period: z.number(),
  measure: heatMapMeasure,
  event: z.string(),
  max: z.number(),
  /** `bins[column][row]`, row 0 the earliest; null = no tick or no data there (never with measure=samples). */
  bins: z.array(z.array(z.number().nullable())),
  samples: z.number().int(),
  idleHidden: z.number().int(),
});
export type HeatMapAnswer = z.infer<typeof heatMapAnswer>;

const seconds = z.coerce.number().min(0);

export const flameGraphQuery = sampleFilterQuery.extend({
  start: seconds.optional(),
  end: seconds.optional(),
  measure: z.enum(['samples', 'period']).default('samples'),
  format: z.enum(['json', 'folded', 'svg']).default('json'),
});
export type FlameGraphQuery = z.infer<typeof flameGraphQuery>;

/** n = name, v = total, s = self, k = frame kind (number of FrameKind; 6 = comm, 7 = root), m = mapping, c = children. */
export interface FlameGraphNode {
  n: string;
  v: number;
  s: number;
  k: number;
  m?: string | undefined;
  c?: FlameGraphNode[] | undefined;
}

export const flameGraphNode: z.ZodType<FlameGraphNode> = z.lazy(() =>
  z.object({
    n: z.string(),
    v: z.number(),
    s: z.number(),
    k: z.number().int(),
    m: z.string().optional(),
    c: z.array(flameGraphNode).optional(),
  }),
);

export const flameGraphAnswer = z.object({
  event: z.string(),
  measure: z.enum(['samples', 'period']),
  unit: z.enum(['samples', 'ns', 'count']),
  total: z.number(),
  samples: z.number().int(),
  idleHidden: z.number().int(),
  /** Call nodes smaller than 1/8000 of the range are left out of the picture, never out of their callers' totals. */
  prunedNodes: z.number().int(),
  prunedSelf: z.number(),
  root: flameGraphNode,
});
export type FlameGraphAnswer = z.infer<typeof flameGraphAnswer>;

/** `/samples`: whole seconds from time zero, half-open; all of them when absent. */
export const samplesQuery = z.object({
  event: z.string().max(256).optional(),
  from: wholeNumber.min(0).optional(),
  to: wholeNumber.min(0).optional(),
});
export type SamplesQuery = z.infer<typeof samplesQuery>;
