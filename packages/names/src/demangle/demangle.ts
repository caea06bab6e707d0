import type { NameParts } from '../rules/name-parts.ts';
import { NotMangled } from './cursor.ts';
import { demangleItanium } from './itanium.ts';
import { demangleRustLegacy } from './rust-legacy.ts';
import { demangleRustV0 } from './rust-v0.ts';

/** A Rust or C++ name as its author wrote it; undefined for every other text. Never throws. */
export function demangle(symbol: string): NameParts | undefined {
  const legacy = demangleRustLegacy(symbol);
  if (legacy !== undefined) return legacy;
  if (/^__?R[A-Z]/.test(symbol)) {
    const text = attempt(() => demangleRustV0(symbol));
    return text === undefined ? undefined : { text, apart: '' };
  }
  if (!/^__?Z\w/.test(symbol)) return undefined;
  const name = attempt(() => demangleItanium(symbol));
  return name === undefined ? undefined : { text: name.text, apart: name.parameters };
}

function attempt<Answer>(read: () => Answer): Answer | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof NotMangled) return undefined;
    throw error;
  }
}
