import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

/** The style sheet is read as text: what the browser gets is what is checked. */
const css = readFileSync(new URL('theme.css', import.meta.url), 'utf8');

function tokensOf(selector: string): ReadonlyMap<string, string> {
  const start = css.indexOf(`${selector} {`);
  if (start < 0) throw new Error(`theme.css has no ${selector}`);
  const block = css.slice(start, css.indexOf('}', start));
  return new Map([...block.matchAll(/(--[\w-]+): (#[0-9a-f]{6});/g)].map(([, name = '', value = '']) => [name, value]));
}

const THEMES = {
  light: tokensOf(':root'),
  dark: tokensOf(':root[data-theme="dark"]'),
  system: tokensOf(':root[data-theme="system"]'),
};

/** WCAG 2.2 relative luminance. */
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(tokens: ReadonlyMap<string, string>, one: string, other: string): number {
  const [light = 0, dark = 0] = [one, other]
    .map((name) => {
      const value = tokens.get(name);
      if (value === undefined) throw new Error(`${name} is no token`);
      return luminance(value);
    })
    .sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

const GROUNDS = ['--bg', '--panel', '--chip'];
const KINDS = ['kernel', 'user', 'library', 'jit', 'inlined', 'interpreter', 'unresolved', 'comm', 'root'].map(
  (kind) => `--k-${kind}`,
);

test('the dark theme is the same whether the system or the person asked for it', () => {
  expect([...THEMES.system]).toEqual([...THEMES.dark]);
});

test('both themes have the same tokens', () => {
  expect([...THEMES.dark.keys()].sort()).toEqual([...THEMES.light.keys()].sort());
  expect(THEMES.light.size).toBeGreaterThan(20);
});

test.each(['light', 'dark'] as const)('every text colour of the %s theme can be read on every ground', (theme) => {
  for (const text of ['--ink', '--dim', '--faint', '--accent', '--warn', '--danger']) {
    for (const ground of GROUNDS)
      expect(contrast(THEMES[theme], text, ground), `${text} on ${ground}`).toBeGreaterThanOrEqual(4.5);
  }
  expect(contrast(THEMES[theme], '--on-accent', '--accent')).toBeGreaterThanOrEqual(4.5);
});

test.each(['light', 'dark'] as const)('names can be read on every frame of the %s theme', (theme) => {
  for (const kind of KINDS) expect(contrast(THEMES[theme], '--k-ink', kind), kind).toBeGreaterThanOrEqual(4.5);
});

test.each(['light', 'dark'] as const)('focus and the borders of fields can be seen in the %s theme', (theme) => {
  for (const mark of ['--sel', '--line-strong']) {
    for (const ground of ['--bg', '--panel'])
      expect(contrast(THEMES[theme], mark, ground), `${mark} on ${ground}`).toBeGreaterThanOrEqual(3);
  }
});
