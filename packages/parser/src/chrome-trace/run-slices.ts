/**
 * One thread's slices as time spent in stacks.
 *
 * An `E` closes the innermost open slice of its name; without a name the innermost one. Slices that overlap without nesting are
 * both kept: when the outer one ends first, the inner one goes on in its place. Where so many overlap that stacking anew would cost
 * more than the file's length allows, a complete slice that has ended stays beneath what it holds until that has ended too.
 * A `B` that is never closed ends with the thread.
 */
import { FrameKind, NONE } from '@subsecond/profile';
import { addInterval } from '../tables/add-interval.ts';
import { addFrame, addStack, noteWarning, type ProfileBuilder } from '../tables/profile-builder.ts';
import { type SlicePoint, UNNAMED } from './duration-events.ts';

export interface SliceRun {
  readonly builder: ProfileBuilder;
  /** What each name is a frame of, for all threads. */
  readonly frames: Map<string, number>;
  readonly thread: number;
  readonly event: number;
  readonly sliceNs: number;
  readonly toNs: (micros: number) => number;
}

interface OpenSlice {
  readonly name: string;
  readonly frame: number;
  readonly sinceMicros: number;
  /** Of a complete slice: its place in the trace, by which its end finds it. */
  readonly index: number | undefined;
  stack: number;
  /** Still beneath others, and no more than a name in their stacks. */
  hasEnded: boolean;
}

/** Slices that overlap are looked through and stacked anew; a trace that is made to overlap everywhere pays no more than this a point. */
const STEPS_A_POINT = 32;

export function runSlices(points: readonly SlicePoint[], run: SliceRun): void {
  const { builder, toNs } = run;
  const open: OpenSlice[] = [];
  const complete = new Map<number, OpenSlice>();
  let sinceMicros = Number.NaN;
  let steps = STEPS_A_POINT * (points.length + 64);
  for (const point of points) {
    spend(run, open.at(-1), sinceMicros, point.micros);
    sinceMicros = point.micros;
    if (point.kind === 'begin' || point.kind === 'complete') {
      const name = point.name ?? UNNAMED;
      const frame = frameOf(run, name);
      const stack = addStack(builder, open.at(-1)?.stack ?? NONE, frame);
      const index = point.kind === 'complete' ? point.index : undefined;
      const slice = { name, frame, sinceMicros, index, stack, hasEnded: false };
      open.push(slice);
      if (index !== undefined) complete.set(index, slice);
      continue;
    }
    const found = findOpen(open, point, steps);
    if (found < 0 && point.kind === 'complete-end') {
      const slice = complete.get(point.index);
      if (slice === undefined) continue;
      slice.hasEnded = true;
      noteOverlap(builder, point, slice);
      continue;
    }
    if (found < 0) {
      noteWarning(builder.notes, 'end-unmatched', 1, {
        text: () => `E ${JSON.stringify(point.name)} at ${point.micros} µs: nothing of this name is open`,
      });
      continue;
    }
    steps -= open.length - found;
    const above = open.length - 1 - found;
    open.splice(found, 1);
    while (open.at(-1)?.hasEnded === true) open.pop();
    if (above === 0) continue;
    if (open[found].sinceMicros < point.micros) noteOverlap(builder, point, open[found]);
    stackAnew(builder, open, found);
  }
  for (const slice of open) {
    noteWarning(builder.notes, 'end-unmatched', 1, {
      text: () =>
        `B ${JSON.stringify(slice.name)} at ${slice.sinceMicros} µs has no end (${toNs(slice.sinceMicros)} ns)`,
    });
  }
}

function noteOverlap(builder: ProfileBuilder, point: SlicePoint, other: OpenSlice): void {
  noteWarning(builder.notes, 'intervals-overlap', 1, {
    text: () => `${JSON.stringify(point.name)} ends at ${point.micros} µs, inside of ${JSON.stringify(other.name)}`,
  });
}

function frameOf({ builder, frames }: SliceRun, name: string): number {
  let frame = frames.get(name);
  if (frame === undefined) {
    frame = addFrame(builder, name, undefined, FrameKind.user);
    frames.set(name, frame);
  }
  return frame;
}

/** From the innermost outwards; −1 where no open slice fits, or where looking further would cost too much. */
function findOpen(open: readonly OpenSlice[], point: SlicePoint, steps: number): number {
  const lowest = Math.max(0, open.length - Math.max(1, steps));
  for (let i = open.length - 1; i >= lowest; i--) {
    const slice = open[i];
    if (point.kind === 'complete-end' ? slice.index === point.index : fits(slice, point)) return i;
  }
  return -1;
}

function fits(slice: OpenSlice, point: SlicePoint): boolean {
  return slice.index === undefined && (point.name === undefined || point.name === slice.name);
}

function stackAnew(builder: ProfileBuilder, open: readonly OpenSlice[], from: number): void {
  for (let i = from; i < open.length; i++)
    open[i].stack = addStack(builder, i === 0 ? NONE : open[i - 1].stack, open[i].frame);
}

function spend(
  { builder, thread, event, sliceNs, toNs }: SliceRun,
  slice: OpenSlice | undefined,
  from: number,
  to: number,
): void {
  if (slice === undefined || !(to > from)) return;
  addInterval(builder, { thread, stack: slice.stack, event, startNs: toNs(from), endNs: toNs(to) }, sliceNs);
}
