import { describe, expect, it } from 'vitest';
import { createZoomNames } from './zoom-names.ts';

const names = createZoomNames({
  shown: ['foo::bar', 'do_work', 'do_work', 'node'],
  original: ['_ZN3foo3barEv', 'do_work.isra.0', 'do_work.part.1', 'JS:node'],
});

describe('a zoom in the address', () => {
  it('is kept in recorded names, and shown in those that are chosen', () => {
    const recorded = ['node', '_ZN3foo3barEv', 'main', 'do_work.isra.0\t/bin/app'];
    const shown = ['node', 'foo::bar', 'main', 'do_work\t/bin/app'];
    expect(names.shown(recorded)).toEqual(shown);
    expect(names.recorded(shown)).toEqual(recorded);
  });

  it('keeps the shown name where the recorded one says less', () => {
    const unknown = createZoomNames({
      shown: ['[unknown] (a.so)', '[unknown] (b.so)'],
      original: ['[unknown]', '[unknown]'],
    });
    const path = ['app', '[unknown] (b.so)'];
    expect(unknown.recorded(path)).toEqual(path);
    expect(unknown.shown(path)).toEqual(path);
  });

  it('of shown names, as links of before have it, leads where it did', () => {
    expect(names.shown(['node', 'foo::bar', 'do_work'])).toEqual(['node', 'foo::bar', 'do_work']);
  });
});
