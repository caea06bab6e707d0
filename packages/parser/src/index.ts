export * from './parse-result.ts';
