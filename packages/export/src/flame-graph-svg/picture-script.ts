/**
 * What makes the picture answer: zoom by click or key, search, details of the frame under the pointer, the width of the window.
 *
 * It stands in the document as it is here, so a policy can admit it by its hash and nothing else. Without scripts the picture
 * is whole. Names are read from title elements and written as text, never as markup. Styles are set one by one through
 * the object model, which a policy without styles allows. It knows of the document only what `flame-graph-svg.ts` writes:
 *
 *   g[data-x][data-v][data-d]   a frame: where it begins and how much it is, in the picture's unit, and its depth
 *     title                     the name on the first line
 *     rect, text                text only where something fits
 *   g[data-frames]              around them; data-left, data-character-width
 *   text[data-right]            keeps to the right edge
 */
export const FLAME_GRAPH_SCRIPT = String.raw`(() => {
'use strict';
const SVG = 'http://www.w3.org/2000/svg';
const HTML = 'http://www.w3.org/1999/xhtml';
const svg = document.currentScript.ownerSVGElement;
const group = svg.querySelector('g[data-frames]');
const left = Number(group.dataset.left);
const characterWidth = Number(group.dataset.characterWidth);
const height = Number(svg.getAttribute('height'));
const frames = Array.from(group.children, (g) => {
  const title = g.querySelector('title').textContent;
  const rect = g.querySelector('rect');
  const x = Number(g.dataset.x);
  const v = Number(g.dataset.v);
  return {
    g, rect, x, v, end: x + v, depth: Number(g.dataset.d), title, name: title.split('\n')[0],
    label: g.querySelector('text'), fill: rect.getAttribute('fill'), isMatch: false, isShown: true,
  };
});
const frameOf = new Map(frames.map((frame) => [frame.g, frame]));
const root = frames[0];
let zoomed = root;
let focused = root;
// Sums of periods are no whole numbers in every profile.
const slack = root.v * 1e-9;

function element(space, name, attributes, parent) {
  const made = document.createElementNS(space, name);
  for (const key of Object.keys(attributes)) made.setAttribute(key, attributes[key]);
  parent.append(made);
  return made;
}

function isInside(frame, outer) {
  return frame.x >= outer.x - slack && frame.end <= outer.end + slack;
}

function place() {
  const width = Math.max(600, window.innerWidth || 0);
  svg.setAttribute('width', width);
  svg.setAttribute('viewBox', '0 0 ' + width + ' ' + height);
  for (const text of svg.querySelectorAll('text[data-right]')) text.setAttribute('x', width - left);
  const full = width - 2 * left;
  const scale = zoomed.v > 0 ? full / zoomed.v : 0;
  for (const frame of frames) {
    const isCaller = frame.depth < zoomed.depth && isInside(zoomed, frame);
    const isBelow = frame.depth >= zoomed.depth && isInside(frame, zoomed);
    const w = isCaller ? full : frame.v * scale;
    frame.isShown = frame === zoomed || isCaller || (isBelow && w >= 0.1);
    if (!frame.isShown) {
      frame.g.setAttribute('display', 'none');
      continue;
    }
    const x = isCaller ? left : left + (frame.x - zoomed.x) * scale;
    frame.g.removeAttribute('display');
    frame.g.setAttribute('opacity', isCaller ? 0.55 : 1);
    frame.rect.setAttribute('x', x.toFixed(2));
    frame.rect.setAttribute('width', w.toFixed(2));
    const characters = Math.floor((w - 6) / characterWidth);
    if (characters >= 3 && frame.label === null)
      frame.label = element(SVG, 'text', { y: Number(frame.rect.getAttribute('y')) + 12, fill: '#1a1a1a' }, frame.g);
    if (frame.label === null) continue;
    const name = frame.name.length <= characters ? frame.name : frame.name.slice(0, characters - 1) + '…';
    frame.label.setAttribute('x', (x + 3).toFixed(2));
    frame.label.textContent = characters < 3 ? '' : name;
  }
  reset.disabled = zoomed === root;
}

function describe(frame) {
  details.textContent = frame === undefined ? '' : frame.title.split('\n').join(' · ');
}

function zoomTo(frame) {
  zoomed = frame;
  place();
  if (!focused.isShown) focused = zoomed;
  focus(focused, false);
}

function focus(frame, moves) {
  focused.g.setAttribute('tabindex', -1);
  focused = frame;
  focused.g.setAttribute('tabindex', 0);
  if (moves) focused.g.focus();
}

function toPattern(query) {
  try {
    return new RegExp(query);
  } catch {
    return new RegExp(query.replace(/[.*+?^{}()|[\]\\$]/g, '\\$&'));
  }
}

function search() {
  const pattern = input.value === '' ? undefined : toPattern(input.value);
  let sum = 0;
  let count = 0;
  let covered = -Infinity;
  // Callers stand before what they call: what a match calls is in the match already.
  for (const frame of frames) {
    frame.isMatch = pattern !== undefined && pattern.test(frame.name);
    frame.rect.setAttribute('fill', frame.isMatch ? '#d63cc4' : frame.fill);
    if (!frame.isMatch) continue;
    count++;
    if (frame.x < covered - slack) continue;
    sum += frame.v;
    covered = frame.end;
  }
  const share = root.v > 0 ? ((100 * sum) / root.v).toFixed(2) : '0.00';
  found.textContent = pattern === undefined ? '' : count + ' frames match: ' + share + ' %';
}

function next(key) {
  const shown = frames.filter((frame) => frame.isShown);
  const at = shown.indexOf(focused);
  if (key === 'ArrowDown') return shown.slice(at + 1).find((frame) => frame.depth === focused.depth + 1 && isInside(frame, focused));
  if (key === 'ArrowUp') return shown.slice(0, at).reverse().find((frame) => frame.depth === focused.depth - 1);
  if (key === 'ArrowRight') return shown.slice(at + 1).find((frame) => frame.depth === focused.depth);
  if (key === 'ArrowLeft') return shown.slice(0, at).reverse().find((frame) => frame.depth === focused.depth);
  return undefined;
}

const controls = element(SVG, 'foreignObject', { x: left, y: 34, width: 560, height: 26 }, svg);
const form = element(HTML, 'div', {}, controls);
Object.assign(form.style, { display: 'flex', gap: '8px', alignItems: 'center', font: '12px system-ui, sans-serif' });
const input = element(HTML, 'input', { type: 'search', placeholder: 'Search (/)', 'aria-label': 'Search frames, a regular expression' }, form);
Object.assign(input.style, { width: '220px', font: 'inherit' });
const reset = element(HTML, 'button', { type: 'button' }, form);
reset.textContent = 'Reset zoom (Esc)';
reset.style.font = 'inherit';
const found = element(HTML, 'span', { role: 'status' }, form);
const details = element(SVG, 'text', { x: left, y: 78, fill: '#1a1a1a' }, svg);

svg.setAttribute('role', 'group');
for (const frame of frames) {
  frame.g.setAttribute('role', 'button');
  frame.g.setAttribute('tabindex', -1);
  frame.g.setAttribute('cursor', 'pointer');
}
group.addEventListener('click', (e) => {
  const frame = frameOf.get(e.target.closest('g[data-v]'));
  if (frame === undefined) return;
  focus(frame, false);
  zoomTo(frame);
});
group.addEventListener('pointerover', (e) => describe(frameOf.get(e.target.closest('g[data-v]'))));
group.addEventListener('pointerleave', () => describe(undefined));
group.addEventListener('focusin', (e) => describe(frameOf.get(e.target.closest('g[data-v]'))));
group.addEventListener('keydown', (e) => {
  if (e.key === 'Enter' || e.key === ' ') {
    e.preventDefault();
    zoomTo(focused);
    focus(focused, true);
  }
  const frame = next(e.key);
  if (frame === undefined) return;
  e.preventDefault();
  focus(frame, true);
});
input.addEventListener('input', search);
reset.addEventListener('click', () => zoomTo(root));
window.addEventListener('keydown', (e) => {
  if (e.key === '/' && e.target !== input) {
    e.preventDefault();
    input.focus();
  } else if (e.key === 'Escape' && e.target === input) {
    input.value = '';
    search();
  } else if (e.key === 'Escape') zoomTo(root);
});
window.addEventListener('resize', place);
focus(root, false);
place();
})();`;
