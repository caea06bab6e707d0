import { type FlameGraphNode, FrameKind } from '@subsecond/profile';

/**
 * A flame graph as one SVG document that needs nothing else: no script, no style sheet, no font of its own. Rectangles carry
 * their colours as attributes, so the document works under a policy that forbids everything; tooltips are title elements.
 * Names come from machines that may be hostile: they are escaped, and what XML can not hold is shown as U+FFFD.
 */
export interface FlameGraphPicture {
  readonly title: string;
  readonly unit: string;
  readonly root: FlameGraphNode;
  readonly prunedNodes: number;
}

const WIDTH = 1200;
const MARGIN = 10;
const ROW_HEIGHT = 17;
const HEADER = 40;
/** Of the monospaced face at 12 px. */
const CHARACTER_WIDTH = 7.25;
/** Narrower ones could not be seen. */
const MIN_WIDTH = 0.1;
/** A frame deeper than this is left out and counted: renderers give up on taller pictures. */
const MAX_DEPTH = 1000;

const FILLS: readonly {
  readonly kind: number;
  readonly hue: number;
  readonly saturation: number;
  readonly lightness: number;
}[] = [
  { kind: FrameKind.user, hue: 12, saturation: 80, lightness: 66 },
  { kind: FrameKind.kernel, hue: 34, saturation: 88, lightness: 62 },
  { kind: FrameKind.library, hue: 50, saturation: 80, lightness: 62 },
  { kind: FrameKind.jit, hue: 120, saturation: 45, lightness: 62 },
  { kind: FrameKind.inlined, hue: 180, saturation: 45, lightness: 62 },
  { kind: FrameKind.unresolved, hue: 0, saturation: 0, lightness: 76 },
];
const STRUCTURE_FILL = { hue: 215, saturation: 18, lightness: 78 };

interface Placed {
  readonly node: FlameGraphNode;
  readonly x: number;
  readonly depth: number;
}

export function flameGraphSvg({ title, unit, root, prunedNodes }: FlameGraphPicture): string {
  const scale = root.v === 0 ? 0 : (WIDTH - 2 * MARGIN) / root.v;
  const frames: string[] = [];
  const pending: Placed[] = [{ node: root, x: MARGIN, depth: 0 }];
  const placed: Placed[] = [];
  let deepest = 0;
  let hidden = prunedNodes;
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (next.depth >= MAX_DEPTH || (next.depth > 0 && next.node.v * scale < MIN_WIDTH)) {
      hidden++;
      continue;
    }
    placed.push(next);
    deepest = Math.max(deepest, next.depth);
    let { x } = next;
    for (const child of next.node.c ?? []) {
      pending.push({ node: child, x, depth: next.depth + 1 });
      x += child.v * scale;
    }
  }
  const height = HEADER + (deepest + 1) * ROW_HEIGHT + 2 * MARGIN;
  for (const frame of placed) frames.push(frameSvg(frame, { scale, total: root.v, unit, bottom: height - MARGIN }));
  const note = hidden === 0 ? '' : `, ${hidden} frames too small to be drawn`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>\n',
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" font-family="ui-monospace, Menlo, Consolas, monospace" font-size="12" role="img">\n`,
    `<title>${escapeXml(title)}</title>\n`,
    `<rect width="100%" height="100%" fill="#ffffff"/>\n`,
    `<text x="${MARGIN}" y="24" font-size="16" fill="#1a1a1a">${escapeXml(cut(title, 110))}</text>\n`,
    `<text x="${WIDTH - MARGIN}" y="24" text-anchor="end" fill="#555555">${root.v.toLocaleString('en')} ${unit}${note}</text>\n`,
    ...frames,
    '</svg>\n',
  ].join('');
}

function frameSvg(
  { node, x, depth }: Placed,
  { scale, total, unit, bottom }: { scale: number; total: number; unit: string; bottom: number },
): string {
  const width = node.v * scale;
  const y = bottom - (depth + 1) * ROW_HEIGHT;
  const share = total === 0 ? 0 : (node.v / total) * 100;
  const mapping = node.m === undefined ? '' : ` (${node.m})`;
  const tooltip = `${node.n}${mapping}: ${node.v.toLocaleString('en')} ${unit}, ${share.toFixed(2)} %`;
  const characters = Math.floor((width - 6) / CHARACTER_WIDTH);
  const label =
    characters < 3
      ? ''
      : `<text x="${round(x + 3)}" y="${y + 12}" fill="#1a1a1a">${escapeXml(cut(node.n, characters))}</text>`;
  return `<g><title>${escapeXml(tooltip)}</title><rect x="${round(x)}" y="${y}" width="${round(width)}" height="${ROW_HEIGHT - 1}" fill="${fillOf(node)}"/>${label}</g>\n`;
}

/** The hue says the kind; a few degrees and percent by name tell neighbours apart, the same in every picture. */
function fillOf(node: FlameGraphNode): string {
  const base = FILLS.find(({ kind }) => kind === node.k) ?? STRUCTURE_FILL;
  let hash = 0;
  for (let i = 0; i < node.n.length; i++) hash = (hash * 31 + node.n.charCodeAt(i)) | 0;
  const spread = ((hash >>> 8) & 0xff) / 255 - 0.5;
  return `hsl(${Math.round((base.hue + spread * 14 + 360) % 360)},${base.saturation}%,${Math.round(base.lightness + spread * 8)}%)`;
}

function round(pixels: number): number {
  return Math.round(pixels * 100) / 100;
}

function cut(text: string, characters: number): string {
  return text.length <= characters ? text : `${text.slice(0, Math.max(1, characters - 1))}…`;
}

/** XML 1.0 has no way to write most control characters, lone surrogates, U+FFFE and U+FFFF. */
export function escapeXml(text: string): string {
  return text
    .toWellFormed()
    .replace(/[^\t\n\r\u0020-\uFFFD\u{10000}-\u{10FFFF}]/gu, '\uFFFD')
    .replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
