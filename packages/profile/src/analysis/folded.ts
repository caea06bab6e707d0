import type { Profile } from '../tables/profile.ts';
import { NONE } from '../tables/profile.ts';
import { callNodeName, compareNames } from './call-node-names.ts';
import type { CallNodeTable } from './call-nodes.ts';
import type { CallTree } from './call-tree.ts';

/**
 * The folded format of FlameGraph's stackcollapse-perf.pl: `comm;root;…;leaf count`, one line per distinct text, in order of
 * the text's parts. As there, blanks of the comm become `_` and a `;` inside a name `:`. The counts add up to the tree's sum.
 *
 * Call nodes that print the same text (same symbol, other mapping or kind) are merged first, into a tree of texts; a line is
 * then a path of that tree, so no set of all lines has to be held. No recursion.
 */
export function* foldedLines(profile: Profile, callNodes: CallNodeTable, tree: CallTree): Iterable<string> {
  const texts = mergeByText(profile, callNodes, tree);
  // Depth first; a node's line is its caller's line and its own text.
  const pending: { node: number; line: string }[] = [];
  const push = (children: readonly number[], line: string | undefined): void => {
    const sorted = [...children].sort((a, b) => compareNames(texts.text[b], texts.text[a]));
    for (const node of sorted)
      pending.push({ node, line: line === undefined ? texts.text[node] : `${line};${texts.text[node]}` });
  };
  push(texts.roots, undefined);
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const count = texts.self[next.node];
    if (count > 0) yield `${next.line} ${count}`;
    push(texts.children[next.node], next.line);
  }
}

interface TextTree {
  readonly text: string[];
  readonly self: number[];
  readonly children: number[][];
  readonly roots: number[];
}

function mergeByText(profile: Profile, callNodes: CallNodeTable, tree: CallTree): TextTree {
  const merged: TextTree = { text: [], self: [], children: [], roots: [] };
  const textNodeOf = new Int32Array(callNodes.length).fill(NONE);
  const rootByText = new Map<string, number>();
  const childByText: Map<string, number>[] = [];
  for (let node = 0; node < callNodes.length; node++) {
    if (tree.total[node] === 0) continue;
    const caller = callNodes.prefix[node];
    const callerText = caller === NONE ? NONE : textNodeOf[caller];
    const siblings = callerText === NONE ? rootByText : childByText[callerText];
    const text = foldedName(callNodeName(profile, callNodes, node), caller === NONE);
    let textNode = siblings.get(text);
    if (textNode === undefined) {
      textNode = merged.text.length;
      merged.text.push(text);
      merged.self.push(0);
      merged.children.push([]);
      childByText.push(new Map());
      siblings.set(text, textNode);
      if (callerText === NONE) merged.roots.push(textNode);
      else merged.children[callerText].push(textNode);
    }
    merged.self[textNode] += tree.self[node];
    textNodeOf[node] = textNode;
  }
  return merged;
}

/** A line break inside of a name would make two lines of one. */
function foldedName(name: string, isComm: boolean): string {
  const text = name.replaceAll(';', ':').replaceAll(/[\r\n]/g, ' ');
  return isComm ? text.replaceAll(/\s/g, '_') : text;
}
