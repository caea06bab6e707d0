/**
 * Java Flight Recorder: the samples of its profiler. No published decoder for JavaScript is kept well enough to lean on, so the
 * chunks are read here, by the description that each carries of itself: header → types → constants → events.
 */
import { SampleFlag } from '@subsecond/profile';
import type { ParseResult } from '../parse-result.ts';
import {
  addEvent,
  addSample,
  createProfileBuilder,
  finishBuilding,
  noteWarning,
  type ProfileBuilder,
} from '../tables/profile-builder.ts';
import type { ReadingContext } from '../tables/reading-context.ts';
import { HEADER_BYTES, type JfrChunk, readChunk } from './jfr-chunk.ts';
import { fieldOf, readConstants, textOf } from './jfr-constants.ts';
import { createJfrCursor, damagedJfr, type JfrCursor, readLong } from './jfr-cursor.ts';
import { type JfrType, type JfrTypes, readTypes } from './jfr-metadata.ts';
import { createJfrStacks, type JfrStacks, stackOfTrace, threadOfKey } from './jfr-stacks.ts';
import { readStruct } from './jfr-values.ts';

/** Samples of running threads, in Java code and in native code. */
const SAMPLES: ReadonlySet<string> = new Set(['jdk.ExecutionSample', 'jdk.NativeMethodSample']);
const JVM = 'jdk.JVMInformation';

export function readJfr(bytes: Uint8Array, { limits }: ReadingContext): ParseResult {
  const builder = createProfileBuilder(limits);
  const cursor = createJfrCursor(bytes);
  let baseSeconds: number | undefined;
  let skipped = 0;
  let commandLine: string | undefined;
  for (let start = 0; start < bytes.length; ) {
    const chunk = readChunk(cursor, start);
    if (chunk === undefined) {
      if (baseSeconds === undefined) throw damagedJfr(cursor, 'the first chunk is cut off');
      noteWarning(builder.notes, 'file-truncated', 1, { byteOffset: start, text: 'the last chunk is cut off' });
      break;
    }
    baseSeconds ??= Number(chunk.startNs / 1_000_000_000n);
    const read = readChunkSamples(builder, cursor, chunk, baseSeconds);
    skipped += read.skipped;
    commandLine ??= read.commandLine;
    start = chunk.end;
  }
  noteWarning(builder.notes, 'entry-skipped', skipped);
  const base = baseSeconds ?? 0;
  return finishBuilding(builder, {
    format: 'jfr',
    baseSeconds: base,
    bytes: bytes.length,
    lines: 0,
    // The recording's clock counts from the epoch: reading and wall clock are the same.
    header: {
      commandLine,
      referenceTime: new Date(base * 1000).toISOString(),
      referenceClockNs: String(BigInt(base) * 1_000_000_000n),
    },
  });
}

interface FoundEvent {
  readonly type: JfrType;
  /** Where its fields begin. */
  readonly at: number;
  readonly end: number;
}

function readChunkSamples(
  builder: ProfileBuilder,
  cursor: JfrCursor,
  chunk: JfrChunk,
  baseSeconds: number,
): { skipped: number; commandLine: string | undefined } {
  cursor.end = chunk.end;
  const types = readTypes(cursor, chunk.metadataAt);
  const constants = readConstants(cursor, chunk, types);
  const { found, skipped } = findEvents(cursor, chunk, types);
  let pid = Number.NaN;
  let commandLine: string | undefined;
  for (const { type, at } of found) {
    if (type.name !== JVM) continue;
    cursor.pos = at;
    const jvm = readStruct(cursor, types, type);
    const value = fieldOf(jvm, 'pid');
    if (typeof value === 'number') pid = value;
    const words = ['jvmArguments', 'javaArguments'].map((name) => textOf(constants, fieldOf(jvm, name)));
    commandLine = ['java', ...words].filter((word) => word !== '').join(' ');
  }
  const stacks = createJfrStacks(builder, constants, pid);
  for (const event of found) if (event.type.name !== JVM) readSample(stacks, cursor, types, chunk, event, baseSeconds);
  cursor.end = cursor.bytes.length;
  return { skipped, commandLine };
}

/** An event is `size, type, fields`; sizes lead from one to the next. */
function findEvents(cursor: JfrCursor, chunk: JfrChunk, types: JfrTypes): { found: FoundEvent[]; skipped: number } {
  const found: FoundEvent[] = [];
  let skipped = 0;
  for (let start = chunk.start + HEADER_BYTES; start < chunk.end; ) {
    cursor.pos = start;
    const size = readLong(cursor);
    if (!(size > 0) || start + size > chunk.end) throw damagedJfr(cursor, `an event is ${size} bytes long`);
    const type = types.get(readLong(cursor));
    if (type !== undefined && (SAMPLES.has(type.name) || type.name === JVM))
      found.push({ type, at: cursor.pos, end: start + size });
    // Types and constants, 0 and 1, are no events.
    else if (type?.id !== 0 && type?.id !== 1 && type !== undefined) skipped++;
    start += size;
  }
  return { found, skipped };
}

function readSample(
  stacks: JfrStacks,
  cursor: JfrCursor,
  types: JfrTypes,
  chunk: JfrChunk,
  { type, at, end }: FoundEvent,
  baseSeconds: number,
): void {
  const { builder } = stacks;
  cursor.pos = at;
  const sample = readStruct(cursor, types, type);
  if (cursor.pos > end) throw damagedJfr(cursor, `a ${type.name} is longer than it says`);
  const ticks = fieldOf(sample, 'startTime');
  const trace = stackOfTrace(stacks, fieldOf(sample, 'stackTrace'));
  if (typeof ticks !== 'number' || trace === undefined) {
    noteWarning(builder.notes, 'entry-not-understood', 1, { byteOffset: at, text: `${type.name} without its stack` });
    return;
  }
  const chunkNs = Number(chunk.startNs - BigInt(baseSeconds) * 1_000_000_000n);
  const sinceStartNs = Math.round(((ticks - chunk.startTicks) / chunk.ticksPerSecond) * 1e9);
  const row = builder.samples.length;
  addSample(builder, {
    timeNs: chunkNs + sinceStartNs,
    thread: threadOfKey(stacks, fieldOf(sample, 'sampledThread')),
    stack: trace.stack,
    event: addEvent(builder, type.name, 'samples'),
    weight: 1,
  });
  if (trace.isCut) {
    builder.samples.flags[row] |= SampleFlag.stackCut;
    noteWarning(builder.notes, 'stack-cut', 1);
  }
}
