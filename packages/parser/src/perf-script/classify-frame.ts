/** What a frame is, judged from the mapping and symbol that perf printed. Once per distinct frame, so plain strings do. */
import { FrameKind, type FrameKindValue } from '@subsecond/profile';

export interface FrameIdentity {
  readonly symbol: string;
  /** undefined where perf printed none, `[unknown]`, or `(inlined)`. */
  readonly mapping: string | undefined;
  readonly kind: FrameKindValue;
  readonly deleted: boolean;
}

const DELETED = ' (deleted)';
const UNKNOWN = '[unknown]';

export function classifyFrame(symbolText: string, mappingText: string | undefined): FrameIdentity {
  const symbol = symbolText === '' ? UNKNOWN : symbolText;
  if (mappingText === 'inlined') return { symbol, mapping: undefined, kind: FrameKind.inlined, deleted: false };
  const deleted = mappingText !== undefined && mappingText.endsWith(DELETED);
  const named =
    mappingText === undefined
      ? undefined
      : withoutDsoOffset(deleted ? mappingText.slice(0, -DELETED.length) : mappingText);
  const mapping = named === undefined || named === UNKNOWN || named === '' ? undefined : named;
  if (symbol === UNKNOWN) return { symbol, mapping, kind: FrameKind.unresolved, deleted };
  const kind = mapping === undefined ? FrameKind.user : kindOfMapping(mapping);
  return { symbol, mapping, kind: isInterpreted(symbol, kind) ? FrameKind.interpreter : kind, deleted };
}

/**
 * Where the symbol proves it: CPython's trampolines (`-X perf`), V8 functions marked `~`, V8's bytecode handlers and the door to
 * them, HotSpot's template interpreter. All but V8's own builtins, which node has in its binary, are code made at run time.
 */
function isInterpreted(symbol: string, kind: FrameKindValue): boolean {
  if (symbol.startsWith('Builtins_')) return /^Builtins_(?:Interpreter\w*Trampoline|\w+Handler)$/.test(symbol);
  if (kind !== FrameKind.jit) return false;
  return (
    symbol === 'Interpreter' ||
    symbol.startsWith('py::') ||
    symbol.startsWith('BytecodeHandler:') ||
    symbol === 'Builtin:InterpreterEntryTrampoline' ||
    /^(?:LazyCompile|Function|Eval|Script|JS):~/.test(symbol)
  );
}

/** `-F +dsoff` prints the address within the mapping behind its name: not kept, like every address. */
function withoutDsoOffset(mapping: string): string {
  const plus = mapping.lastIndexOf('+0x');
  return plus > 0 && /^[0-9a-f]+$/.test(mapping.slice(plus + 3)) ? mapping.slice(0, plus) : mapping;
}

export function kindOfMapping(mapping: string): FrameKindValue {
  const file = mapping.slice(mapping.lastIndexOf('/') + 1);
  if (isJit(mapping, file)) return FrameKind.jit;
  if (mapping.startsWith('['))
    return mapping === '[vdso]' || mapping === '[vdso32]' || mapping === '[vsyscall]'
      ? FrameKind.library
      : isProcessArea(mapping)
        ? FrameKind.user
        : FrameKind.kernel;
  if (/\.ko(\.(gz|xz|zst))?$/.test(file) || file.startsWith('bpf_prog_') || /^bpf_trampoline_/.test(file))
    return FrameKind.kernel;
  if (/^vmlinux([.-]|$)/.test(file) || file.startsWith('kallsyms')) return FrameKind.kernel;
  if (/\.so(\.|$)/.test(file)) return FrameKind.library;
  return FrameKind.user;
}

/** Code made while the program ran: perf maps, memory files, anonymous memory, and the objects `perf inject --jit` writes. */
function isJit(mapping: string, file: string): boolean {
  return (
    /^perf-\d+\.map$/.test(file) ||
    /^jitted-.*\.so$/.test(file) ||
    mapping.startsWith('/memfd:') ||
    mapping.startsWith('memfd:') ||
    mapping.startsWith('//anon') ||
    mapping.startsWith('[anon') ||
    mapping === '/dev/zero' ||
    mapping.startsWith('/SYSV')
  );
}

function isProcessArea(mapping: string): boolean {
  return mapping === '[heap]' || mapping === '[stack]' || mapping.startsWith('[stack:') || mapping === '[uprobes]';
}
