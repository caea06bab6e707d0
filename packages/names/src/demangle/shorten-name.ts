/** Shorter names are left whole. */
const LENGTH_MIN = 60;
/** Arguments that are no longer than this stay: `vector<int>` says more than `vector<…>`, and is no longer. */
const ARGUMENTS_KEPT = 8;

/**
 * A long C++ or Rust name without what stands between its brackets: `std::map<…>::find`, `{lambda(…)#1}`. A bracket that begins
 * a name (`<Vec<T> as Debug>::fmt`) is not one of arguments and stays. One pass, no recursion.
 */
export function shortenName(name: string): string {
  if (name.length < LENGTH_MIN || !/[<(]/.test(name)) return name;
  const text = name.replaceAll(
    /std::(?:__cxx11::)?basic_string<char, std::char_traits<char>, std::allocator<char> >/g,
    'std::string',
  );
  let out = '';
  let at = 0;
  while (at < text.length) {
    const operator = /^operator(?:<=>|<<=?|<=?|>>=?|->\*?|>=?|\(\))/.exec(text.slice(at, at + 12))?.[0];
    if (operator !== undefined && !/\w$/.test(out)) {
      out += operator;
      at += operator.length;
      continue;
    }
    const character = text.charAt(at);
    const end = isArguments(character, out) ? closing(text, at) : -1;
    if (end < 0) {
      out += character;
      at++;
      continue;
    }
    const inside = text.slice(at + 1, end);
    out +=
      inside.length <= ARGUMENTS_KEPT || inside === 'anonymous namespace'
        ? text.slice(at, end + 1)
        : `${character}…${text[end]}`;
    at = end + 1;
  }
  return out;
}

function isArguments(character: string, before: string): boolean {
  if (character === '<') return /[\w}\])…>]$|::$|operator\S+ ?$/.test(before);
  return character === '(' && /[\w}\])>]$/.test(before);
}

/** Where the bracket at `start` ends, −1 where it does not. Arrows and shifts between are no brackets. */
function closing(text: string, start: number): number {
  let depth = 0;
  for (let i = start; i < text.length; i++) {
    const character = text.charAt(i);
    if (character === '<' || character === '(' || character === '[' || character === '{') depth++;
    else if (character === '>' && text.charAt(i - 1) === '-') continue;
    else if (character === '>' || character === ')' || character === ']' || character === '}') {
      depth--;
      if (depth === 0) return i;
    }
  }
  return -1;
}
