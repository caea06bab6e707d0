import { describe, expect, it } from 'vitest';
import type { WireFlameNode } from '../../../worker/protocol.ts';
import { childOfStep, exactPath, longestPrefix, nodeOfPath, stepOf } from './flame-path.ts';
import { copyPicture, hasPrunedBelow, type PictureNode } from './flame-picture.ts';

const leaf = (n: string, v: number, m?: string): WireFlameNode => ({ n, v, s: v, k: 0, m });
const node = (n: string, ...c: WireFlameNode[]): WireFlameNode => ({
  n,
  v: c.reduce((sum, child) => sum + child.v, 0),
  s: 0,
  k: 0,
  c,
});

const root = node(
  'all',
  node('cc1', node('main', leaf('parse', 3), leaf('lex', 2))),
  node('node', leaf('[unknown]', 4, '/lib/a.so'), leaf('[unknown]', 1, '/lib/b.so')),
);

function marks(picture: PictureNode): unknown {
  const mark = picture.hide === true ? '-' : picture.fade === true ? '^' : '';
  return picture.c === undefined ? mark + picture.n : [mark + picture.n, ...picture.c.map(marks)];
}

describe('the picture of a flame graph', () => {
  it('fades the callers of the zoomed frame and hides what stands beside them', () => {
    expect(marks(copyPicture(root, ['cc1', 'main']))).toEqual([
      '^all',
      ['^cc1', ['main', 'parse', 'lex']],
      ['-node', '[unknown]', '[unknown]'],
    ]);
  });

  it('leaves the answer of the worker as it is', () => {
    const before = structuredClone(root);
    const picture = copyPicture(root, ['cc1']);
    picture.fade = false;
    expect(root).toEqual(before);
  });

  it('shows everything where the zoomed frame is not in this selection', () => {
    expect(marks(copyPicture(root, ['gone']))).toEqual(marks(copyPicture(root, [])));
  });

  it('copies a stack of 50,000 frames', () => {
    let deep = leaf('leaf', 1);
    for (let i = 0; i < 50_000; i++) deep = { n: 'f', v: 1, s: 0, k: 0, c: [deep] };
    let depth = 0;
    for (let at: PictureNode | undefined = copyPicture(deep, ['f', 'f']); at !== undefined; at = at.c?.[0]) depth += 1;
    expect(depth).toBe(50_001);
  });

  it('knows when some frames were pruned', () => {
    expect(hasPrunedBelow(root)).toBe(false);
    expect(hasPrunedBelow(node('all', { ...leaf('main', 5), s: 2 }))).toBe(true);
  });
});

describe('a path', () => {
  it('tells siblings of one name apart by their mapping', () => {
    const comm = childOfStep(root, 'node');
    const second = comm?.c?.[1];
    if (comm === undefined || second === undefined) throw new Error('the drawing has them');
    expect(stepOf(second, comm.c)).toBe('[unknown]\t/lib/b.so');
    expect(nodeOfPath(root, ['node', '[unknown]\t/lib/b.so'])).toBe(second);
    expect(exactPath(root, ['node', '[unknown]', 'gone'])).toEqual(['node\t', '[unknown]\t/lib/a.so', 'gone']);
  });

  it('goes as far as the selection has it', () => {
    expect(longestPrefix(root, ['cc1', 'main', 'gone', 'parse'])).toEqual(['cc1', 'main']);
    expect(nodeOfPath(root, ['__proto__'])).toBeUndefined();
  });
});
