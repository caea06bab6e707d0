export * from './tables/profile.ts';
