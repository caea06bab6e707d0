export type { ArrowOptions } from './arrow-samples.ts';
export { encodeArrowSamples } from './arrow-samples.ts';
