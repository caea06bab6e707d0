import { describe, expect, it } from 'vitest';
import { compileFrameSearch } from './frame-search.ts';

describe('compileFrameSearch', () => {
  it('matches the symbol or the mapping, anywhere', () => {
    const matches = compileFrameSearch('/^lib.*so|memcpy/');
    expect(matches('__memcpy_avx', '/usr/bin/x')).toBe(true);
    expect(matches('main', 'libc.so.6')).toBe(true);
    expect(matches('main', '/usr/lib/libc.so.6')).toBe(false);
  });

  it('takes plain text in any case, and an expression as it is written unless an i follows', () => {
    expect(compileFrameSearch('MemCpy(')('__memcpy(void*)', '')).toBe(true);
    expect(compileFrameSearch('/MemCpy/')('__memcpy', '')).toBe(false);
    expect(compileFrameSearch('/MemCpy/i')('__memcpy', '')).toBe(true);
    expect(compileFrameSearch('a|b')('a', 'b')).toBe(false);
  });

  it.each(['/(/', '/a{2,1}/', '/[z-a]/', '/(?=a)/', '/(a)\\1/', '/*/', '//'])('refuses %s with the cure', (pattern) => {
    expect(() => compileFrameSearch(pattern)).toThrow(/"search".*RE2 syntax/s);
  });

  it('refuses repetitions that would make an automaton of any size', () => {
    expect(() => compileFrameSearch('/((x{100}){100}){100}/')).toThrow(/"search"/);
  });

  it('takes time in proportion to the text, where backtracking would never end', () => {
    const matches = compileFrameSearch('/^(a+)+$/');
    const started = performance.now();
    expect(matches(`${'a'.repeat(20_000)}b`, '')).toBe(false);
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});
