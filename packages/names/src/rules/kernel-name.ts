import { fileName } from './name-parts.ts';

const NOT_MODULES = new Set(['kernel.kallsyms', 'kernel', 'guest.kernel.kallsyms', 'unknown', 'vdso', 'vdso32']);

/** The module a kernel function is of: `[nf_tables]`, `/lib/modules/…/nf_tables.ko.xz`; undefined for the kernel itself and for programs. */
export function kernelModule(mapping: string): string | undefined {
  if (!mapping.startsWith('[')) return mapping.includes('.ko') ? moduleFile(mapping) : undefined;
  const bracketed = /^\[([\w-]+)\]$/.exec(mapping)?.[1];
  return bracketed === undefined || isArea(bracketed) ? undefined : bracketed;
}

function moduleFile(mapping: string): string | undefined {
  return /^([\w-]+)\.ko(?:\.(?:gz|xz|zst))?$/.exec(fileName(mapping))?.[1];
}

function isArea(name: string): boolean {
  return NOT_MODULES.has(name) || /^(?:heap|stack|uprobes|vsyscall|vvar|anon|kernel|guest)/.test(name);
}

/** `bpf_prog_6deef7357e7b4530_sd_devices`: the kernel's prefix and the program's hash before the name its author gave. */
export function bpfProgram(symbol: string): string | undefined {
  if (!symbol.startsWith('bpf_prog_')) return undefined;
  return /^bpf_prog_[0-9a-f]{16}_(\w+)$/.exec(symbol)?.[1];
}

/** How a mapping is called in a few letters. */
export function mappingWord(mapping: string): string {
  if (mapping.startsWith('[kernel')) return 'kernel';
  return fileName(mapping);
}
