/**
 * A part of the text that another reader read (read-part.ts) becomes the state's, as if its lines had been read here: the part's tables
 * are in the order of first appearance, so what is new in them is new in the same order.
 */
import { NONE } from '@subsecond/profile';
import { closeSample } from './open-sample.ts';
import { internDetail, internEvent, internFrameRow, internString, internThread, textCount } from './profile-names.ts';
import { MAX_EVENTS } from './read-event-line.ts';
import type { PerfScriptPart } from './read-part.ts';
import { Attach, type ReaderState } from './reader-state.ts';
import { reserveSamples } from './sample-columns.ts';
import { childStack } from './stack-tree.ts';
import { absorbWarning } from './warnings.ts';

/** Whether it was done; where it was not, nothing was, and the part's lines must be read. The state stands at the part's beginning. */
export function absorbPart(state: ReaderState, part: PerfScriptPart): boolean {
  // The header's maximal depth decides which stacks are cut, and limits that are passed must be passed at their line.
  if (state.header.maxStack !== undefined || mayPassLimits(state, part)) return false;
  closeSample(state, 0);
  const { names, tree } = state;
  const { samples } = part;
  const byteOffset = state.blockByteOffset;

  const frames = Int32Array.from({ length: part.frameCount }, (_, frame) => {
    const symbol = internString(names, part.strings[part.frameSymbol[frame]]);
    const mapping = part.frameMapping[frame];
    return internFrameRow(
      names,
      symbol,
      mapping === NONE ? NONE : internString(names, part.strings[mapping]),
      part.frameKind[frame],
      part.frameFlags[frame],
    );
  });
  const stacks = new Int32Array(part.stackCount);
  for (let stack = 0; stack < part.stackCount; stack++) {
    const prefix = part.stackPrefix[stack];
    stacks[stack] = childStack(tree, prefix === NONE ? NONE : stacks[prefix], frames[part.stackFrame[stack]]);
  }
  const threads = part.threads.map(({ pid, tid, comm }) => internThread(names, pid, tid, comm));
  const events = part.events.map(({ name, hasPeriod }) => {
    const event = internEvent(names, name);
    if (hasPeriod) names.eventHasPeriod[event] = true;
    return event;
  });
  const details = part.details.map((text) => internDetail(names, text));

  if (Number.isNaN(state.baseSeconds)) state.baseSeconds = part.baseSeconds;
  const shiftNs = Number.isNaN(part.baseSeconds) ? 0 : (part.baseSeconds - state.baseSeconds) * 1e9;
  const first = state.samples.length;
  reserveSamples(state.samples, samples.length);
  const columns = state.samples;
  for (let i = 0; i < samples.length; i++) {
    const row = first + i;
    const stack = samples.stack[i];
    const detail = samples.detail[i];
    columns.timeNs[row] = samples.timeNs[i] + shiftNs;
    columns.cpu[row] = samples.cpu[i];
    columns.thread[row] = threads[samples.thread[i]];
    columns.stack[row] = stack === NONE ? NONE : stacks[stack];
    columns.event[row] = events[samples.event[i]];
    columns.weight[row] = samples.weight[i];
    columns.flags[row] = samples.flags[i];
    columns.detail[row] = detail === NONE ? NONE : details[detail];
  }
  columns.length = first + samples.length;

  for (const warning of part.warnings) absorbWarning(state.warnings, warning, state.lines, byteOffset);
  for (const [flag, at] of part.firstFlagged) {
    if (!state.firstFlagged.has(flag))
      state.firstFlagged.set(flag, { line: at.line + state.lines, byteOffset: at.byteOffset + byteOffset });
  }
  if (state.firstBadLine === 0 && part.firstBadLine > 0) state.firstBadLine = part.firstBadLine + state.lines;
  state.fractionDigits = Math.max(state.fractionDigits, part.fractionDigits);
  state.timedSeen ||= part.timedSeen;
  state.lines += part.lines;
  state.frameLines += part.frameLines;
  state.deepest = Math.max(state.deepest, part.deepest);
  state.records += part.records;
  state.lostSamples += part.lostSamples;
  state.carriageReturns += part.carriageReturns;
  state.attach = Attach.nowhere;
  return true;
}

function mayPassLimits(state: ReaderState, part: PerfScriptPart): boolean {
  const { limits, names } = state;
  const texts = part.strings.length + part.threads.length + part.events.length + part.details.length;
  return (
    state.samples.length + part.samples.length > limits.maxSamples ||
    state.tree.count + part.stackCount > limits.maxStacks ||
    textCount(names) + texts > limits.maxStrings ||
    names.characters + part.characters > limits.maxTextCharacters ||
    state.keys.arenaLength + part.keyBytes > limits.maxTextCharacters ||
    names.eventNames.length + part.events.length >= MAX_EVENTS
  );
}
