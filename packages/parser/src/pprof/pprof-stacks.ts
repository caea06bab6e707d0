import { FrameKind, NONE } from '@subsecond/profile';
import { classifyFrame } from '../perf-script/classify-frame.ts';
import { addFrame, addStack, type ProfileBuilder } from '../tables/profile-builder.ts';
import { type PprofTables, textAt } from './pprof-tables.ts';

/** Locations as frames: each is one function, or an inlined one with those it was inlined into. */
export interface PprofStacks {
  readonly builder: ProfileBuilder;
  readonly tables: PprofTables;
  /** Location → its frames, the outermost first. */
  readonly frames: Map<number, readonly number[]>;
  /** Locations that name a function which is not in the file. */
  damaged: number;
}

export function createPprofStacks(builder: ProfileBuilder, tables: PprofTables): PprofStacks {
  return { builder, tables, frames: new Map(), damaged: 0 };
}

/** Deeper inlining than any compiler's: a location of a million functions, in every sample, would never be done. */
const MOST_INLINED = 512;

/** `locations` is leaf first, as in the file. Undefined where one of them is not in the file. */
export function stackOfLocations(stacks: PprofStacks, locations: readonly number[]): number | undefined {
  let stack: number = NONE;
  for (let i = locations.length - 1; i >= 0; i--) {
    const frames = framesOf(stacks, locations[i]);
    if (frames === undefined) return undefined;
    for (const frame of frames) stack = addStack(stacks.builder, stack, frame);
  }
  return stack;
}

function framesOf(stacks: PprofStacks, id: number): readonly number[] | undefined {
  const known = stacks.frames.get(id);
  if (known !== undefined) return known;
  const { builder, tables } = stacks;
  const location = tables.locations.get(id);
  if (location === undefined || location.functions.length > MOST_INLINED) return undefined;
  const mapping = textAt(tables, tables.mappingName.get(location.mapping) ?? 0);
  const frames: number[] = [];
  // Without a function only the address is known, and that names nothing.
  if (location.functions.length === 0) frames.push(addFrame(builder, '', mapping, FrameKind.unresolved));
  for (let i = location.functions.length - 1; i >= 0; i--) {
    const named = tables.functions.get(location.functions[i]);
    if (named === undefined) stacks.damaged++;
    const name = textAt(tables, named?.name ?? 0) || textAt(tables, named?.systemName ?? 0);
    const place = mapping === '' ? textAt(tables, named?.fileName ?? 0) : mapping;
    const { symbol, mapping: shown, kind } = classifyFrame(name, place === '' ? undefined : place);
    const isInlined = i < location.functions.length - 1;
    frames.push(addFrame(builder, symbol, shown, isInlined ? FrameKind.inlined : kind));
  }
  stacks.frames.set(id, frames);
  return frames;
}
