export * from './admin-session.ts';
export * from './analysis.ts';
export * from './decimal-seconds.ts';
export * from './errors.ts';
export * from './issue-words.ts';
export * from './jobs.ts';
export * from './profiles.ts';
