import { describe, expect, it } from 'vitest';
import type { WireFlameNode } from '../../../worker/protocol.ts';
import { nodeOfPath, stepName } from './flame-path.ts';
import { refineZoom } from './refine-zoom.ts';

const leaf = (n: string, v: number): WireFlameNode => ({ n, v, s: v, k: 0 });

describe('a zoom into what was pruned', () => {
  it('asks for nothing where nothing was pruned', async () => {
    const root: WireFlameNode = { n: 'all', v: 2, s: 0, k: 7, c: [leaf('a', 2)] };
    const refined = await refineZoom(root, ['a'], () => Promise.reject(new Error('asked')));
    expect(refined).toBe(root);
  });

  it('grafts subtree after subtree until the path is there', async () => {
    // Every level is sent without its child; the whole is all → a → b → c.
    const levels: Record<string, WireFlameNode> = {
      a: { n: 'a', v: 9000, s: 0, k: 0, c: [{ n: 'b', v: 1, s: 0, k: 0 }] },
      'a;b': { n: 'b', v: 1, s: 0, k: 0, c: [leaf('c', 1)] },
    };
    const asked: string[] = [];
    const root: WireFlameNode = { n: 'all', v: 9000, s: 0, k: 7, c: [{ n: 'a', v: 9000, s: 0, k: 0 }] };
    const before = structuredClone(root);
    const refined = await refineZoom(root, ['a', 'b', 'c'], async (path) => {
      const names = path.map(stepName).join(';');
      asked.push(names);
      return levels[names];
    });
    expect(asked).toEqual(['a', 'a;b']);
    expect(nodeOfPath(refined, ['a', 'b', 'c'])).toEqual(leaf('c', 1));
    expect(root).toEqual(before);
  });

  it('ends where the selection has no such path', async () => {
    const root: WireFlameNode = { n: 'all', v: 5, s: 0, k: 7, c: [{ n: 'a', v: 5, s: 2, k: 0 }] };
    const refined = await refineZoom(root, ['a', 'gone'], async () => ({
      n: 'a',
      v: 5,
      s: 2,
      k: 0,
      c: [leaf('x', 3)],
    }));
    expect(nodeOfPath(refined, ['a', 'x'])?.v).toBe(3);
    expect(nodeOfPath(refined, ['a', 'gone'])).toBeUndefined();
  });
});
