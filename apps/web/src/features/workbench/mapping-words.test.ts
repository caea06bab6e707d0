import { expect, it } from 'vitest';
import { isUnresolved, lastPart } from './mapping-words.ts';

it('a frame without a symbol is known by its name', () => {
  expect(['[unknown]', '0x7f01', 'main', '0xgood'].map(isUnresolved)).toEqual([true, true, false, false]);
});

it('a mapping is known by the last part of its path', () => {
  expect(['/usr/lib/libc.so.6', '[kernel.kallsyms]', '/tmp/'].map(lastPart)).toEqual([
    'libc.so.6',
    '[kernel.kallsyms]',
    '/tmp/',
  ]);
});
