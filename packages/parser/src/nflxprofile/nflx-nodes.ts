import { FrameKind, type FrameKindValue, NONE } from '@subsecond/profile';
import { classifyFrame } from '../perf-script/classify-frame.ts';
import { messageCursor, nextField, stringOf, unsignedOf, type WireCursor } from '../protobuf/wire-cursor.ts';
import { addFrame, addStack, type ProfileBuilder } from '../tables/profile-builder.ts';

/** A node is a thread with a whole stack (`has_node_stack`), or one call of a tree that names its parent. */
export interface NflxNode {
  readonly functionName: string;
  readonly libtype: string;
  readonly file: string;
  readonly parent: number;
  readonly pid: number | undefined;
  readonly tid: number | undefined;
  readonly cpu: number | undefined;
  /** Root first. */
  readonly stack: readonly NflxFrame[];
}

interface NflxFrame {
  readonly name: string;
  readonly libtype: string;
  readonly file: string;
}

export function readNflxNode(message: WireCursor): NflxNode {
  const numbers = new Map<number, number>();
  const stack: NflxFrame[] = [];
  let functionName = '';
  let libtype = '';
  let file = '';
  while (nextField(message)) {
    if (message.type === 0) numbers.set(message.field, unsignedOf(message));
    else if (message.field === 1) functionName = stringOf(message);
    else if (message.field === 4) libtype = stringOf(message);
    else if (message.field === 10) stack.push(readFrame(messageCursor(message)));
    else if (message.field === 11) file = readFileName(messageCursor(message));
  }
  return {
    functionName,
    libtype,
    file,
    stack,
    parent: numbers.get(5) ?? 0,
    pid: numbers.get(6),
    tid: numbers.get(7),
    cpu: numbers.get(8),
  };
}

function readFrame(message: WireCursor): NflxFrame {
  let name = '';
  let libtype = '';
  let file = '';
  while (nextField(message)) {
    if (message.type !== 2) continue;
    if (message.field === 1) name = stringOf(message);
    else if (message.field === 2) libtype = stringOf(message);
    else if (message.field === 3) file = readFileName(messageCursor(message));
  }
  return { name, libtype, file };
}

function readFileName(message: WireCursor): string {
  let name = '';
  while (nextField(message)) if (message.field === 1 && message.type === 2) name = stringOf(message);
  return name;
}

export interface NflxPath {
  readonly comm: string;
  readonly stack: number;
}

export interface NflxPaths {
  readonly builder: ProfileBuilder;
  readonly nodes: ReadonlyMap<number, NflxNode>;
  readonly hasNodeStack: boolean;
  readonly known: Map<number, NflxPath>;
}

/** Undefined where a node is missing, or among its own callers. */
export function pathOfNode(paths: NflxPaths, id: number): NflxPath | undefined {
  const known = paths.known.get(id);
  const node = paths.nodes.get(id);
  if (known !== undefined || node === undefined) return known;
  if (!paths.hasNodeStack) return pathThroughParents(paths, id);
  let stack: number = NONE;
  for (const frame of node.stack) stack = addCall(paths.builder, stack, frame);
  const path = { comm: node.functionName, stack };
  paths.known.set(id, path);
  return path;
}

/** A parent of 0 is the root, which is no function; what it calls is a thread. */
function pathThroughParents({ builder, nodes, known }: NflxPaths, id: number): NflxPath | undefined {
  const climbed: { readonly id: number; readonly node: NflxNode }[] = [];
  const seen = new Set<number>();
  let path: NflxPath | undefined;
  for (let at = id; ; ) {
    path = known.get(at);
    const node = nodes.get(at);
    if (path !== undefined) break;
    if (node === undefined || seen.has(at)) return undefined;
    seen.add(at);
    climbed.push({ id: at, node });
    if (node.parent === 0) break;
    at = node.parent;
  }
  for (let i = climbed.length - 1; i >= 0; i--) {
    const { functionName: name, libtype, file } = climbed[i].node;
    path =
      path === undefined
        ? { comm: name, stack: NONE }
        : { comm: path.comm, stack: addCall(builder, path.stack, { name, libtype, file }) };
    known.set(climbed[i].id, path);
  }
  return path;
}

function addCall(builder: ProfileBuilder, prefix: number, { name, libtype, file }: NflxFrame): number {
  const { symbol, mapping, kind } = classifyFrame(name, file === '' ? undefined : file);
  return addStack(builder, prefix, addFrame(builder, symbol, mapping, kindOf(libtype, kind)));
}

function kindOf(libtype: string, otherwise: FrameKindValue): FrameKindValue {
  switch (libtype) {
    case 'kernel':
      return FrameKind.kernel;
    case 'jit':
      return FrameKind.jit;
    case 'inlined':
      return FrameKind.inlined;
    case 'library':
      return FrameKind.library;
    case 'user':
      return FrameKind.user;
    default:
      return otherwise;
  }
}
