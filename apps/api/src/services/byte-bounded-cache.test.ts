import { describe, expect, it } from 'vitest';
import { ByteBoundedCache } from './byte-bounded-cache.ts';

describe('ByteBoundedCache', () => {
  it('lets go of what was used longest ago', () => {
    const cache = new ByteBoundedCache<string>(10);
    cache.set('a', 'A', 4);
    cache.set('b', 'B', 4);
    expect(cache.get('a')).toBe('A');
    cache.set('c', 'C', 4);
    expect([cache.get('a'), cache.get('b'), cache.get('c')]).toEqual(['A', undefined, 'C']);
    expect(cache.bytes).toBe(8);
  });

  it('does not keep what is larger than the bound, nor throw anything out for it', () => {
    const cache = new ByteBoundedCache<string>(10);
    cache.set('a', 'A', 4);
    cache.set('huge', 'H', 11);
    expect([cache.get('a'), cache.get('huge')]).toEqual(['A', undefined]);
  });

  it('counts a replaced value once', () => {
    const cache = new ByteBoundedCache<string>(10);
    cache.set('a', 'A', 9);
    cache.set('a', 'B', 3);
    expect([cache.get('a'), cache.bytes]).toEqual(['B', 3]);
  });
});
