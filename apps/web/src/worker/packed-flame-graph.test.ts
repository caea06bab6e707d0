import type { FlameGraphNode } from '@subsecond/profile';
import { describe, expect, it } from 'vitest';
import { packFlameGraph, unpackFlameGraph } from './packed-flame-graph.ts';

describe('a packed flame graph', () => {
  it('unpacks to the same nodes in the same order, absent parts absent', () => {
    const root: FlameGraphNode = {
      n: 'all',
      v: 9,
      s: 0,
      k: 7,
      c: [
        { n: 'a', v: 5, s: 1, k: 6, c: [{ n: 'x', v: 4, s: 4, k: 0, m: 'libc' }] },
        {
          n: 'b',
          v: 3,
          s: 0.5,
          k: 6,
          c: [
            { n: 'x', v: 1, s: 1, k: 0, m: 'libc' },
            { n: 'x', v: 1, s: 0, k: 1, c: [{ n: 'y', v: 1, s: 1, k: 2, m: 'libm' }] },
          ],
        },
        { n: '__proto__', v: 1, s: 1, k: 6 },
      ],
    };
    expect(unpackFlameGraph(packFlameGraph(root))).toStrictEqual(root);
  });

  it('of the root alone is the root', () => {
    expect(unpackFlameGraph(packFlameGraph({ n: 'all', v: 0, s: 0, k: 7 }))).toStrictEqual({
      n: 'all',
      v: 0,
      s: 0,
      k: 7,
    });
  });

  it('may be as deep as a stack can be', () => {
    let node: FlameGraphNode = { n: 'leaf', v: 1, s: 1, k: 0 };
    for (let depth = 0; depth < 65_536; depth++) node = { n: 'f', v: 1, s: 0, k: 0, c: [node] };
    let unpacked: FlameGraphNode | undefined = unpackFlameGraph(packFlameGraph(node));
    let depth = 0;
    for (; unpacked?.c !== undefined; depth++) unpacked = unpacked.c[0];
    expect(depth).toBe(65_536);
    expect(unpacked?.n).toBe('leaf');
  });
});
