import type { NameParts } from './name-parts.ts';

/** Copies and pieces that GCC and Clang make of a function, plain or as demanglers print them. */
const CLONE =
  /(?:\.(?:isra|part|constprop|cold|llvm|lto_priv|localalias|ipa_ra|clone|warm|unlikely|specialized|resume|destroy|cleanup|__uniq)(?:\.\d+)*)+$|(?: \[clone \.[\w.]+\])+$/;

export function withoutCloneSuffix(symbol: string): NameParts | undefined {
  const match = CLONE.exec(symbol);
  if (match === null || match.index === 0) return undefined;
  return { text: symbol.slice(0, match.index), apart: match[0].trim() };
}
