import { demangle } from './demangle/demangle.ts';
import { shortenName } from './demangle/shorten-name.ts';
import type { NameSwitches } from './name-switches.ts';
import { withoutCloneSuffix } from './rules/clone-suffix.ts';
import { goName } from './rules/go-name.ts';
import { javaName } from './rules/java-name.ts';
import { bpfProgram, kernelModule, mappingWord } from './rules/kernel-name.ts';
import type { NameParts } from './rules/name-parts.ts';
import { pythonName } from './rules/python-name.ts';
import { v8Name } from './rules/v8-name.ts';

const UNKNOWN = '[unknown]';

/** Longer names than any compiler's; rules look at none of them. */
const LENGTH_MAX = 16_384;

/**
 * A name as people read it: at most one language's rule, then what compilers and the kernel add. Never throws, whatever the
 * text; what no rule understands stays as it is. `mapping` is undefined where perf printed none.
 */
export function readableName(symbol: string, mapping: string | undefined, switches: NameSwitches): string {
  return readableParts(symbol, mapping, switches).text;
}

export function readableParts(symbol: string, mapping: string | undefined, switches: NameSwitches): NameParts {
  if (symbol === UNKNOWN)
    return {
      text: switches.unknown && mapping !== undefined ? `${UNKNOWN} (${mappingWord(mapping)})` : symbol,
      apart: '',
    };
  if (symbol.length > LENGTH_MAX) return { text: symbol, apart: '' };
  let text = symbol;
  let apart = '';
  const clone = switches.clones ? withoutCloneSuffix(text) : undefined;
  if (clone !== undefined) ({ text, apart } = clone);
  const spoken = ofLanguage(text, switches);
  if (spoken !== undefined) {
    text = spoken.text;
    apart = spoken.apart + apart;
  }
  if (switches.shorten) text = shortenName(text);
  if (switches.modules) text = ofKernel(text, mapping);
  return { text, apart };
}

function ofLanguage(symbol: string, switches: NameSwitches): NameParts | undefined {
  return (
    (switches.demangle ? demangle(symbol) : undefined) ??
    (switches.java ? javaName(symbol) : undefined) ??
    (switches.v8 ? v8Name(symbol) : undefined) ??
    (switches.python ? pythonName(symbol) : undefined) ??
    (switches.go ? goName(symbol) : undefined)
  );
}

function ofKernel(symbol: string, mapping: string | undefined): string {
  const program = bpfProgram(symbol);
  if (program !== undefined) return `${program} [bpf]`;
  const module = mapping === undefined ? undefined : kernelModule(mapping);
  return module === undefined ? symbol : `${symbol} [${module}]`;
}
