import { FrameKind } from '@subsecond/profile';
import { describe, expect, it } from 'vitest';
import { flameGraphJson } from './flame-graph-json.ts';

const frame = (n: string, v: number, c?: ReturnType<typeof node>[]) => node(n, v, FrameKind.user, c);
function node(n: string, v: number, k: number, c?: { n: string; v: number; s: number; k: number }[]) {
  return { n, v, s: v - (c ?? []).reduce((sum, child) => sum + child.v, 0), k, ...(c === undefined ? {} : { c }) };
}

describe('flameGraphJson', () => {
  const answer = {
    event: 'cycles',
    measure: 'samples',
    unit: 'samples',
    total: 4,
    samples: 4,
    idleHidden: 0,
    prunedNodes: 0,
    prunedSelf: 0,
  } as const;

  it('writes what JSON.stringify would', () => {
    const root = node('all', 4, 7, [
      frame('main "x"', 3, [frame('a\u2028', 1), { ...frame('b', 2), m: '/lib' } as ReturnType<typeof node>]),
      frame('spin', 1),
    ]);
    expect(JSON.parse(flameGraphJson(answer, root))).toEqual({ ...answer, root });
  });

  it('writes stacks deeper than JSON.stringify can', () => {
    let root = node('leaf', 1, 0);
    for (let depth = 0; depth < 65_536; depth++) root = { n: 'f', v: 1, s: 0, k: 0, c: [root] };
    expect(() => JSON.stringify(root)).toThrow(RangeError);
    expect(flameGraphJson(answer, root)).toHaveLength(
      JSON.stringify(answer).length +
        ',"root":'.length +
        65_536 * '{"n":"f","v":1,"s":0,"k":0,"c":[]}'.length +
        '{"n":"leaf","v":1,"s":1,"k":0}'.length,
    );
  });
});
