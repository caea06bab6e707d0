import { describe, expect, it } from 'vitest';
import { addressOfSearch, parseListSearch, searchOfAddress } from './list-search.ts';

describe('what is typed into the list’s search', () => {
  it('is looked for in names, but key:value is a label', () => {
    expect(parseListSearch('checkout')).toEqual({ q: 'checkout' });
    expect(parseListSearch('runtime:node')).toEqual({ label: ['runtime:node'] });
    expect(parseListSearch('check out  runtime:node team:"core services"')).toEqual({
      q: 'check out',
      label: ['runtime:node', 'team:core services'],
    });
    expect(parseListSearch('  ')).toEqual({});
  });

  it('takes no label out of what is none', () => {
    for (const q of ['std::sort', 'http://host/x', 'runtime:', ':node']) expect(parseListSearch(q)).toEqual({ q });
  });

  it('stands in the address', () => {
    expect(addressOfSearch('/', 'a b:c')).toBe('/?q=a+b%3Ac');
    expect(searchOfAddress('?q=a+b%3Ac')).toBe('a b:c');
    expect(addressOfSearch('/', '')).toBe('/');
    expect(searchOfAddress('')).toBe('');
  });
});
