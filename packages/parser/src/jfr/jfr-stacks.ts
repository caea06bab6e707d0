/** Stack traces, methods and threads of one chunk as stacks, frames and threads. A trace is read once, however many samples have it. */
import { FrameKind, type FrameKindValue, NONE } from '@subsecond/profile';
import { addFrame, addStack, addThread, type ProfileBuilder } from '../tables/profile-builder.ts';
import { fieldOf, type JfrConstants, structOf, textOf } from './jfr-constants.ts';
import { isList, isStruct, type JfrStruct, type JfrValue } from './jfr-values.ts';

export interface JfrStack {
  readonly stack: number;
  /** The recorder stopped at its greatest depth (`stackdepth`, 64 by default): the root end is missing. */
  readonly isCut: boolean;
}

export interface JfrStacks {
  readonly builder: ProfileBuilder;
  readonly constants: JfrConstants;
  readonly stacks: Map<number, JfrStack>;
  readonly threads: Map<number, number>;
  readonly frames: Map<string, number>;
  readonly pid: number;
}

export function createJfrStacks(builder: ProfileBuilder, constants: JfrConstants, pid: number): JfrStacks {
  return { builder, constants, stacks: new Map(), threads: new Map(), frames: new Map(), pid };
}

const NO_STACK: JfrStack = { stack: NONE, isCut: false };

/** Undefined where the trace is not among the constants. */
export function stackOfTrace(reading: JfrStacks, value: JfrValue): JfrStack | undefined {
  if (value === 0 || value === undefined) return NO_STACK;
  if (typeof value !== 'number') return undefined;
  const known = reading.stacks.get(value);
  if (known !== undefined) return known;
  const trace = structOf(reading.constants, value, 'jdk.types.StackTrace');
  const frames = fieldOf(trace, 'frames');
  if (trace === undefined || !isList(frames)) return undefined;
  let stack: number = NONE;
  for (let i = frames.length - 1; i >= 0; i--) {
    const frame = frames[i];
    if (isStruct(frame)) stack = addStack(reading.builder, stack, frameOf(reading, frame));
  }
  const read = { stack, isCut: fieldOf(trace, 'truncated') === 1 };
  reading.stacks.set(value, read);
  return read;
}

function frameOf({ builder, constants, frames }: JfrStacks, frame: JfrStruct): number {
  const methodKey = fieldOf(frame, 'method');
  const typeKey = fieldOf(frame, 'type');
  const identity = `${String(methodKey)} ${String(typeKey)}`;
  const isKeyed = typeof methodKey === 'number';
  const known = isKeyed ? frames.get(identity) : undefined;
  if (known !== undefined) return known;
  const method = structOf(constants, methodKey, 'jdk.types.Method');
  const owner = structOf(constants, fieldOf(method, 'type'), 'java.lang.Class');
  const className = textOf(constants, fieldOf(owner, 'name')).replaceAll('/', '.');
  const name = textOf(constants, fieldOf(method, 'name'));
  const description = fieldOf(structOf(constants, typeKey, 'jdk.types.FrameType'), 'description');
  const symbol = className === '' ? name : `${className}.${name}`;
  const added = addFrame(builder, symbol, undefined, kindOf(textOf(constants, description)));
  if (isKeyed) frames.set(identity, added);
  return added;
}

/** HotSpot's descriptions, and the ones that async-profiler adds. */
function kindOf(description: string): FrameKindValue {
  switch (description) {
    case 'JIT compiled':
    case 'C1 compiled':
      return FrameKind.jit;
    case 'Inlined':
      return FrameKind.inlined;
    case 'Native':
    case 'C++':
      return FrameKind.library;
    case 'Kernel':
      return FrameKind.kernel;
    case 'Interpreted':
      return FrameKind.interpreter;
    default:
      return FrameKind.user;
  }
}

export function threadOfKey({ builder, constants, threads, pid }: JfrStacks, value: JfrValue): number {
  const key = typeof value === 'number' ? value : NONE;
  const known = threads.get(key);
  if (known !== undefined) return known;
  const thread = structOf(constants, value, 'java.lang.Thread');
  const tid = fieldOf(thread, 'osThreadId');
  const name = textOf(constants, fieldOf(thread, 'javaName')) || textOf(constants, fieldOf(thread, 'osName'));
  const added = addThread(builder, pid, typeof tid === 'number' ? tid : NONE, name === '' ? 'thread' : name);
  threads.set(key, added);
  return added;
}
