import { FrameKind, NONE } from '@subsecond/profile';
import { Dictionary, Field, Int8, Int32, List, makeData, Utf8, type Vector, vectorFromArray } from 'apache-arrow';
import type { ExportSelection } from '../export-selection.ts';
import { type ArrowColumn, nulls } from './arrow-column.ts';
import { UsedTexts } from './used-texts.ts';

/** Index = `FrameKind`. */
const KIND_NAMES = Object.entries(FrameKind)
  .sort(([, a], [, b]) => a - b)
  .map(([name]) => name);

/**
 * Three lists of one length, root first: symbols, mappings, kinds. A stack is walked once, into `paths`, however many samples
 * have it; a batch copies its frames from there.
 */
export function stackColumns(
  { profile }: ExportSelection,
  { rows, depths }: { rows: Int32Array; depths: Int32Array },
): ArrowColumn[] {
  const { samples, frames, strings } = profile;
  const paths = pathsOf(profile, rows, depths);
  const symbols = new UsedTexts((symbol) => strings[symbol]);
  const mappings = new UsedTexts((mapping) => strings[mapping]);
  const symbolIn = new Int32Array(frames.length);
  const mappingIn = new Int32Array(frames.length);
  const isUsed = new Uint8Array(frames.length);
  for (const frame of paths.frames) isUsed[frame] = 1;
  for (let frame = 0; frame < frames.length; frame++) {
    if (isUsed[frame] === 0) continue;
    symbols.use(frames.symbol[frame]);
    mappings.use(frames.mapping[frame]);
    symbolIn[frame] = symbols.numberOf(frames.symbol[frame]);
    mappingIn[frame] = mappings.numberOf(frames.mapping[frame]);
  }
  const column = (name: string, dictionary: Vector<Utf8>, numberIn: Int32Array | Uint8Array): ArrowColumn => {
    const isSmall = numberIn instanceof Uint8Array;
    const item = new Dictionary(new Utf8(), isSmall ? new Int8() : new Int32());
    const type = new List(new Field('item', item, true));
    const numbers = isSmall ? new Int8Array(paths.frames.length) : new Int32Array(paths.frames.length);
    for (let k = 0; k < numbers.length; k++) numbers[k] = numberIn[paths.frames[k]];
    return {
      name,
      type,
      isNullable: true,
      dataOf(of) {
        const valueOffsets = new Int32Array(of.length + 1);
        for (let k = 0; k < of.length; k++) {
          const stack = samples.stack[of[k]];
          valueOffsets[k + 1] = valueOffsets[k] + (stack === NONE ? 0 : depths[stack]);
        }
        const length = valueOffsets[of.length];
        const values = isSmall ? new Int8Array(length) : new Int32Array(length);
        for (let k = 0; k < of.length; k++) {
          const stack = samples.stack[of[k]];
          if (stack === NONE) continue;
          const first = paths.firstOf[stack];
          values.set(numbers.subarray(first, first + depths[stack]), valueOffsets[k]);
        }
        const absent = nulls(values, (value) => value === NONE);
        if (absent.nullCount > 0) for (let k = 0; k < length; k++) if (values[k] === NONE) values[k] = 0;
        const child = makeData({ type: item, length, data: values, dictionary, ...absent });
        return makeData({
          type,
          length: of.length,
          valueOffsets,
          child,
          ...nulls(of, (row) => samples.stack[row] === NONE),
        });
      },
    };
  };
  return [
    column('stack', symbols.dictionary(), symbolIn),
    column('stack_mapping', mappings.dictionary(), mappingIn),
    column('stack_kind', vectorFromArray(KIND_NAMES, new Utf8()), frames.kind),
  ];
}

/** The frames of every stack that occurs, root first, one stack behind the other. */
function pathsOf(
  { samples, stacks }: ExportSelection['profile'],
  rows: Int32Array,
  depths: Int32Array,
): { frames: Int32Array; firstOf: Int32Array } {
  const firstOf = new Int32Array(stacks.length).fill(NONE);
  let length = 0;
  for (const row of rows) {
    const stack = samples.stack[row];
    if (stack === NONE || firstOf[stack] !== NONE) continue;
    firstOf[stack] = length;
    length += depths[stack];
  }
  const frames = new Int32Array(length);
  for (let stack = 0; stack < stacks.length; stack++) {
    if (firstOf[stack] === NONE) continue;
    let place = firstOf[stack] + depths[stack];
    for (let at = stack; at !== NONE; at = stacks.prefix[at]) frames[--place] = stacks.frame[at];
  }
  return { frames, firstOf };
}
