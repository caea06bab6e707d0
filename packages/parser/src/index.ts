export {
  createProfileReader,
  type ProfileReader,
  type ProfileReaderOptions,
  readProfile,
} from './create-profile-reader.ts';
export { detectInput } from './detect.ts';
export * from './parse-result.ts';
export {
  createPerfScriptParser,
  type PerfScriptParser,
  type PerfScriptParserOptions,
  parsePerfScript,
} from './perf-script/create-parser.ts';
export {
  createPerfScriptPartReader,
  findPartStart,
  type PerfScriptPart,
  type PerfScriptPartReader,
} from './perf-script/read-part.ts';
export { FORMAT_WORDS } from './tables/profile-builder.ts';
