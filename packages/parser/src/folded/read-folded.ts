/**
 * Folded stacks, as FlameGraph's stackcollapse programs, async-profiler and others print them: `main;work;leaf 5`.
 *
 *   a;b;c 5  →  thread `a`, stack b → c, five samples
 *
 * The first name is what perf's collapse programs print as the comm, and other profilers as their root: it becomes the thread's
 * name, which is where a flame graph's first level comes from. There are no times.
 * Suffixes: FlameGraph's `--kernel` and `--jit`, `_[k]` `_[j]` `_[i]`; async-profiler's README adds `_[0]` interpreted, `_[1]` C1.
 */
import { FrameKind, type FrameKindValue, NONE } from '@subsecond/profile';
import { decodeDocument } from '../bytes/decode-document.ts';
import { ParseError, type ParseResult } from '../parse-result.ts';
import { classifyFrame } from '../perf-script/classify-frame.ts';
import {
  addEvent,
  addFrame,
  addSample,
  addStack,
  addThread,
  createProfileBuilder,
  finishBuilding,
  noteWarning,
  type ProfileBuilder,
} from '../tables/profile-builder.ts';
import type { ReadingContext } from '../tables/reading-context.ts';
import { areDifferential, splitFoldedLine } from './split-folded-line.ts';

const ANNOTATIONS: Readonly<Record<string, FrameKindValue>> = {
  k: FrameKind.kernel,
  j: FrameKind.jit,
  i: FrameKind.inlined,
  '0': FrameKind.interpreter,
  '1': FrameKind.jit,
};

export function readFolded(bytes: Uint8Array, { limits }: ReadingContext): ParseResult {
  const builder = createProfileBuilder(limits);
  const { text, repaired } = decodeDocument(bytes);
  refuseDifferential(text);
  const event = addEvent(builder, 'samples', 'samples');
  const frames = new Map<string, number>();
  let line = 0;
  for (let start = 0; start < text.length; ) {
    const newline = text.indexOf('\n', start);
    const end = newline < 0 ? text.length : newline;
    line++;
    readLine(builder, frames, event, text.slice(start, end).trim(), line);
    start = end + 1;
  }
  noteWarning(builder.notes, 'encoding-repaired', repaired);
  return finishBuilding(builder, { format: 'folded', baseSeconds: 0, bytes: bytes.length, lines: line });
}

/** `frames`: what each name was read as. */
function readLine(
  builder: ProfileBuilder,
  frames: Map<string, number>,
  event: number,
  text: string,
  line: number,
): void {
  if (text === '' || text.startsWith('#')) return;
  const parts = splitFoldedLine(text);
  if (parts === undefined) {
    noteWarning(builder.notes, 'line-not-understood', 1, { line, text });
    return;
  }
  const names = parts.stack.split(';');
  const thread = addThread(builder, NONE, NONE, names[0]);
  let stack = NONE;
  for (let i = 1; i < names.length; i++) {
    let frame = frames.get(names[i]);
    if (frame === undefined) {
      const { symbol, kind } = readName(names[i]);
      frame = addFrame(builder, symbol, undefined, kind);
      frames.set(names[i], frame);
    }
    stack = addStack(builder, stack, frame);
  }
  if (parts.count > 0) addSample(builder, { timeNs: Number.NaN, thread, stack, event, weight: parts.count });
}

function readName(name: string): { symbol: string; kind: FrameKindValue } {
  const annotation = /^(.+)_\[([kji01])\]$/.exec(name);
  if (annotation !== null) {
    const [, symbol = name, letter = ''] = annotation;
    return { symbol, kind: ANNOTATIONS[letter] ?? FrameKind.user };
  }
  const { symbol, kind } = classifyFrame(name, undefined);
  return { symbol, kind };
}

function refuseDifferential(text: string): void {
  const head = text.slice(0, 1 << 16);
  const lines = head.split('\n', 200);
  if (head.length < text.length && lines.length > 1 && lines.length < 200) lines.pop();
  if (!areDifferential(lines)) return;
  throw new ParseError(
    'input-not-perf-script',
    'The file holds differential folded stacks: two counts a line, of two profiles.',
    'Upload the two profiles that were compared, each as its own file, and compare them here.',
    { line: 1, seemsToBe: 'folded-differential' },
  );
}
