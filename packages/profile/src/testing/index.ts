export { profileFromText } from './profile-from-text.ts';
export { randomProfile } from './random-profile.ts';
export { createSeededRandom } from './seeded-random.ts';
export type { SyntheticProfileOptions } from './synthetic-profile.ts';
export { syntheticProfile, TWO_MINUTES_OF_32_CPUS } from './synthetic-profile.ts';
