import type { Profile } from '../tables/profile.ts';
import { NONE } from '../tables/profile.ts';
import { orderCallNodes } from './order-call-nodes.ts';

/**
 * Call nodes: the stacks once more, but rooted in the comm of the thread that ran them. Built once per profile; every tree,
 * table and flame graph is sums over them. They stand in the order a flame graph draws them in, depth first:
 *
 *   invisible root ─┬─ 0 comm "node" ─── 1 main ─┬─ 2 parse ─── 3 read      prefix of a node < the node, so one backward
 *                   │                            └─ 4 read                  pass sums a tree; what is below a node is
 *                   └─ 5 comm "swapper" ─ 6 start_secondary ─ …             the range (node, end of the node)
 *
 * Siblings stand in order of name, then mapping, then kind. A sample without a stack ends at its comm's node.
 */
export interface CallNodeTable {
  readonly length: number;
  /** The caller; NONE for a comm node, child of the invisible root. */
  readonly prefix: Int32Array;
  /** → frames; NONE for a comm node. */
  readonly frame: Int32Array;
  /** → comms for a comm node, NONE for all others. */
  readonly comm: Int32Array;
  /** Distinct comms of the profile's threads that have samples, in order of the threads. */
  readonly comms: readonly string[];
  /** Call node of every sample, whatever its event. */
  readonly sampleNode: Int32Array;
  /** 0 for a comm node. */
  readonly depth: Int32Array;
  /** Just after the last node below: `node + 1` for a leaf. The node's next sibling, if there is one (`childrenOf`). */
  readonly end: Int32Array;
  /** 1 = the same frame is among its callers: its total is contained in theirs. */
  readonly repeats: Uint8Array;
}

/** The callees of a node, in the order they are drawn in; the comm nodes for NONE. */
export function* childrenOf({ end, length }: CallNodeTable, node: number): Iterable<number> {
  const last = node === NONE ? length : end[node];
  for (let child = node + 1; child < last; child = end[child]) yield child;
}

/** O(samples + call nodes). No recursion: stacks of 65,536 frames are legal. */
export function deriveCallNodes(profile: Profile): CallNodeTable {
  const { samples, stacks } = profile;
  const { comms, commOfThread } = deriveComms(profile);
  const order = samplesByComm(samples.thread, samples.length, commOfThread, comms.length);

  const grown = new NodeColumns(stacks.length + comms.length + 1);
  const sampleNode = new Int32Array(samples.length);
  // Call node of a stack below the comm at hand; valid where `stampOfStack` says so, so that no comm has to clear it.
  const nodeOfStack = new Int32Array(stacks.length);
  const stampOfStack = new Int32Array(stacks.length).fill(NONE);
  let path = new Int32Array(256);
  let commAtHand = NONE;
  let commNode = NONE;
  for (let k = 0; k < order.length; k++) {
    const sample = order[k];
    const comm = commOfThread[samples.thread[sample]];
    if (comm !== commAtHand) {
      commAtHand = comm;
      commNode = grown.add(NONE, NONE, comm, 0);
    }
    let stack = samples.stack[sample];
    let depth = 0;
    while (stack !== NONE && stampOfStack[stack] !== comm) {
      if (depth === path.length) path = enlarged(path);
      path[depth++] = stack;
      stack = stacks.prefix[stack];
    }
    let node = stack === NONE ? commNode : nodeOfStack[stack];
    while (depth > 0) {
      stack = path[--depth];
      node = grown.add(node, stacks.frame[stack], NONE, grown.depth[node] + 1);
      nodeOfStack[stack] = node;
      stampOfStack[stack] = comm;
    }
    sampleNode[sample] = node;
  }
  const { placeOf, ...nodes } = orderCallNodes(profile, grown, comms);
  for (let i = 0; i < sampleNode.length; i++) sampleNode[i] = placeOf[sampleNode[i]];
  return { ...nodes, comms, sampleNode };
}

function deriveComms({ threads, samples }: Profile): { comms: string[]; commOfThread: Int32Array } {
  const isUsed = new Uint8Array(threads.length);
  for (let i = 0; i < samples.length; i++) isUsed[samples.thread[i]] = 1;
  const comms: string[] = [];
  const indexOfComm = new Map<string, number>();
  const commOfThread = new Int32Array(threads.length).fill(NONE);
  for (let thread = 0; thread < threads.length; thread++) {
    if (isUsed[thread] === 0) continue;
    const comm = threads.comm[thread];
    let index = indexOfComm.get(comm);
    if (index === undefined) {
      index = comms.length;
      comms.push(comm);
      indexOfComm.set(comm, index);
    }
    commOfThread[thread] = index;
  }
  return { comms, commOfThread };
}

/** Sample indexes, comm by comm, each in the order of the samples: a counting sort. */
function samplesByComm(thread: Int32Array, length: number, commOfThread: Int32Array, comms: number): Int32Array {
  const next = new Int32Array(comms + 1);
  for (let i = 0; i < length; i++) next[commOfThread[thread[i]] + 1]++;
  for (let comm = 0; comm < comms; comm++) next[comm + 1] += next[comm];
  const order = new Int32Array(length);
  for (let i = 0; i < length; i++) order[next[commOfThread[thread[i]]]++] = i;
  return order;
}

/** Growing columns; they may be longer than `length`. */
class NodeColumns {
  length = 0;
  prefix: Int32Array;
  frame: Int32Array;
  comm: Int32Array;
  depth: Int32Array;

  constructor(capacity: number) {
    this.prefix = new Int32Array(capacity);
    this.frame = new Int32Array(capacity);
    this.comm = new Int32Array(capacity);
    this.depth = new Int32Array(capacity);
  }

  add(prefix: number, frame: number, comm: number, depth: number): number {
    const node = this.length++;
    if (node === this.prefix.length) {
      this.prefix = enlarged(this.prefix);
      this.frame = enlarged(this.frame);
      this.comm = enlarged(this.comm);
      this.depth = enlarged(this.depth);
    }
    this.prefix[node] = prefix;
    this.frame[node] = frame;
    this.comm[node] = comm;
    this.depth[node] = depth;
    return node;
  }
}

function enlarged(column: Int32Array): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(column.length * 2);
  larger.set(column);
  return larger;
}
