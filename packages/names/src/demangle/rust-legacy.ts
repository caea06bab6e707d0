import type { NameParts } from '../rules/name-parts.ts';

/**
 * Rust before the v0 scheme: a C++ nested name (`_ZN`, lengths and steps, `E`) whose last step is `h` and a hash, and whose
 * steps hold what C++ could not: `$LT$` for `<`, `..` for `::`. perf built with a C++ demangler alone does half of the work
 * and prints `core::ptr::drop_in_place$LT$T$GT$::h0123456789abcdef`; that is read too.
 */
export function demangleRustLegacy(symbol: string): NameParts | undefined {
  const steps = /^_?_?ZN\d/.test(symbol) ? mangledSteps(symbol) : halfDemangledSteps(symbol);
  const hash = steps?.at(-1);
  if (steps === undefined || hash === undefined || steps.length < 2 || !isHash(hash)) return undefined;
  return { text: steps.slice(0, -1).map(unescapeStep).join('::'), apart: hash };
}

const STEPS_MAX = 256;

function mangledSteps(symbol: string): readonly string[] | undefined {
  const steps: string[] = [];
  let at = symbol.indexOf('N') + 1;
  for (;;) {
    const digits = /^\d{1,5}/.exec(symbol.slice(at, at + 5))?.[0];
    if (digits === undefined) break;
    const start = at + digits.length;
    at = start + Number(digits);
    if (at > symbol.length || steps.length === STEPS_MAX) return undefined;
    steps.push(symbol.slice(start, at));
  }
  // LLVM's own suffix, `.llvm.123`, may follow.
  return symbol[at] === 'E' && /^(?:\.[\w.@]+)?$/.test(symbol.slice(at + 1)) ? steps : undefined;
}

function halfDemangledSteps(symbol: string): readonly string[] | undefined {
  const end = symbol.length - '::h0123456789abcdef'.length;
  return end > 0 && symbol.startsWith('::h', end) ? [symbol.slice(0, end), symbol.slice(end + 2)] : undefined;
}

/** 16 hexadecimal digits; five of them different, which a C++ function's name never has by chance (binutils' rule). */
function isHash(step: string): boolean {
  return /^h[0-9a-f]{16}$/.test(step) && new Set(step.slice(1)).size >= 5;
}

const ESCAPES: Readonly<Record<string, string>> = {
  SP: '@',
  BP: '*',
  RF: '&',
  LT: '<',
  GT: '>',
  LP: '(',
  RP: ')',
  C: ',',
};

function unescapeStep(step: string): string {
  const text = step.startsWith('_$') ? step.slice(1) : step;
  return text.replaceAll(/\$(SP|BP|RF|LT|GT|LP|RP|C|u[0-9a-f]{1,6})\$|\.\./g, (written, code: string | undefined) => {
    if (code === undefined) return '::';
    return ESCAPES[code] ?? character(Number.parseInt(code.slice(1), 16)) ?? written;
  });
}

function character(code: number): string | undefined {
  const isText = code >= 0x20 && code !== 0x7f && code <= 0x10_ff_ff && !(code >= 0xd800 && code <= 0xdfff);
  return isText ? String.fromCodePoint(code) : undefined;
}
