import { FrameKind } from '@subsecond/profile';
import { describe, expect, it } from 'vitest';
import { flameGraphJson } from './flame-graph-json.ts';
import { escapeXml, flameGraphSvg } from './flame-graph-svg.ts';

const frame = (n: string, v: number, c?: ReturnType<typeof node>[]) => node(n, v, FrameKind.user, c);
function node(n: string, v: number, k: number, c?: { n: string; v: number; s: number; k: number }[]) {
  return { n, v, s: v - (c ?? []).reduce((sum, child) => sum + child.v, 0), k, ...(c === undefined ? {} : { c }) };
}

describe('flameGraphSvg', () => {
  it('draws every frame with its share, widths in proportion', () => {
    const svg = flameGraphSvg({
      title: 'web-1',
      unit: 'samples',
      root: node('all', 4, 7, [frame('main', 3), frame('spin', 1)]),
      prunedNodes: 0,
    });
    expect(svg).toContain('<title>main: 3 samples, 75.00 %</title>');
    expect(svg).toContain('width="885"');
    expect(svg).toContain('width="295"');
  });

  it('never lets a name become markup, in the title either', () => {
    const hostile = '</title><script>alert(1)</script><a href="x" onload=\'y\'>&';
    const svg = flameGraphSvg({
      title: hostile,
      unit: 'samples',
      root: node('all', 1, 7, [frame(hostile, 1)]),
      prunedNodes: 0,
    });
    expect(svg).not.toContain('<script');
    expect(svg).not.toContain('<a ');
    expect(svg.match(/<[a-z]+/g)?.every((tag) => ['<svg', '<title', '<rect', '<text', '<g'].includes(tag))).toBe(true);
  });

  it('needs no style and no script', () => {
    const svg = flameGraphSvg({ title: 't', unit: 'samples', root: node('all', 1, 7), prunedNodes: 0 });
    expect(svg).not.toMatch(/style|script|href|xlink/);
  });

  it('draws an empty selection', () => {
    expect(flameGraphSvg({ title: 't', unit: 'samples', root: node('all', 0, 7), prunedNodes: 0 })).toContain(
      '0 samples',
    );
  });
});

describe('escapeXml', () => {
  it('replaces what XML can not hold', () => {
    expect(escapeXml('a\u0000b\u001Bc\uD800d\uFFFEe\u{1F525}')).toBe('a\uFFFDb\uFFFDc\uFFFDd\uFFFDe\u{1F525}');
  });
});

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
