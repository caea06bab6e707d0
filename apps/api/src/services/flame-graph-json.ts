import type { FlameGraphAnswer } from '@subsecond/contracts';
import type { FlameGraphNode } from '@subsecond/profile';

/**
 * Writes a flame graph as JSON without recursion: `JSON.stringify` gives up some thousand levels deep, and stacks may be
 * 65,536 deep.
 */
export function flameGraphJson(answer: Omit<FlameGraphAnswer, 'root'>, root: FlameGraphNode): string {
  const head = JSON.stringify(answer);
  const parts = [head.slice(0, -1), ',"root":'];
  const open: { readonly children: readonly FlameGraphNode[]; next: number }[] = [];
  let node: FlameGraphNode | undefined = root;
  for (;;) {
    if (node !== undefined) {
      parts.push(`{"n":${JSON.stringify(node.n)},"v":${node.v},"s":${node.s},"k":${node.k}`);
      if (node.m !== undefined) parts.push(`,"m":${JSON.stringify(node.m)}`);
      if (node.c === undefined || node.c.length === 0) {
        parts.push('}');
      } else {
        parts.push(',"c":[');
        open.push({ children: node.c, next: 0 });
      }
    }
    const level = open.at(-1);
    if (level === undefined) break;
    node = level.children[level.next];
    if (node === undefined) {
      parts.push(']}');
      open.pop();
    } else {
      if (level.next > 0) parts.push(',');
      level.next++;
    }
  }
  parts.push('}');
  return parts.join('');
}
