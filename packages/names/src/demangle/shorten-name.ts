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
  const ends = bracketEnds(text);
  let out = '';
  let at = 0;
  while (at < text.length) {
    const operator = operatorAt(text, at);
    if (operator !== '') {
      out += operator;
      at += operator.length;
      continue;
    }
    const character = text.charAt(at);
    const end = isArguments(character, out.slice(-16)) ? (ends[at] ?? -1) : -1;
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

/** `before`: the last few letters, all that is looked at. */
function isArguments(character: string, before: string): boolean {
  if (character === '<') return /[\w}\])…>]$|::$|operator\S+ ?$/.test(before);
  return character === '(' && /[\w}\])>]$/.test(before);
}

/** Of every bracket that opens, where it closes; −1 where it does not. Operators and arrows are no brackets. One pass. */
function bracketEnds(text: string): Int32Array {
  const ends = new Int32Array(text.length).fill(-1);
  const open: number[] = [];
  for (let i = 0; i < text.length; i++) {
    const character = text.charAt(i);
    if (character === 'o') i += Math.max(0, operatorAt(text, i).length - 1);
    else if ('<([{'.includes(character)) open.push(i);
    else if ('>)]}'.includes(character) && !(character === '>' && text.charAt(i - 1) === '-')) {
      const start = open.pop();
      if (start !== undefined) ends[start] = i;
    }
  }
  return ends;
}

/** `operator<`, `operator()` and their like; '' where none begins. */
function operatorAt(text: string, at: number): string {
  if (!text.startsWith('operator', at) || (at > 0 && /\w/.test(text.charAt(at - 1)))) return '';
  return /^operator(?:<=>|<<=?|<=?|>>=?|->\*?|>=?|\(\))/.exec(text.slice(at, at + 12))?.[0] ?? '';
}
