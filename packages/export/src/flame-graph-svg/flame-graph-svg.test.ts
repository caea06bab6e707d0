import { FrameKind } from '@subsecond/profile';
import { describe, expect, it } from 'vitest';
import { escapeXml, flameGraphSvg } from './flame-graph-svg.ts';
import { FLAME_GRAPH_SCRIPT } from './picture-script.ts';

const frame = (n: string, v: number, c?: ReturnType<typeof node>[]) => node(n, v, FrameKind.user, c);
function node(n: string, v: number, k: number, c?: { n: string; v: number; s: number; k: number }[]) {
  return { n, v, s: v - (c ?? []).reduce((sum, child) => sum + child.v, 0), k, ...(c === undefined ? {} : { c }) };
}

const picture = (root: ReturnType<typeof node>, title = 'web-1') =>
  flameGraphSvg({ title, subtitle: title, unit: 'samples', root, prunedNodes: 0 });
/** The document without its own script, which must be the only one. */
const withoutScript = (svg: string) => svg.replace(`<script><![CDATA[${FLAME_GRAPH_SCRIPT}]]></script>`, '');

describe('flameGraphSvg', () => {
  it('draws every frame with its share, widths in proportion, callers first and from left to right', () => {
    const svg = picture(node('all', 4, 7, [frame('main', 3), frame('spin', 1)]));
    expect(svg).toContain('<title>main\n3 samples, 75.00 %</title>');
    expect(svg).toContain('width="885"');
    expect(svg).toContain('width="295"');
    expect(
      [...svg.matchAll(/data-x="(\d+)" data-v="(\d+)" data-d="(\d+)"/g)].map((match) => match.slice(1).map(Number)),
    ).toEqual([
      [0, 4, 0],
      [0, 3, 1],
      [3, 1, 1],
    ]);
  });

  it('never lets a name become markup, in the title either', () => {
    const hostile = ']]></title><script>alert(1)</script><a href="x" onload=\'y\'>&';
    const svg = withoutScript(picture(node('all', 1, 7, [frame(hostile, 1)]), hostile));
    expect(svg).not.toContain('<script');
    expect(svg).not.toContain('<a ');
    expect(svg.match(/<[a-z]+/g)?.every((tag) => ['<svg', '<title', '<rect', '<text', '<g'].includes(tag))).toBe(true);
  });

  it('shows what would turn the direction of a name, in the title and the words as well', () => {
    const svg = picture(node('all', 1, 7, [frame('\u202eevil\u2066', 1)]), 'we\u202eb');
    expect(svg).not.toMatch(/[\u202e\u2066]/);
    expect(svg).toContain('<title>\\u202eevil\\u2066\n');
    expect(svg).toContain('we\\u202eb');
  });

  it('keeps a name on the one line that the script reads', () => {
    expect(picture(node('all', 1, 7, [frame('a\r\nb\u2028c', 1)]))).toContain(
      '<title>a b c\n1 sample, 100.00 %</title>',
    );
  });

  it('needs no style, and is whole without its script', () => {
    const svg = withoutScript(picture(node('all', 1, 7, [frame('main', 1)])));
    expect(svg).not.toMatch(/style|script|href|xlink/);
    expect(svg).toMatch(/<text[^>]*>main<\/text>/);
  });

  it('has a script that can stand in a CDATA section and reads no names as code', () => {
    expect(FLAME_GRAPH_SCRIPT).not.toContain(']]>');
    expect(FLAME_GRAPH_SCRIPT).not.toMatch(/innerHTML|outerHTML|insertAdjacent|document\.write|eval|Function\(/);
    expect(() => new Function(FLAME_GRAPH_SCRIPT)).not.toThrow();
  });

  it('draws an empty selection', () => {
    expect(picture(node('all', 0, 7))).toContain('0 samples');
  });
});

describe('escapeXml', () => {
  it('replaces what XML can not hold', () => {
    expect(escapeXml('a\u0000b\u001Bc\uD800d\uFFFEe\u{1F525}')).toBe('a\uFFFDb\uFFFDc\uFFFDd\uFFFDe\u{1F525}');
  });
});
