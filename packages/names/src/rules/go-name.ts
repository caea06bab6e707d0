import type { NameParts } from './name-parts.ts';

/** An import path with at least one `/`, its last step ended by the first dot; then a receiver, a function or both. */
const IMPORT_PATH = /^(?:[\w.~%-]+\/)+[\w~%-]+\.[\w(*]/;
/** Everything before the last step of an import path, type arguments included. */
const FOLDERS = /(?<![\w.~%/-])(?:[\w.~%-]+\/)+(?=[\w~%-]+\.)/g;
/** `…/y/v2.F`: the package is y. */
const VERSIONED = /(?<![\w.~%/-])(?:[\w.~%-]+\/)*([\w~%-]+)\/v\d+(?=\.)/g;

/** Compiled Go names a function by its whole import path. C++ with a path in its name has a `::` or a blank. */
export function goName(symbol: string): NameParts | undefined {
  if (!symbol.includes('/') && !symbol.includes('.abi')) return undefined;
  const plain = symbol.replace(/\.abi(?:0|internal)$/, '');
  const isGo = IMPORT_PATH.test(plain) && !plain.includes('::');
  if (!isGo) return plain !== symbol && /^[\w.]+$/.test(plain) ? { text: plain, apart: '.abi0' } : undefined;
  // The linker writes a dot inside of a path's last step as %2e.
  const text = plain.replace(VERSIONED, '$1').replace(FOLDERS, '').replaceAll('%2e', '.');
  return { text, apart: '' };
}
