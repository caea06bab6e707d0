/** Frames without a symbol: `[unknown]`, or what perf prints instead of it. */
export function isUnresolved(name: string): boolean {
  return name === '[unknown]' || name === '[unresolved]' || name === '' || /^0x[0-9a-f]+$/i.test(name);
}

/** `libc.so.6` of `/usr/lib/libc.so.6`; `[kernel.kallsyms]` is one part. */
export function lastPart(mapping: string): string {
  return mapping.slice(mapping.lastIndexOf('/') + 1) || mapping;
}
