/**
 * The root-first prefix tree of frames, grown one stack at a time. perf prints the leaf first, so a stack is collected whole
 * and then walked from its root; a stack seen before is found by the hash of its frames and checked against the tree.
 */
import { NONE, type StackTable } from '@subsecond/profile';
import { grownInt32 } from '../bytes/grow.ts';

/** Direct-mapped: whole stacks seen lately. */
const SEEN_BITS = 17;

export interface StackTree {
  count: number;
  prefix: Int32Array;
  frame: Int32Array;
  /** Open addressing on (prefix, frame), stack + 1; 0 is empty. */
  table: Int32Array;
  /** Leaf's stack + 1 by the hash of the whole stack. */
  readonly seen: Int32Array;
}

export function createStackTree(): StackTree {
  return {
    count: 0,
    prefix: new Int32Array(1 << 15),
    frame: new Int32Array(1 << 15),
    table: new Int32Array(1 << 17),
    seen: new Int32Array(1 << SEEN_BITS),
  };
}

/** The stack whose frames, leaf first, are `frames[0, depth)`; `hash` is any function of them. Depth is at least 1. */
export function internStack(tree: StackTree, frames: Int32Array, depth: number, hash: number): number {
  const slot = (hash ^ depth) >>> (32 - SEEN_BITS);
  const candidate = tree.seen[slot] - 1;
  if (candidate >= 0 && isStack(tree, candidate, frames, depth)) return candidate;
  let stack = NONE;
  for (let i = depth - 1; i >= 0; i--) stack = childStack(tree, stack, frames[i]);
  tree.seen[slot] = stack + 1;
  return stack;
}

function isStack(tree: StackTree, leaf: number, frames: Int32Array, depth: number): boolean {
  const { prefix, frame } = tree;
  let stack = leaf;
  for (let i = 0; i < depth; i++) {
    if (stack < 0 || frame[stack] !== frames[i]) return false;
    stack = prefix[stack];
  }
  return stack === NONE;
}

/** The stack of `frame` called by the stack `prefix`. */
export function childStack(tree: StackTree, prefix: number, frame: number): number {
  const mask = tree.table.length - 1;
  let slot = hashOf(prefix, frame) & mask;
  for (;;) {
    const stack = tree.table[slot] - 1;
    if (stack < 0) return addStack(tree, prefix, frame, slot);
    if (tree.prefix[stack] === prefix && tree.frame[stack] === frame) return stack;
    slot = (slot + 1) & mask;
  }
}

function addStack(tree: StackTree, prefix: number, frame: number, slot: number): number {
  const stack = tree.count++;
  if (stack >= tree.prefix.length) {
    tree.prefix = grownInt32(tree.prefix, stack + 1);
    tree.frame = grownInt32(tree.frame, stack + 1);
  }
  tree.prefix[stack] = prefix;
  tree.frame[stack] = frame;
  tree.table[slot] = stack + 1;
  if (tree.count * 2 > tree.table.length) rehash(tree);
  return stack;
}

function rehash(tree: StackTree): void {
  const table = new Int32Array(tree.table.length * 2);
  const mask = table.length - 1;
  for (let stack = 0; stack < tree.count; stack++) {
    let slot = hashOf(tree.prefix[stack], tree.frame[stack]) & mask;
    while (table[slot] !== 0) slot = (slot + 1) & mask;
    table[slot] = stack + 1;
  }
  tree.table = table;
}

function hashOf(prefix: number, frame: number): number {
  let hash = Math.imul(prefix + 1, 0x9e3779b1) ^ Math.imul(frame + 1, 0x85ebca6b);
  hash ^= hash >>> 15;
  hash = Math.imul(hash, 0x2c1b3c6d);
  return hash ^ (hash >>> 13);
}

/** The arrays are longer than the table: `finishProfile` copies what counts. */
export function stackTable(tree: StackTree): StackTable {
  return { length: tree.count, prefix: tree.prefix, frame: tree.frame };
}
