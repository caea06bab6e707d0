/**
 * V8's `.heapprofile`: node --heap-prof, DevTools' allocation sampling. Chrome DevTools Protocol, HeapProfiler.SamplingHeapProfile:
 * nodes inside of one another under `head`, each with the bytes that are still held of what it allocated.
 */
import { NONE } from '@subsecond/profile';
import { fieldOf, type JsonDocument, numberOf } from '../json/read-json.ts';
import type { ParseResult } from '../parse-result.ts';
import {
  addEvent,
  addSample,
  addThread,
  createProfileBuilder,
  finishBuilding,
  noteWarning,
} from '../tables/profile-builder.ts';
import type { ReadingContext } from '../tables/reading-context.ts';
import { addNestedNodes, createV8Nodes, stackOfNode } from './v8-nodes.ts';

export function isHeapProfile(value: unknown): boolean {
  return numberOf(fieldOf(value, 'head'), 'selfSize') !== undefined;
}

export function readHeapProfile(document: JsonDocument, bytes: number, { limits }: ReadingContext): ParseResult {
  const builder = createProfileBuilder(limits);
  const nodes = createV8Nodes();
  noteWarning(builder.notes, 'entry-not-understood', addNestedNodes(nodes, fieldOf(document.value, 'head')));
  noteWarning(builder.notes, 'encoding-repaired', document.repaired);
  const thread = addThread(builder, NONE, NONE, '(root)');
  const event = addEvent(builder, 'v8-heap', 'bytes');
  for (const [id, node] of nodes.nodeOf) {
    const weight = numberOf(node, 'selfSize') ?? 0;
    const stack = stackOfNode(builder, nodes, id);
    if (stack === undefined) noteWarning(builder.notes, 'entry-not-understood', 1, { text: `node ${id}` });
    else if (weight > 0) addSample(builder, { timeNs: Number.NaN, thread, stack, event, weight });
  }
  return finishBuilding(builder, { format: 'heapprofile', baseSeconds: 0, bytes, lines: 0 });
}
