import { type FlameGraphNode, FrameKind } from '@subsecond/profile';
import { FLAME_GRAPH_SCRIPT } from './picture-script.ts';

/**
 * A flame graph, root on top as on the page, as one SVG document that needs nothing else: no style sheet, no font of its own. Rectangles carry their
 * colours as attributes and tooltips are title elements, so the document works under a policy that forbids everything, and
 * wherever no script runs. Its one script (`picture-script.ts`) adds zoom and search.
 * Names come from machines that may be hostile: they are escaped, and what XML can not hold is shown as U+FFFD.
 */
export interface FlameGraphPicture {
  readonly title: string;
  /** What was selected, in words: event, range, filters. */
  readonly subtitle: string;
  readonly unit: string;
  readonly root: FlameGraphNode;
  readonly prunedNodes: number;
}

const WIDTH = 1200;
const MARGIN = 10;
const ROW_HEIGHT = 17;
/** Title, the line that says what was selected, where the script puts its search, and the script's line about the frame under the pointer. */
const HEADER = 86;
const FOOTER = 10;
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
  { kind: FrameKind.interpreter, hue: 285, saturation: 50, lightness: 74 },
  { kind: FrameKind.unresolved, hue: 0, saturation: 0, lightness: 76 },
];
const STRUCTURE_FILL = { hue: 215, saturation: 18, lightness: 78 };

interface Placed {
  readonly node: FlameGraphNode;
  /** Where it begins, in the picture's unit. */
  readonly start: number;
  readonly depth: number;
}

export function flameGraphSvg({ title, subtitle, unit, root, prunedNodes }: FlameGraphPicture): string {
  const scale = root.v === 0 ? 0 : (WIDTH - 2 * MARGIN) / root.v;
  const frames: string[] = [];
  const pending: Placed[] = [{ node: root, start: 0, depth: 0 }];
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
    const children = next.node.c ?? [];
    // From the right end, so that frames come out from left to right, callers before what they call.
    let end = next.start + children.reduce((sum, child) => sum + child.v, 0);
    for (let k = children.length - 1; k >= 0; k--) {
      const node = children[k];
      end -= node.v;
      pending.push({ node, start: end, depth: next.depth + 1 });
    }
  }
  const height = HEADER + (deepest + 1) * ROW_HEIGHT + FOOTER;
  for (const frame of placed) frames.push(frameSvg(frame, { scale, total: root.v, unit }));
  const note = hidden === 0 ? '' : `, ${hidden.toLocaleString('en')} frames too small to be drawn`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>\n',
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" font-family="ui-monospace, Menlo, Consolas, monospace" font-size="12" role="img">\n`,
    `<title>${escapeXml(oneLine(title))}</title>\n`,
    '<rect width="100%" height="100%" fill="#ffffff"/>\n',
    `<text x="${MARGIN}" y="24" font-size="16" fill="#1a1a1a">${escapeXml(cut(oneLine(title), 70))}</text>\n`,
    `<text x="${WIDTH - MARGIN}" y="24" text-anchor="end" fill="#555555" data-right="">${amount(root.v, unit)}${note}</text>\n`,
    `<text x="${WIDTH - MARGIN}" y="50" text-anchor="end" fill="#555555" data-right="">${escapeXml(cut(oneLine(subtitle), 80))}</text>\n`,
    `<g data-frames="" data-left="${MARGIN}" data-character-width="${CHARACTER_WIDTH}">\n`,
    ...frames,
    '</g>\n',
    `<script><![CDATA[${FLAME_GRAPH_SCRIPT}]]></script>\n`,
    '</svg>\n',
  ].join('');
}

function frameSvg(
  { node, start, depth }: Placed,
  { scale, total, unit }: { scale: number; total: number; unit: string },
): string {
  const x = MARGIN + start * scale;
  const width = node.v * scale;
  const y = HEADER + depth * ROW_HEIGHT;
  const share = total === 0 ? 0 : (node.v / total) * 100;
  // A line each; a name of several lines would pass for more than a name.
  const name = oneLine(node.n);
  const mapping = node.m === undefined ? '' : `${oneLine(node.m)}\n`;
  const tooltip = `${name}\n${mapping}${amount(node.v, unit)}, ${share.toFixed(2)} %`;
  const characters = Math.floor((width - 6) / CHARACTER_WIDTH);
  const label =
    characters < 3
      ? ''
      : `<text x="${round(x + 3)}" y="${y + 12}" fill="#1a1a1a">${escapeXml(cut(name, characters))}</text>`;
  return `<g data-x="${start}" data-v="${node.v}" data-d="${depth}"><title>${escapeXml(tooltip)}</title><rect x="${round(x)}" y="${y}" width="${round(width)}" height="${ROW_HEIGHT - 1}" fill="${fillOf(node)}"/>${label}</g>\n`;
}

/** `1 sample`, `1,500 samples`, `20,408,163 ns`. */
function amount(value: number, unit: string): string {
  return `${value.toLocaleString('en')} ${unit === 'samples' && value === 1 ? 'sample' : unit}`;
}

/** Characters that turn the direction of text, so that a name would be drawn as another one, are shown as what they are. */
const DIRECTION_CONTROLS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

function oneLine(text: string): string {
  return text
    .replace(/[\r\n\u2028\u2029]+/g, ' ')
    .replace(DIRECTION_CONTROLS, (control) => `\\u${control.charCodeAt(0).toString(16).padStart(4, '0')}`);
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
