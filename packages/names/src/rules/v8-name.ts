import { fileName, type NameParts } from './name-parts.ts';

/** `LazyCompile:*name file:line:column`; newer V8 says `JS:`. The mark says which of its compilers made the code. */
const FUNCTION = /^(?:LazyCompile|Function|Eval|Script|JS):([~^*+]'?)?(.*)$/s;
const PLACE = /:\d+(?::\d+)?$/;
/** Where a place begins, after a name that may hold blanks (`get size`). */
const PLACE_START = / (?=\/|file:|node:|https?:|webpack|evalmachine|wasm:|blob:|<anonymous>|\[eval|[A-Za-z]:\\)/;

/** Of `CodeKindToMarker` in V8's src/objects/code-kind.cc. */
const TIERS: Readonly<Record<string, { readonly verb: string; readonly compiler: string }>> = {
  '~': { verb: 'interpreted', compiler: 'Ignition' },
  '^': { verb: 'compiled', compiler: 'Sparkplug' },
  '+': { verb: 'optimised', compiler: 'Maglev' },
  '*': { verb: 'optimised', compiler: 'TurboFan' },
};

/** Which of V8's compilers made this code, in words; undefined where the name has no mark. */
export function v8Tier(symbol: string): string | undefined {
  const tier = tierOf(FUNCTION.exec(symbol)?.[1]);
  return tier === undefined ? undefined : `${tier.verb} by ${tier.compiler}`;
}

function tierOf(mark: string | undefined) {
  return TIERS[mark?.[0] ?? ''];
}

export function v8Name(symbol: string): NameParts | undefined {
  const match = FUNCTION.exec(symbol);
  if (match !== null) return functionName(match[1] ?? '', match[2] ?? '');
  const builtin = /^Builtins_(\w+)$|^Builtin:(\w+)$/.exec(symbol);
  if (builtin !== null) {
    const name = builtin[1] ?? builtin[2] ?? '';
    return { text: `${name} [V8 builtin]`, apart: '' };
  }
  const other = /^(BytecodeHandler|Stub):(\w+)$/.exec(symbol);
  if (other === null) return undefined;
  return { text: `${other[2]} [V8 ${other[1] === 'Stub' ? 'stub' : 'bytecode'}]`, apart: '' };
}

function functionName(mark: string, rest: string): NameParts | undefined {
  if (rest.trim() === '') return undefined;
  const apart = tierOf(mark)?.compiler ?? '';
  if (!PLACE.test(rest)) return { text: rest.trim(), apart };
  const found = rest.search(PLACE_START);
  const blank = found >= 0 ? found : rest.lastIndexOf(' ');
  const name = blank < 0 ? '' : rest.slice(0, blank).trim();
  const place = rest.slice(blank + 1);
  // Node's own modules have no files: their names are whole (`node:internal/timers`).
  const short = place.startsWith('node:') ? place : fileName(place);
  return { text: `${name === '' ? '(anonymous)' : name} (${short})`, apart };
}
