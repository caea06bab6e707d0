import { describe, expect, it } from 'vitest';
import { parseSearchText } from './search-text.ts';

describe('parseSearchText', () => {
  it.each(['malloc', 'MALLOC', 'lloc('])('takes %s as text, found anywhere in any case', (text) => {
    const search = parseSearchText(text);
    expect(search.kind === 'text' && search.matches('je_Malloc(unsigned)')).toBe(true);
    expect(search.kind === 'text' && search.matches('free')).toBe(false);
  });

  it.each(['/', '//x', 'a/b/c', '/usr/lib'])('takes %s as text: it is not between slashes', (text) => {
    expect(parseSearchText(text).kind).toBe('text');
  });

  it('takes what is between slashes as an expression, in any case with an i behind it', () => {
    expect(parseSearchText('/^a|b$/')).toEqual({ kind: 'pattern', source: '^a|b$', ignoresCase: false });
    expect(parseSearchText('/a/b/i')).toEqual({ kind: 'pattern', source: 'a/b', ignoresCase: true });
  });

  it.each([
    ['//', 'nothing'],
    ['/(?=a)/', '(?='],
    ['/(?<!a)b/', '(?<!'],
    ['/(a)\\1/', '\\1'],
  ])('refuses %s, which only one side would understand', (text, named) => {
    const search = parseSearchText(text);
    expect(search.kind === 'refused' && search.reason).toContain(named);
  });

  it.each(['/\\(?=a/', '/[(?=]/', '/(?:a)(?<name>b)/', '/\\\\1/'])('does not mistake %s for it', (text) => {
    expect(parseSearchText(text).kind).toBe('pattern');
  });
});
