export { detectInput } from './detect.ts';
export * from './parse-result.ts';
export {
  createPerfScriptParser,
  type PerfScriptParser,
  type PerfScriptParserOptions,
  parsePerfScript,
} from './perf-script/create-parser.ts';
