/** What V8 calls a function, as a frame: `callFrame` of `.cpuprofile` files and of the profiles inside of Chrome traces. */
import { FrameKind, type FrameKindValue } from '@subsecond/profile';
import { fieldOf, numberOf, textOf } from '../json/read-json.ts';

export interface V8Function {
  readonly symbol: string;
  readonly mapping: string | undefined;
  readonly kind: FrameKindValue;
}

/** V8's own entries are no functions of any file. The mapping tells them from a function that somebody called `(idle)`. */
export const V8_MAPPING = '[v8]';
const OWN_ENTRIES: ReadonlySet<string> = new Set(['(root)', '(program)', '(idle)', '(garbage collector)']);

/** `value` is a node: newer V8 puts the function's fields into its `callFrame`, older V8 beside the node's own. */
export function readV8Function(value: unknown): V8Function {
  const callFrame = fieldOf(value, 'callFrame') ?? value;
  const name = textOf(callFrame, 'functionName') ?? '';
  const url = textOf(callFrame, 'url') ?? '';
  if (url === '' && OWN_ENTRIES.has(name)) return { symbol: name, mapping: V8_MAPPING, kind: FrameKind.library };
  if (name !== '') return { symbol: name, mapping: url === '' ? undefined : url, kind: kindOf(url, callFrame) };
  // Many functions of one file have no name: only their place tells one from the other.
  const line = numberOf(callFrame, 'lineNumber');
  const place = url === '' ? undefined : line === undefined || line < 0 ? url : `${url}:${line + 1}`;
  return { symbol: '(anonymous)', mapping: place, kind: kindOf(url, callFrame) };
}

function kindOf(url: string, callFrame: unknown): FrameKindValue {
  // V8's built-in functions belong to no script; code from `eval` has a script without a URL.
  const script = fieldOf(callFrame, 'scriptId');
  if (url === '' && (script === undefined || script === '0' || script === 0)) return FrameKind.library;
  if (url.startsWith('node:') || url.startsWith('native ') || url.startsWith('extensions::')) return FrameKind.library;
  return url.startsWith('wasm:') ? FrameKind.user : FrameKind.jit;
}
