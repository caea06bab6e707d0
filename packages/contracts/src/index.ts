export * from './analysis.ts';
export * from './errors.ts';
export * from './jobs.ts';
export * from './profiles.ts';
