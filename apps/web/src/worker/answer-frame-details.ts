import { v8Tier } from '@subsecond/names';
import {
  CallNodeKind,
  type CallTree,
  callNodeName,
  callNodeOfPath,
  childrenOf,
  frameMapping,
  frameName,
  NONE,
} from '@subsecond/profile';
import type { ProfileState } from './profile-state.ts';
import type { FrameDetailsAnswer, FrameDetailsRequest, WireNeighbour } from './protocol.ts';

/**
 * One function wherever it was called from: its totals, direct callers and callees. With recursion the same pair may stand
 * on a stack twice; a sample counts once for it, at the outermost place.
 */
export function answerFrameDetails(state: ProfileState, request: FrameDetailsRequest): FrameDetailsAnswer {
  const tree = state.tree(request);
  const { profile, callNodes } = state;
  const { target } = request;
  if (target.kind === 'frame') {
    if (target.frame < 0 || target.frame >= profile.frames.length) return { details: undefined };
    return { details: { ...ofFrame(state, tree, target.frame), pathSelf: undefined, pathTotal: undefined } };
  }
  const node = callNodeOfPath(profile, callNodes, target.path);
  if (node === NONE) return { details: undefined };
  const frame = callNodes.frame[node] ?? NONE;
  const pathSelf = tree.self[node] ?? 0;
  const pathTotal = tree.total[node] ?? 0;
  const details = frame === NONE ? ofComm(state, tree, node) : ofFrame(state, tree, frame);
  return { details: { ...details, pathSelf, pathTotal } };
}

type Details = Omit<NonNullable<FrameDetailsAnswer['details']>, 'pathSelf' | 'pathTotal'>;

function ofFrame(state: ProfileState, tree: CallTree, frame: number): Details {
  const { profile, callNodes } = state;
  const callers = new Map<number, WireNeighbour>();
  const callees = new Map<number, WireNeighbour>();
  let self = 0;
  let total = 0;
  for (let node = 0; node < callNodes.length; node++) {
    const value = tree.total[node] ?? 0;
    if (value === 0) continue;
    const prefix = callNodes.prefix[node] ?? NONE;
    if (callNodes.frame[node] === frame) {
      self += tree.self[node] ?? 0;
      if (callNodes.repeats[node] === 0) total += value;
      if (prefix !== NONE && !pairRepeats(state, node)) add(callers, state, prefix, value);
    }
    if (prefix !== NONE && callNodes.frame[prefix] === frame && !pairRepeats(state, node))
      add(callees, state, node, value);
  }
  return {
    frame,
    name: frameName(profile, frame),
    original: state.originalName(frame),
    tier: v8Tier(state.originalName(frame)),
    mapping: frameMapping(profile, frame),
    kind: profile.frames.kind[frame] ?? 0,
    self,
    total,
    selectionTotal: tree.sum,
    callers: byTotal(callers),
    callees: byTotal(callees),
  };
}

function ofComm(state: ProfileState, tree: CallTree, node: number): Details {
  const { profile, callNodes } = state;
  const callees = new Map<number, WireNeighbour>();
  for (const child of childrenOf(callNodes, node)) {
    const value = tree.total[child] ?? 0;
    if (value > 0) add(callees, state, child, value);
  }
  return {
    frame: NONE,
    name: callNodeName(profile, callNodes, node),
    original: callNodeName(profile, callNodes, node),
    tier: undefined,
    mapping: undefined,
    kind: CallNodeKind.comm,
    self: tree.self[node] ?? 0,
    total: tree.total[node] ?? 0,
    selectionTotal: tree.sum,
    callers: [],
    callees: byTotal(callees),
  };
}

/** Whether the pair (caller, node) stands further up on the same stack too. */
function pairRepeats({ callNodes }: ProfileState, node: number): boolean {
  if (callNodes.repeats[node] === 0) return false;
  const callee = callNodes.frame[node];
  let above = callNodes.prefix[node] ?? NONE;
  const caller = callNodes.frame[above];
  while (above !== NONE) {
    const next = callNodes.prefix[above] ?? NONE;
    if (next !== NONE && callNodes.frame[above] === callee && callNodes.frame[next] === caller) return true;
    above = next;
  }
  return false;
}

/** Frames by their index, comms below zero. */
function add(
  neighbours: Map<number, WireNeighbour>,
  { profile, callNodes }: ProfileState,
  node: number,
  value: number,
): void {
  const frame = callNodes.frame[node] ?? NONE;
  const key = frame === NONE ? -1 - (callNodes.comm[node] ?? 0) : frame;
  const known = neighbours.get(key);
  neighbours.set(key, {
    frame,
    name: callNodeName(profile, callNodes, node),
    mapping: frame === NONE ? undefined : frameMapping(profile, frame),
    kind: frame === NONE ? CallNodeKind.comm : (profile.frames.kind[frame] ?? 0),
    total: (known?.total ?? 0) + value,
  });
}

function byTotal(neighbours: ReadonlyMap<number, WireNeighbour>): WireNeighbour[] {
  return [...neighbours.values()].sort((a, b) => b.total - a.total || (a.name < b.name ? -1 : 1));
}
