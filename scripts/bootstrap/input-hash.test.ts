import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { inputHash, stampMatches, writeStamp } from './input-hash.mjs';

let root: string;

beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'subsecond-hash-'));
  mkdirSync(path.join(root, 'src/deep'), { recursive: true });
  writeFileSync(path.join(root, 'src/deep/a.ts'), 'a');
});

afterEach(() => rmSync(root, { recursive: true }));

it('changes with a content, a name and a new file, and not by itself', () => {
  const before = inputHash(root, ['src']);
  expect(inputHash(root, ['src'])).toBe(before);
  writeFileSync(path.join(root, 'src/deep/a.ts'), 'b');
  const changed = inputHash(root, ['src']);
  expect(changed).not.toBe(before);
  writeFileSync(path.join(root, 'src/b.ts'), '');
  expect(inputHash(root, ['src'])).not.toBe(changed);
});

it('does not look at tests and at what a build leaves behind', () => {
  const before = inputHash(root, ['src']);
  writeFileSync(path.join(root, 'src/deep/a.test.ts'), 'x');
  mkdirSync(path.join(root, 'src/.next'));
  writeFileSync(path.join(root, 'src/.next/built'), 'x');
  expect(inputHash(root, ['src'])).toBe(before);
});

it('differs between an absent file and an empty one', () => {
  const before = inputHash(root, ['src', 'lock.yaml']);
  writeFileSync(path.join(root, 'lock.yaml'), '');
  expect(inputHash(root, ['src', 'lock.yaml'])).not.toBe(before);
});

it('a stamp says what it was written for', () => {
  const stamp = path.join(root, 'made/stamp');
  expect(stampMatches(stamp, 'x')).toBe(false);
  writeStamp(stamp, 'x');
  expect(stampMatches(stamp, 'x')).toBe(true);
  expect(stampMatches(stamp, 'y')).toBe(false);
});
