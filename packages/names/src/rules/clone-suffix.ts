import type { NameParts } from './name-parts.ts';

/** Copies and pieces that GCC and Clang make of a function, plain or as demanglers print them. */
const CLONE =
  /(?:\.(?:isra|part|constprop|cold|llvm|lto_priv|localalias|ipa_ra|clone|warm|unlikely|specialized|resume|destroy|cleanup|__uniq)(?:\.\d+)*)+$|(?: \[clone \.[\w.]+\])+$/;

const SUFFIX_MAX = 120;

export function withoutCloneSuffix(symbol: string): NameParts | undefined {
  if (!symbol.includes('.')) return undefined;
  // All of it stands at the end; looking for it everywhere would take the square of a hostile name's length.
  const start = Math.max(0, symbol.length - SUFFIX_MAX);
  const match = CLONE.exec(symbol.slice(start));
  if (match === null || start + match.index === 0) return undefined;
  return { text: symbol.slice(0, start + match.index), apart: match[0].trim() };
}
