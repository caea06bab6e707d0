export type { NameSwitch, NameSwitches, NameSwitchWords } from './name-switches.ts';
export {
  NAME_RULES_VERSION,
  NAME_SWITCH_WORDS,
  NAME_SWITCHES,
  parseNameSwitches,
  printNameSwitches,
  RAW_NAMES,
  READABLE_NAMES,
} from './name-switches.ts';
export { readableName } from './readable-name.ts';
export type { ReadableProfile } from './readable-profile.ts';
export { deriveReadableProfile } from './readable-profile.ts';
export { v8Tier } from './rules/v8-name.ts';
export type { SearchText } from './search-text.ts';
export { parseSearchText } from './search-text.ts';
