export * from './parse-result.ts';
export { createPerfScriptParser, parsePerfScript, type PerfScriptParser, type PerfScriptParserOptions } from './perf-script/create-parser.ts';
export { detectInput } from './detect.ts';
