/// <reference types="node" />
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve, sep } from 'node:path';
import { expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '..');
const sources = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' }).filter(
  (path) => path.endsWith('.ts') && !path.endsWith('.test.ts'),
);

test('the package has no dependencies', () => {
  const manifest: unknown = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  expect(Object.keys(manifest as object).filter((key) => /dependencies/i.test(key))).toEqual([]);
});

test('its sources import nothing outside of it, and touch nothing of any one platform', () => {
  expect(sources.length).toBeGreaterThan(20);
  for (const path of sources) {
    const text = readFileSync(join(root, 'src', path), 'utf8');
    for (const [, specifier] of text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)) {
      expect(specifier, `${path} imports ${specifier}`).toMatch(/^\.\.?\/.*\.ts$/);
      expect(
        resolve(root, 'src', path, '..', specifier).startsWith(join(root, 'src') + sep),
        `${path} imports ${specifier}`,
      ).toBe(true);
    }
    expect(text, path).not.toMatch(
      /\b(?:process|Buffer|window|document|fetch|require|globalThis|Math\.random|Date)\b[.(]/,
    );
  }
});
