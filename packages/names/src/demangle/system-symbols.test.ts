import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { demangle } from './demangle.ts';

const LIBRARY = [
  '/usr/lib/x86_64-linux-gnu/libstdc++.so.6',
  '/usr/lib/aarch64-linux-gnu/libstdc++.so.6',
  '/usr/lib64/libstdc++.so.6',
].find(existsSync);
const run = (command: string, words: readonly string[], input = ''): string =>
  spawnSync(command, words, { input, maxBuffer: 1 << 26, encoding: 'utf8' }).stdout ?? '';
const hasTools = LIBRARY !== undefined && run('c++filt', ['--version']) !== '' && run('nm', ['--version']) !== '';

test.skipIf(!hasTools)('every name of the C++ library reads as binutils reads it', () => {
  const symbols = [...new Set(run('nm', ['-D', '--defined-only', LIBRARY ?? '']).match(/(?<= )_Z\w+/g))];
  expect(symbols.length).toBeGreaterThan(1000);
  const names = run('c++filt', ['-p'], symbols.join('\n')).split('\n');
  // binutils leaves the blank out of `> >` behind an empty pack.
  const plain = (text: string | undefined): string | undefined => text?.replaceAll('> >', '>>');
  const different = symbols.filter((symbol, row) => plain(demangle(symbol)?.text ?? symbol) !== plain(names[row]));
  expect(different).toEqual([]);
});
